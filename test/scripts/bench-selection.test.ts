import { expect } from 'chai';
import { makeData } from '../../scripts/bench-selection/data.js';
import { ours } from '../../scripts/bench-selection/ours.js';
import type { Row } from '../../scripts/bench-selection/rows.js';
import { ROWS } from '../../scripts/bench-selection/rows.js';
import { agreementOf, lines } from '../../scripts/bench-selection/summary.js';

const small = { samples: 20, features: 6, tasks: 3, relevant: 2, rho: 0.5 };
const row = {
  name: 'small',
  joint: false,
  data: small,
  count: 3,
  eps: 0.1,
  folds: 4,
  resamples: 5,
  goals: {},
} as const;
const how = {
  tol: 1e-6,
  threads: 1,
  alphas: [
    [0.3, 0.3, 0.3],
    [0.1, 0.1, 0.1],
  ],
};

describe('npm run bench:selection', () => {
  it('makes the same data each time, of the shape that is asked for', () => {
    const { X, Y } = makeData(small);
    expect([X.rows, X.cols, Y.rows, Y.cols]).to.deep.equal([20, 6, 20, 3]);
    expect(makeData(small)).to.deep.equal({ X, Y });
    expect(Y.values.every(Number.isFinite)).to.equal(true);
  });

  it('runs each kind of selection', async () => {
    const run = (own: Partial<Row>) => ours({ ...row, do: 'path', ...own }, makeData(small), how);
    const judged = await run({ do: 'crossValidate' });
    expect(judged.found.alphas).to.have.length(3);
    expect(judged.found.curve).to.have.length(9);
    expect((await run({ do: 'crossValidate', joint: true })).found.alphas).to.have.length(1);
    const { counts } = (await run({ do: 'stability' })).found;
    expect(counts).to.have.length(3 * 2 * 6);
    expect(Math.max(...counts!)).to.equal(5);
    expect((await run({ do: 'path' })).found.coefs).to.have.length(2);
    expect(judged.seconds).to.be.above(0);
    expect(new Set(ROWS.map((each) => each.do))).to.deep.equal(new Set(['crossValidate', 'stability', 'path']));
  });

  it('says who is ahead, by how much, and how far both agree', () => {
    const comparison = { name: 'a', tol: '1e-4', ours: 0.1, theirs: 1.5, goal: 10, agreement: 'all the same' };
    expect(lines([comparison])).to.equal(
      'a · 1e-4: ours 100, scikit-learn 1.50e+3 ms, 15.0 x (meant to be 10); all the same',
    );
    expect(lines([{ ...comparison, alone: 0.16 }])).to.include('ours 100 (1.60 x one thread), scikit-learn 1.50e+3 ms');
    expect(lines([{ ...comparison, goal: 20 }])).to.include('(meant to be 20: MISSED)');
    expect(agreementOf({ counts: [1, 2, 3] }, { counts: [1, 2, 4] })).to.equal('1 of 3 selection counts differ');
    const [mine, theirs] = [
      { alphas: [1, 2], curve: [1, 2] },
      { alphas: [1, 3], curve: [1, 2.002] },
    ];
    expect(agreementOf(mine, theirs)).to.equal('1 of 2 alphas the same, errors within 1e-3');
  });
});
