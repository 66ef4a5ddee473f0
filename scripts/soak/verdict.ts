import { certify, type FeatureNorm, type LinearFit, type Matrix } from 'tensor-lasso';
import type { RandomProblem } from './random-problem.js';

const euclidean = (w: Float64Array): number => Math.sqrt(w.reduce((sum, x) => sum + x * x, 0));

const NORMS: Readonly<Record<'rows' | 'entries', FeatureNorm>> = {
  rows: { value: euclidean, dual: euclidean },
  entries: {
    value: (w) => w.reduce((sum, x) => sum + Math.abs(x), 0),
    dual: (g) => g.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
  },
};

/** Columns with their means off, corrected once for rounding. */
function centred({ rows, cols, values }: Matrix): Matrix {
  const result = values.slice();
  for (let round = 0; round < 2; round++) {
    const means = new Float64Array(cols);
    result.forEach((x, at) => {
      means[at % cols]! += x / rows;
    });
    result.forEach((x, at) => {
      result[at] = x - means[at % cols]!;
    });
  }
  return { rows, cols, values: result };
}

/** X and Y as the penalty sees them. */
export const prepared = ({ X, Y, fitIntercept }: RandomProblem): [Matrix, Matrix] =>
  fitIntercept ? [centred(X), centred(Y)] : [X, Y];

/** Columns `from` … `to − 1`. */
const columns = ({ rows, cols, values }: Matrix, from: number, to: number): Matrix => ({
  rows,
  cols: to - from,
  values: values.filter((_, at) => at % cols >= from && at % cols < to),
});

/** The smallest alpha that makes all coefficients 0. */
export function largestAlpha([X, Y]: readonly [Matrix, Matrix], joint: boolean): number {
  const norm = NORMS[joint ? 'rows' : 'entries'];
  let most = 0;
  for (let j = 0; j < X.cols; j++) {
    const c = new Float64Array(Y.cols);
    for (let i = 0; i < X.rows; i++) {
      const x = X.values[i * X.cols + j]! / X.rows;
      for (let t = 0; t < Y.cols; t++) c[t]! += x * Y.values[i * Y.cols + t]!;
    }
    most = Math.max(most, norm.dual(c, j));
  }
  return most;
}

/** What is wrong with a fit, by the textbook formula on all of the data; nothing, if all is well. */
export function wrongWith(fit: LinearFit, [X, Y]: readonly [Matrix, Matrix], { joint, tol }: RandomProblem): string[] {
  if (!fit.coef.values.every(Number.isFinite)) return ['coefficients that are no numbers'];
  if (!fit.intercept.every(Number.isFinite)) return ['intercepts that are no numbers'];
  const tasks = joint ? Y.cols : 1;
  return fit.problems.flatMap(({ alpha, converged, relativeGap }, b) => {
    if (converged !== relativeGap <= tol) return [`problem ${b}: converged is ${converged} at a gap of ${relativeGap}`];
    const values = new Float64Array(X.cols * tasks);
    for (let j = 0; j < X.cols; j++) {
      for (let t = 0; t < tasks; t++) values[j * tasks + t] = fit.coef.values[(b * tasks + t) * X.cols + j]!;
    }
    const target = columns(Y, b * tasks, (b + 1) * tasks);
    const problem = { X, Y: target, alpha, norm: NORMS[joint ? 'rows' : 'entries'] };
    const { dualGap } = certify(problem, { rows: X.cols, cols: tasks, values });
    const meanSquare = target.values.reduce((sum, y) => sum + y * y, 0) / X.rows || 1;
    // Data that are nearly equal leave this check itself no more digits than these.
    const slack = 1e-3 * tol + 1e-12;
    if (converged && dualGap / meanSquare > tol + slack) {
      return [`problem ${b}: the gap is ${dualGap / meanSquare}, said to be ${relativeGap}`];
    }
    return [];
  });
}
