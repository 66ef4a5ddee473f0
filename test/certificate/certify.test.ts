import { expect } from 'chai';
import { certifier, certify } from '../../src/certificate/certify.js';
import { type Matrix, toRows } from '../../src/data/matrix.js';
import { toMatrix } from '../../src/data/to-matrix.js';
import type { FeatureNorm } from '../../src/penalties/penalty.js';
import { randomState } from '../../src/random/random-state.js';
import { coordinateDescent, objective, type PlainProblem, textbookGap } from '../support/coordinate-descent.js';
import { familyGap } from '../support/family.js';
import { alphaMax, design } from '../support/problems.js';

const rows: FeatureNorm = {
  value: (w) => Math.hypot(...w),
  dual: (g) => Math.hypot(...g),
};
const entries: FeatureNorm = {
  value: (w) => w.reduce((sum, x) => sum + Math.abs(x), 0),
  dual: (g) => Math.max(...g.map(Math.abs)),
};
const NORMS: [PlainProblem['penalty'], FeatureNorm][] = [
  ['rows', rows],
  ['entries', entries],
];

describe('certify', () => {
  it('rejects shapes that do not fit, and an alpha below 0', () => {
    const { X, Y } = design({ samples: 6, features: 3, tasks: 2 });
    const W = { rows: 3, cols: 2, values: new Float64Array(6) };
    const problem = { X, Y, alpha: 1, norm: rows };
    expect(() => certify(problem, { ...W, rows: 2, cols: 3 })).to.throw(
      TypeError,
      'certify: W must have shape 3 x 2 (features, tasks), got 2 x 3',
    );
    const short = { rows: 5, cols: 2, values: new Float64Array(10) };
    expect(() => certify({ ...problem, Y: short }, W)).to.throw(TypeError, 'same number of rows, got 6 and 5');
    for (const alpha of [-1, Number.NaN]) {
      expect(() => certify({ ...problem, alpha }, W)).to.throw(RangeError, `alpha must be a number >= 0, got ${alpha}`);
    }
  });

  it('takes a ridge as data, at random coefficients', () => {
    const { X, Y } = design({ samples: 12, features: 6, tasks: 2, seed: 4 });
    const ridge = Float64Array.from({ length: 6 }, (_, j) => j / 10);
    for (const alpha of [0.01, 0.3]) {
      for (let seed = 0; seed < 5; seed++) {
        const W: Matrix = { rows: 6, cols: 2, values: randomState(seed).randn(12) };
        const family = { X, Y, l1: () => 0, l2: () => alpha, ridge: (j: number) => ridge[j]!, positive: false };
        const expected = familyGap(family, toRows(W));
        const got = certify({ X, Y, alpha, norm: rows, ridge }, W);
        expect(got.objective).to.be.closeTo(expected.objective, 1e-12 * got.objective);
        expect(got.dualGap).to.be.closeTo(expected.gap, 1e-12 * got.objective);
      }
    }
  });

  for (const [penalty, norm] of NORMS) {
    const { X, Y } = design({ samples: 25, features: 8, tasks: 2, seed: 4 });
    const alpha = 0.2 * alphaMax({ X, Y });
    const plain: PlainProblem = { X: toRows(X), Y: toRows(Y), alpha, penalty };
    const problem = { X, Y, alpha, norm };
    const solution = coordinateDescent(plain);

    describe(`with the norm of ${penalty}`, () => {
      it('gives the objective and the textbook gap, at random coefficients', () => {
        for (let seed = 0; seed < 20; seed++) {
          const W: Matrix = {
            rows: 8,
            cols: 2,
            values: randomState(seed).randn(16),
          };
          const { objective: value, dualGap } = certify(problem, W);
          expect(value).to.be.closeTo(objective(plain, toRows(W)), 1e-12 * value);
          expect(dualGap).to.be.closeTo(textbookGap(plain, toRows(W)), 1e-12 * value);
          const small = { ...W, values: W.values.map((w) => 1e-8 * w) };
          expect(certify(problem, small).dualGap).to.be.closeTo(textbookGap(plain, toRows(small)), 1e-12 * value);
        }
      });

      it('is never negative, not even by rounding at an exact solution', () => {
        const rng = randomState(5);
        for (let k = 0; k < 2000; k++) {
          const [x = 0, y = 0] = rng.randn(2);
          const one = (value: number) => ({ rows: 1, cols: 1, values: Float64Array.of(value) });
          const size = 0.3 * Math.abs(x * y);
          const w = (Math.sign(x * y) * (Math.abs(x * y) - size)) / x ** 2;
          expect(certify({ X: one(x), Y: one(y), alpha: size, norm }, one(w)).dualGap).to.be.at.least(0);
        }
      });

      it('bounds what is left to gain, at random coefficients', () => {
        const least = objective(plain, solution);
        for (let seed = 0; seed < 50; seed++) {
          const size = 10 ** -(seed % 6);
          const noise = randomState(seed).randn(16);
          const near = {
            rows: 8,
            cols: 2,
            values: noise.map((z, i) => solution[i >> 1]![i & 1]! + size * z),
          };
          const { objective: value, dualGap } = certify(problem, near);
          expect(dualGap).to.be.at.least(value - least);
        }
      });

      it('is at rounding level at the solution', () => {
        expect(certify(problem, toMatrix('W', solution)).dualGap).to.be.below(1e-14 * objective(plain, solution) * 100);
      });

      it('is exactly 0 for W = 0 from the largest useful alpha on, and not below it', () => {
        const zero = { rows: 8, cols: 2, values: new Float64Array(16) };
        const C = toRows(X)[0]!.map((_, j) =>
          Float64Array.of(...[0, 1].map((t) => toRows(X).reduce((s, x, i) => s + (x[j]! / 25) * toRows(Y)[i]![t]!, 0))),
        );
        const largest = Math.max(...C.map(norm.dual));
        expect(certify({ ...problem, alpha: largest * (1 + 1e-12) }, zero).dualGap).to.equal(0);
        expect(certify({ ...problem, alpha: largest * 0.99 }, zero).dualGap).to.be.above(0);
      });
    });
  }

  it('changes neither X nor Y', () => {
    const { X, Y } = design();
    const before = [X.values.slice(), Y.values.slice()];
    certify({ X, Y, alpha: 1, norm: rows }, { rows: 12, cols: 3, values: new Float64Array(36).fill(1) });
    expect([X.values, Y.values]).to.deep.equal(before);
  });
});

describe('certifier', () => {
  it('reads each row once, in whatever order, from one buffer, to the certificate of certify', () => {
    const { X, Y } = design({ samples: 15, features: 8, tasks: 2, rho: 0.4 });
    for (const tasks of [1, 2]) {
      const targets = { rows: 15, cols: tasks, values: Y.values.slice(0, 15 * tasks) };
      const W: Matrix = { rows: 8, cols: tasks, values: randomState(1).randn(8 * tasks) };
      W.values.fill(0, 0, 3 * tasks);
      const problem = { Y: targets, alpha: 0.2, norm: rows };
      const { read, certificate } = certifier(problem, W);
      const buffer = new Float64Array(8);
      for (const i of randomState(2).permutation(15)) {
        buffer.set(X.values.subarray(8 * i, 8 * i + 8));
        read(buffer, i);
      }
      const [got, expected] = [certificate(), certify({ X, ...problem }, W)];
      expect(got.objective).to.be.closeTo(expected.objective, 1e-14 * expected.objective);
      expect(got.dualGap).to.be.closeTo(expected.dualGap, 1e-13 * expected.objective);
      expect(got.deviance).to.be.closeTo(expected.deviance, 1e-14 * expected.objective);
    }
  });
});
