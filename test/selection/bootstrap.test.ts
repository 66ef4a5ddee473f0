import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Matrix, row, rowsOf } from '../../src/data/matrix.js';
import { toMatrix } from '../../src/data/to-matrix.js';
import { lasso } from '../../src/estimators/lasso.js';
import { support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { bootstrap } from '../../src/selection/bootstrap.js';
import { failure } from '../support/failure.js';
import { data } from '../support/fixture-data.js';
import { design } from '../support/problems.js';
import { turns } from '../support/turns.js';

const fixture = JSON.parse(readFileSync(new URL('../fixtures/stability.json', import.meta.url), 'utf8'));

function compare(matrix: Matrix, first: number, expected: number[][]): void {
  expected.forEach((values, t) => {
    values.forEach((value, j) => {
      expect(row(matrix, first + t)[j]).to.be.closeTo(value, 1e-10);
    });
  });
}

describe('bootstrap', () => {
  it('is that of scikit-learn and numpy on the same draws: each task, and all together', async () => {
    const { X, Y } = data();
    const { alpha, level, resamples } = fixture;
    const options = () => ({ alpha, level, resamples, rng: randomState(2), tol: 1e-12 });
    const [separate, joint] = [
      await bootstrap(lasso, X, Y, options()),
      await bootstrap(multiTaskLasso, X, Y, options()),
    ];
    expect([separate.frequencies.rows, joint.frequencies.rows]).to.deep.equal([3, 1]);
    fixture.bootstrap.forEach((expected: { counts: number[]; lower: number[][]; upper: number[][] }, k: number) => {
      const [got, b] = k < 3 ? [separate, k] : [joint, 0];
      const counts = Array.from(row(got.frequencies, b), (part) => Math.round(part * resamples));
      expect(counts).to.deep.equal(expected.counts);
      compare(got.lower, b, expected.lower);
      compare(got.upper, b, expected.upper);
    });
    expect(joint.level).to.equal(0.9);
    expect(joint.converged).to.equal(true);
  });

  it('counts a sample as often as it is drawn, by its weight', async () => {
    const { X, Y } = design({ samples: 25, features: 8, tasks: 2 });
    const weights = randomState(9).randomSample(25);
    const options = { alpha: 0.3, tol: 1e-12, fitIntercept: false, standardize: true };
    const got = await bootstrap(lasso, X, Y, { ...options, resamples: 1, sampleWeight: weights });
    const [draw] = got.draws;
    const drawn = Array.from(draw!, (i) => weights[i]!);
    const plain = await lasso(options).fit(rowsOf(X, draw!), rowsOf(Y, draw!), { sampleWeight: drawn });
    for (const t of [0, 1]) {
      const features = support({ coef: { rows: 1, cols: 8, values: row(plain.coef, t) } });
      expect(features.length).to.be.within(1, 7);
      expect(Array.from(row(got.frequencies, t).keys()).filter((j) => row(got.frequencies, t)[j] === 1)).to.deep.equal(
        features,
      );
      // Weighted normal equations of the refit, without an intercept.
      for (const j of features) {
        const left = Array.from(draw!, (i) => {
          const fitted = features.reduce((sum, k) => sum + row(X, i)[k]! * row(got.lower, t)[k]!, 0);
          return weights[i]! * row(X, i)[j]! * (row(Y, i)[t]! - fitted);
        });
        expect(left.reduce((sum, value) => sum + value, 0)).to.be.closeTo(0, 1e-10);
      }
      expect(row(got.upper, t)).to.deep.equal(row(got.lower, t));
    }
  });

  it('is sure of what is strong: an interval around the truth, and none around noise', async () => {
    const rng = randomState(6);
    const X = { rows: 150, cols: 10, values: rng.randn(1500) };
    const Y = rng.randn(150).map((noise, i) => 3 * X.values[i * 10 + 2]! + noise + 5);
    const { fit, frequencies, lower, upper, refitted } = await bootstrap(lasso, X, Y, { alpha: 0.3 });
    expect(support(fit)).to.deep.equal([2]);
    expect(frequencies.values[2]).to.equal(1);
    expect(3).to.be.within(lower.values[2]!, upper.values[2]!);
    expect(upper.values[2]! - lower.values[2]!).to.be.within(0.1, 0.5);
    expect(refitted.values[2]).to.be.within(lower.values[2]!, upper.values[2]!);
    expect(refitted.values[2]).to.be.above(fit.coef.values[2]! + 0.2);
    for (const j of [0, 1, 3, 4, 5, 6, 7, 8, 9]) {
      expect(frequencies.values[j]).to.be.below(0.2);
      expect(0).to.be.within(lower.values[j]!, upper.values[j]!);
    }
  });

  it('draws the same from the same seed, and gets wider with the level', async () => {
    const { X, Y } = design({ tasks: 1 });
    const run = (seed: number, level: number) =>
      bootstrap(lasso, X, Y, { alpha: 0.1, resamples: 30, level, rng: randomState(seed) });
    const [one, two, wider, other] = [await run(1, 0.5), await run(1, 0.5), await run(1, 0.9), await run(2, 0.5)];
    expect({ ...two, fit: 0 }).to.deep.equal({ ...one, fit: 0 });
    expect(other.draws).not.to.deep.equal(one.draws);
    const always = Array.from(one.frequencies.values.keys()).filter((j) => one.frequencies.values[j] === 1);
    expect(always).not.to.have.length(0);
    for (const j of always) {
      expect(wider.lower.values[j]).to.be.below(one.lower.values[j]!);
      expect(wider.upper.values[j]).to.be.above(one.upper.values[j]!);
    }
  });

  it('says how far it is, gives timers their turn, and ends with the reason of a signal', async () => {
    const { X, Y } = design();
    const seen: number[] = [];
    await bootstrap(multiTaskLasso, X, Y, {
      ...{ alpha: 0.1, resamples: 7 },
      onProgress: ({ fraction, problems }) => {
        seen.push(fraction);
        expect(problems).to.equal(seen.length);
      },
    });
    expect(seen).to.have.length(8);
    expect(seen.at(-1)).to.equal(1);
    const options = { alpha: 0.1, resamples: 10_000 };
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error('enough'));
    const stopped = failure(bootstrap(lasso, X, Y, { ...options, signal: controller.signal, onProgress }));
    expect(await stopped).to.have.property('message', 'enough');
    expect(await turns(() => bootstrap(lasso, X, Y, { ...options, resamples: 800 }))).to.be.above(0.25);
  });

  it('says what is wrong', async () => {
    const X = toMatrix('X', [[1], [2], [3]]);
    const run = (options: object) => failure(bootstrap(lasso, X, [1, 2, 4], { alpha: 0.1, ...options }));
    for (const [options, message] of [
      [{ resamples: 0 }, 'bootstrap: resamples must be a whole number >= 1, got 0'],
      [{ level: 1 }, 'bootstrap: level must be a number above 0 and below 1, got 1'],
      [{ alpha: -1 }, 'lasso: alpha must be a number >= 0, or one for each problem, got -1'],
    ] as const) {
      expect(await run(options))
        .to.be.instanceOf(RangeError)
        .with.property('message', message);
    }
    expect(await run({ sampleWeight: [1] })).to.be.instanceOf(TypeError);
  });
});
