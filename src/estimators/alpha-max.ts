import { centre } from '../data/centre.js';
import type { Matrix } from '../data/matrix.js';
import { sparseGroupDual } from '../penalties/sparse-group.js';
import type { Model } from './model.js';
import type { Prepared } from './prepare.js';

/** `XᵀY/n`, shape (p, T). */
function correlations(X: Matrix, Y: Matrix): Float64Array {
  const tasks = Y.cols;
  const c = new Float64Array(X.cols * tasks);
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < X.cols; j++) {
      const factor = X.values[i * X.cols + j]! / X.rows;
      for (let t = 0; t < tasks; t++) c[j * tasks + t]! += factor * Y.values[i * tasks + t]!;
    }
  }
  return c;
}

/**
 * The smallest alpha of each problem for which all coefficients are 0: the largest dual norm, over the features, of `X_jᵀY/n`
 * by the factor and the unit of the feature.
 */
export function alphaMaxima(
  { joint, parts: { l1, l2 } }: Model,
  { data: [X, Y], fitIntercept, factors, units }: Pick<Prepared, 'data' | 'fitIntercept' | 'factors' | 'units'>,
  positive: boolean,
): Float64Array {
  const [x, y] = fitIntercept ? [centre(X).matrix, centre(Y).matrix] : [X, Y];
  const c = correlations(x, y).map((value) => (positive ? Math.max(value, 0) : Math.abs(value)));
  const tasks = joint ? y.cols : 1;
  const ratio = l1 / (l1 + l2);
  const most = new Float64Array(y.cols / tasks);
  for (let j = 0; j < x.cols; j++) {
    const by = (l1 + l2) * (factors?.[j] ?? 1) * (units?.[j] ?? 1);
    for (let b = 0; b < most.length; b++) {
      const from = j * y.cols + b * tasks;
      const size = tasks === 1 ? c[from]! : sparseGroupDual(c.subarray(from, from + tasks), ratio);
      most[b] = Math.max(most[b]!, size / by);
    }
  }
  return most;
}
