import { centre } from '../data/centre.js';
import type { Matrix } from '../data/matrix.js';

/**
 * The smallest alpha for which all coefficients are 0: `max_j ‖X_jᵀY‖/n`, the Euclidean norm over the tasks if they are one
 * problem, else the largest magnitude (then it is the largest over the tasks).
 *
 * @param X - design, shape (n, p)
 * @param Y - targets, shape (n, T)
 * @param options - `joint`: the tasks are one problem; `fitIntercept`: columns of X and Y are centred first
 * @returns alpha in units of X·Y
 */
export function alphaMax(
  X: Matrix,
  Y: Matrix,
  { joint, fitIntercept }: { joint: boolean; fitIntercept: boolean },
): number {
  const [x, y] = fitIntercept ? [centre(X).matrix, centre(Y).matrix] : [X, Y];
  const tasks = y.cols;
  const c = new Float64Array(x.cols * tasks);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < x.cols; j++) {
      const factor = x.values[i * x.cols + j]! / x.rows;
      for (let t = 0; t < tasks; t++) c[j * tasks + t]! += factor * y.values[i * tasks + t]!;
    }
  }
  if (!joint) return c.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let most = 0;
  for (let j = 0; j < x.cols; j++) most = Math.max(most, Math.hypot(...c.subarray(j * tasks, (j + 1) * tasks)));
  return most;
}
