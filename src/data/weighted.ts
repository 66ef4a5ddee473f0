import { type Matrix, zeros } from './matrix.js';

/** A matrix of which rows count by weights, with their weighted column means off, if that was asked for. */
export interface Weighted {
  readonly matrix: Matrix;
  readonly means: Float64Array;
}

/**
 * `√(w_i n/Σw) (x_i − x̄)`, x̄ the weighted column means or 0: least squares of these rows are weighted least squares of x. Rows
 * of weight 0 are left out, n counts those that stay. The mean is corrected by the weighted mean of what it leaves over; the mean
 * of a constant column is its value, so that such a column becomes exactly zero.
 *
 * @param weights - one for each row, at least 0, not all of them 0
 */
export function weighted({ rows, cols, values }: Matrix, weights: ArrayLike<number>, centre: boolean): Weighted {
  const kept = Int32Array.from({ length: rows }, (_, i) => i).filter((i) => weights[i]! > 0);
  const n = kept.length;
  let total = 0;
  for (const i of kept) total += weights[i]!;
  const means = new Float64Array(cols);
  const constant = new Array<boolean>(cols).fill(true);
  for (let round = 0; centre && round < 2; round++) {
    const left = new Float64Array(cols);
    for (const i of kept) {
      const part = weights[i]! / total;
      for (let j = 0; j < cols; j++) {
        const value = values[i * cols + j]!;
        left[j]! += part * (value - means[j]!);
        if (value !== values[kept[0]! * cols + j]) constant[j] = false;
      }
    }
    for (let j = 0; j < cols; j++) means[j] = constant[j] ? values[kept[0]! * cols + j]! : means[j]! + left[j]!;
  }
  const matrix = zeros(n, cols);
  kept.forEach((i, to) => {
    const root = Math.sqrt((weights[i]! / total) * n);
    for (let j = 0; j < cols; j++) matrix.values[to * cols + j] = root * (values[i * cols + j]! - means[j]!);
  });
  return { matrix, means };
}
