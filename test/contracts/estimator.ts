import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import type { Estimator } from '../../src/estimators/estimator.js';
import { support } from '../../src/estimators/linear-fit.js';
import type { EstimatorOptions } from '../../src/estimators/options.js';
import type { Progress } from '../../src/solvers/solve.js';
import { coordinateDescent, objective, textbookGap } from '../support/coordinate-descent.js';
import { failure } from '../support/failure.js';
import { alphaMax, design } from '../support/problems.js';

/**
 * What every estimator of the Lasso family promises, wherever and however it is solved.
 *
 * @param model - the estimator, told which backend and solver to use
 * @param penalty - `'rows'` if a feature is selected for all tasks together, `'entries'` if for each alone
 */
export function estimatorContract(
  model: (options: EstimatorOptions) => Estimator,
  penalty: 'rows' | 'entries',
  /** Whether the gaps are those of the coefficients, or bounds that are small enough. */
  gaps: 'exact' | 'bounds' = 'exact',
): void {
  it('reports the objective and the gap that an independent evaluation finds', async () => {
    const { X, Y } = design({ tasks: 2, seed: 8 });
    const alpha = 0.1 * alphaMax({ X, Y });
    const fit = await model({ alpha, tol: 1e-5, fitIntercept: false }).fit(X, Y);
    const plain = { X: toRows(X), Y: toRows(Y), alpha, penalty } as const;
    const W = toRows(X)[0]!.map((_, j) => [0, 1].map((t) => fit.coef.values[t * 12 + j]!));
    expect(fit.objective).to.be.closeTo(objective(plain, W), 1e-13 * fit.objective);
    const meanSquare = (columns: number[][]) => columns.flat().reduce((sum, y) => sum + y * y, 0) / Y.rows;
    const isGap = (dualGap: number, gap: number, scale: number): void => {
      const rounding = 1e-13 * fit.objective;
      if (gaps === 'exact') expect(dualGap).to.be.closeTo(gap, rounding);
      else expect(dualGap).to.be.within(gap - rounding, Math.max(gap, 1e-5 * scale) + rounding);
    };
    if (penalty === 'rows') isGap(fit.dualGap, textbookGap(plain, W), meanSquare(plain.Y));
    expect(fit.dualGap).to.equal(fit.problems.reduce((sum, { dualGap }) => sum + dualGap, 0));
    if (penalty === 'entries') {
      fit.problems.forEach(({ dualGap }, t) => {
        const one = { ...plain, Y: plain.Y.map((y) => [y[t]!]) };
        const own = W.map((w) => [w[t]!]);
        isGap(dualGap, textbookGap(one, own), meanSquare(one.Y));
      });
    }
    expect(objective(plain, W) - objective(plain, coordinateDescent(plain))).to.be.within(-1e-14, fit.dualGap);
  });

  it('fits an intercept: shifted data give the same coefficients and a shifted intercept', async () => {
    const { X, Y } = design({ tasks: 2 });
    const shifted = (matrix: typeof X, by: number) =>
      toRows(matrix).map((row) => row.map((value, j) => value + by * (j + 1)));
    const options = { alpha: 0.1, tol: 1e-7 };
    const [plain, moved] = [await model(options).fit(X, Y), await model(options).fit(shifted(X, 3), shifted(Y, 10))];
    moved.coef.values.forEach((w, i) => {
      expect(w).to.be.closeTo(plain.coef.values[i]!, 2e-6);
    });
    for (let t = 0; t < 2; t++) {
      const means = toRows(moved.coef)[t]!.reduce((sum, w, j) => sum + w * 3 * (j + 1), 0);
      expect(moved.intercept[t]).to.be.closeTo(10 * (t + 1) - means, 1e-10);
    }
  });

  it('without an intercept goes through the origin, whatever the data', async () => {
    const X = [[1], [2], [3]];
    const fit = await model({
      alpha: 0.01,
      fitIntercept: false,
      tol: 1e-7,
    }).fit(X, [11, 12, 13]);
    const exact = (11 + 24 + 39 - 3 * 0.01) / 14;
    expect(fit.coef.values[0]).to.be.closeTo(exact, 1e-5);
    expect(Array.from(fit.intercept)).to.deep.equal([0]);
  });

  it('knows no units: scaling X, Y and alpha together scales the result exactly', async () => {
    const { X, Y } = design({ tasks: 2 });
    const plain = await model({ alpha: 0.1 }).fit(X, Y);
    for (const [a, b] of [
      [2 ** 100, 2 ** -90],
      [2 ** -200, 2 ** 60],
      [2 ** 500, 2 ** 500],
    ] as const) {
      const times = (matrix: typeof X, by: number) => ({
        ...matrix,
        values: matrix.values.map((value) => value * by),
      });
      const scaled = await model({ alpha: 0.1 * a * b }).fit(times(X, a), times(Y, b));
      expect(Array.from(scaled.coef.values, (w) => w * a)).to.deep.equal(Array.from(plain.coef.values, (w) => w * b));
      expect(scaled.converged).to.equal(true);
    }
  });

  it('gives a constant column the coefficient 0, and constant targets zeros and their value', async () => {
    const { X, Y } = design({ features: 3, tasks: 2 });
    const withConstant = toRows(X).map((row) => [row[0]!, 0.1, row[2]!]);
    const fit = await model({ alpha: 0.01 }).fit(withConstant, Y);
    expect(toRows(fit.coef).map((row) => row[1])).to.deep.equal([0, 0]);
    expect(fit.coef.values.every(Number.isFinite)).to.equal(true);
    const flat = await model({ alpha: 0.01 }).fit(
      X,
      toRows(Y).map(() => [0.1, -7]),
    );
    expect(Array.from(flat.coef.values)).to.deep.equal([0, 0, 0, 0, 0, 0]);
    expect(Array.from(flat.intercept)).to.deep.equal([0.1, -7]);
    expect(flat).to.include({ objective: 0, dualGap: 0, converged: true });
    for (const { relativeGap } of flat.problems) expect(relativeGap).to.equal(0);
  });

  it('handles a single sample, a single feature, and zeros everywhere', async () => {
    const one = await model({ alpha: 1 }).fit([[3, 4]], [[5, 6]]);
    expect(Array.from(one.coef.values)).to.deep.equal([0, 0, 0, 0]);
    expect(Array.from(one.intercept)).to.deep.equal([5, 6]);
    const zero = await model({ alpha: 1, fitIntercept: false }).fit(
      [
        [0, 0],
        [0, 0],
      ],
      [[0], [0]],
    );
    expect(zero).to.include({
      objective: 0,
      dualGap: 0,
      converged: true,
      iterations: 0,
    });
  });

  it('gives gaps relative to the mean square of Y about its mean', async () => {
    const { X, Y } = design({ tasks: 2, rho: 0.5 });
    const moved = toRows(Y).map((row) => row.map((y) => 3 * y + 7));
    const { problems } = await model({ alpha: 0.05 }).fit(X, moved);
    const about = (t: number) => {
      const mean = moved.reduce((sum, row) => sum + row[t]! / moved.length, 0);
      return moved.reduce((sum, row) => sum + (row[t]! - mean) ** 2, 0) / moved.length;
    };
    const squares = penalty === 'rows' ? [about(0) + about(1)] : [about(0), about(1)];
    problems.forEach(({ dualGap, relativeGap }, b) => {
      expect(relativeGap / (dualGap / squares[b]!)).to.be.closeTo(1, 1e-12);
    });
  });

  it('says so when it does not converge', async () => {
    const { X, Y } = design({ rho: 0.95 });
    const fit = await model({ alpha: 1e-3, maxIter: 3 }).fit(X, Y);
    expect(fit).to.include({ converged: false, iterations: 3 });
    for (const { relativeGap, converged, stopped } of fit.problems) {
      expect(converged).to.equal(relativeGap <= 1e-4);
      expect(stopped).to.equal(converged ? 'tol' : 'maxIter');
    }
  });

  it('reports its progress', async () => {
    const { X, Y } = design();
    const reports: Progress[] = [];
    const fit = await model({ alpha: 0.1 }).fit(X, Y, {
      onProgress: (progress) => reports.push(progress),
    });
    expect(reports.at(-1)).to.include({
      iterations: fit.iterations,
      solved: fit.problems.length,
      worstGap: 0,
      nonZeros: penalty === 'rows' ? support(fit).length : fit.coef.values.filter((w) => w !== 0).length,
    });
  });

  it('goes on from an earlier fit', async () => {
    const { X, Y } = design({ tasks: 2, rho: 0.5 });
    const first = await model({ alpha: 0.05, tol: 1e-6 }).fit(X, Y);
    const again = await model({ alpha: 0.05, tol: 1e-6 }).fit(X, Y, { init: first });
    expect(again).to.include({ iterations: 0, converged: true });
    again.coef.values.forEach((w, i) => {
      expect(w).to.be.closeTo(first.coef.values[i]!, 1e-7);
    });
  });

  it('ends with the reason of its signal, and leaves no tensor', async () => {
    const { X, Y } = design({ rho: 0.95 });
    const tensors = tf.engine().state.numTensors;
    const estimator = model({ alpha: 1e-3, tol: 1e-6 });
    const aborted = AbortSignal.abort(new Error('before'));
    expect(await failure(estimator.fit(X, Y, { signal: aborted }))).to.have.property('message', 'before');
    expect(tf.engine().state.numTensors).to.equal(tensors);
  });
}

/** What holds of estimators whose solver goes on in float64. */
export function exactContract(model: (options: EstimatorOptions) => Estimator, penalty: 'rows' | 'entries'): void {
  it('is certified to 1e-10, far below what float32 can tell', async () => {
    const { X, Y } = design({ tasks: 2, rho: 0.5, seed: 3 });
    const alpha = 0.05 * alphaMax({ X, Y });
    const fit = await model({ alpha, tol: 1e-10, fitIntercept: false }).fit(X, Y);
    const plain = { X: toRows(X), Y: toRows(Y), alpha, penalty } as const;
    const least = objective(plain, coordinateDescent(plain));
    expect(fit.converged).to.equal(true);
    for (const { relativeGap } of fit.problems) expect(relativeGap).to.be.at.most(1e-10);
    expect(fit.objective - least).to.be.within(-1e-13 * least, fit.dualGap + 1e-13 * least);
  });
}
