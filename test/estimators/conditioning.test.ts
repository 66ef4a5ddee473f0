import { expect } from 'chai';
import { type Matrix, toRows } from '../../src/data/matrix.js';
import { lasso } from '../../src/estimators/lasso.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { BACKENDS } from '../support/backends.js';
import { alphaMax, design } from '../support/problems.js';

const mapped = (matrix: Matrix, f: (value: number, column: number) => number): number[][] =>
  toRows(matrix).map((row) => row.map(f));

for (const solver of ['auto', 'restartedFista'] as const) {
  describe(`data of any size (${solver})`, () => {
    const { X, Y } = design({ samples: 50, features: 8, tasks: 2 });
    const alpha = 0.2 * alphaMax({ X, Y });

    it('columns with a large mean, such as times, give what they give without it', async () => {
      const options = { alpha, tol: 1e-6 };
      const plain = await lasso({ ...options, solver }).fit(X, Y);
      for (const offset of [1e9, 1.7e12]) {
        const moved = await lasso({ ...options, solver }).fit(
          mapped(X, (value) => value + offset),
          Y,
        );
        expect(moved.converged).to.equal(true);
        const digitsLost = (offset * 2 ** -52) / 0.1;
        moved.coef.values.forEach((w, i) => {
          expect(w).to.be.closeTo(plain.coef.values[i]!, 1e-3 + digitsLost);
        });
      }
    });

    it('data that only just differ from their mean in float64 have a certified fit', async () => {
      const far = (matrix: Matrix) => mapped(matrix, (value) => 1e16 + Math.round(4 * value) * 2);
      const fit = await lasso({ solver, alpha: alpha * 64, tol: 1e-6 }).fit(far(X), far(Y));
      expect(fit.converged).to.equal(true);
      expect(fit.coef.values.some((w) => w !== 0)).to.equal(true);
    });

    it('units from the smallest to the largest of float64 give the same selection', async () => {
      const plain = await multiTaskLasso({ solver, alpha, tol: 1e-6 }).fit(X, Y);
      for (const [x, y] of [
        [1e-140, 1e-140],
        [1e150, 1e-150],
        [1e-150, 1e150],
      ] as const) {
        const fit = await multiTaskLasso({ solver, alpha: alpha * x * y, tol: 1e-6 }).fit(
          mapped(X, (value) => value * x),
          mapped(Y, (value) => value * y),
        );
        expect(fit.converged).to.equal(true);
        fit.coef.values.forEach((w, i) => {
          expect(w / (y / x)).to.be.closeTo(plain.coef.values[i]!, 1e-5);
        });
      }
    });

    it('an alpha out of all proportion gives zeros at once, with a gap of 0', async () => {
      const tiny = mapped(X, (value) => value * 1e-170);
      for (const [a, design_] of [
        [1e308, toRows(X)],
        [1, tiny],
      ] as const) {
        const fit = await lasso({ solver, alpha: a }).fit(
          design_,
          mapped(Y, (value) => value * 1e-170),
        );
        expect(fit).to.include({ converged: true, dualGap: 0, iterations: 0 });
        expect(fit.coef.values.every((w) => w === 0)).to.equal(true);
      }
    });

    it('an alpha next to nothing is as good as any where Y is constant', async () => {
      const constant = toRows(Y).map(() => [3]);
      for (const tiny of [1e-60, 1e60]) {
        const fit = await lasso({ solver, alpha: tiny }).fit(X, constant);
        expect(fit).to.include({ converged: true, dualGap: 0, iterations: 0 });
      }
      const large = mapped(X, (value) => value * 1e10);
      const vanishing = await lasso({ solver, alpha: Number.MIN_VALUE }).fit(large, constant);
      expect(vanishing).to.include({ converged: true, dualGap: 0 });
    });

    it('a fit has converged only if all its problems have', async () => {
      const hard = design({ rho: 0.95, tasks: 1 });
      const targets = toRows(hard.Y).map(([y = 0]) => [y, 1]);
      const fit = await lasso({ solver, alpha: 1e-3, maxIter: 3 }).fit(hard.X, targets);
      expect(fit.problems.map(({ converged }) => converged)).to.deep.equal([false, true]);
      expect(fit.converged).to.equal(false);
    });

    it('an alpha next to nothing gives numbers, and the gap that they have', async () => {
      const fit = await lasso({ solver, alpha: 1e-60, maxIter: 200 }).fit(X, Y);
      expect(fit.coef.values.every(Number.isFinite)).to.equal(true);
      expect(fit.dualGap / fit.objective).to.be.within(0, 2 + 1e-9);
    });

    it('zeros have no sign', async () => {
      const negative = await lasso({ solver, alpha }).fit(
        X,
        mapped(Y, (value) => -value),
      );
      expect(negative.coef.values.some((w) => w === 0)).to.equal(true);
      expect(negative.coef.values.some((w) => Object.is(w, -0))).to.equal(false);
    });

    it('coefficients that are 0 stay 0 where the units are too far apart for float64', async () => {
      const fit = await lasso({ solver, alpha: 1e300 }).fit(
        mapped(X, (value) => value * 1e-200),
        mapped(Y, (value) => value * 1e150),
      );
      expect(fit.coef.values.every((w) => w === 0)).to.equal(true);
    });

    for (const backend of BACKENDS.filter((name) => name !== 'webgpu')) {
      it(`as many samples as one likes converge as well as few, on ${backend}`, async () => {
        const many = design({ samples: 50_000, features: 6, tasks: 1, rho: 0.5 });
        const fit = await lasso({ solver, alpha: 0.1 * alphaMax(many), tol: 1e-6, backend }).fit(many.X, many.Y);
        expect(fit.converged).to.equal(true);
        expect(fit.problems[0]!.relativeGap).to.be.below(1e-6);
      });
    }
  });
}
