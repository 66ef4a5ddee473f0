import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { randomState } from '../../src/random/random-state.js';
import {
  groupKFold,
  kFold,
  leaveOneOut,
  repeatedKFold,
  rollingOrigin,
  type Split,
  shuffleSplit,
} from '../../src/selection/splits.js';

const fixture = JSON.parse(readFileSync(new URL('../fixtures/selection.json', import.meta.url), 'utf8'));

const OURS: Record<string, Split[]> = {
  kFold: kFold(10, 3),
  'kFold shuffled': kFold(23, 4, randomState(7)),
  repeatedKFold: repeatedKFold(11, 3, 2, randomState(1)),
  shuffleSplit: shuffleSplit(19, 3, randomState(3), 0.25),
  groupKFold: groupKFold(fixture.groups, 3),
  rollingOrigin: rollingOrigin(17, { splits: 4 }),
  'rollingOrigin with gap': rollingOrigin(15, { splits: 3, gap: 2, test: 2, most: 4 }),
};

describe('splits', () => {
  it('are all compared', () => {
    expect(Object.keys(OURS)).to.deep.equal(Object.keys(fixture.splits));
  });

  for (const [name, splits] of Object.entries(OURS)) {
    it(`are those of scikit-learn: ${name}`, () => {
      const plain = splits.map(({ train, test }) => ({ train: [...train], test: [...test] }));
      expect(plain).to.deep.equal(fixture.splits[name]);
    });
  }

  it('leave one out, each once', () => {
    const splits = leaveOneOut(4);
    expect(splits.map(({ test }) => [...test])).to.deep.equal([[0], [1], [2], [3]]);
    expect([...splits[1]!.train]).to.deep.equal([0, 2, 3]);
  });

  it('keep groups together whatever they are called', () => {
    const groups = ['b', 'a', 'b', 'c', 'a', 'b'];
    for (const { train, test } of groupKFold(groups, 3)) {
      const judged = new Set(Array.from(test, (i) => groups[i]));
      expect(judged.size).to.equal(1);
      for (const i of train) expect(judged.has(groups[i])).to.equal(false);
    }
  });

  it('say what is wrong with sizes', () => {
    const wrong: [() => unknown, string][] = [
      [() => kFold(1, 2), 'kFold: samples must be a whole number >= 2, got 1'],
      [() => kFold(5, 6), 'kFold: folds must be a whole number from 2 to 5, got 6'],
      [() => kFold(5, 1), 'kFold: folds must be a whole number from 2 to 5, got 1'],
      [() => repeatedKFold(5, 2, 0, randomState(0)), 'repeatedKFold: repeats must be a whole number >= 1, got 0'],
      [
        () => shuffleSplit(5, 2, randomState(0), 1),
        'shuffleSplit: test must be above 0 and leave samples to fit, got 1 of 5',
      ],
      [() => groupKFold([1, 1, 2], 3), 'groupKFold: folds must be a whole number from 2 to 2, got 3'],
      [
        () => rollingOrigin(10, { splits: 3, test: 3, gap: 1 }),
        'rollingOrigin: samples must be more than 10 (gap and tests), got 10',
      ],
    ];
    for (const [make, message] of wrong) expect(make).to.throw(RangeError, message);
  });
});
