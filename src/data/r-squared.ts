import type { Matrix } from './matrix.js';
import { inverseScale } from './power-of-two.js';

/**
 * `1 − Σ_i w_i (y_i − ŷ_i)² / Σ_i w_i (y_i − ȳ)²` of each column of Y, over the entries that are there, in any units: columns are brought
 * near 1 by a power of two. Of a constant column 1 if it is met exactly, else 0; NaN where nothing counts.
 *
 * @param weights - of the rows, at least 0. @default 1
 */
export function rSquared({ rows, cols, values }: Matrix, predicted: Matrix, weights?: ArrayLike<number>): Float64Array {
  const result = new Float64Array(cols);
  for (let t = 0; t < cols; t++) {
    let [largest, first] = [0, Number.NaN];
    for (let i = 0, at = t; i < rows; i++, at += cols) {
      const y = values[at]!;
      if (Number.isNaN(y) || weights?.[i] === 0) continue;
      if (Number.isNaN(first)) first = y;
      largest = Math.max(largest, Math.abs(y));
    }
    const by = inverseScale(largest);
    first *= by;
    let [sum, off, left, all, met] = [0, 0, 0, 0, true];
    for (let i = 0, at = t; i < rows; i++, at += cols) {
      const y = values[at]! * by;
      if (Number.isNaN(y) || weights?.[i] === 0) continue;
      const weight = weights ? weights[i]! : 1;
      sum += weight;
      off += weight * (y - first);
      left += weight * (y - predicted.values[at]! * by) ** 2;
      met &&= values[at] === predicted.values[at];
    }
    // About the first that counts, and about the mean from there: of a constant exactly 0.
    const mean = off / sum;
    for (let i = 0, at = t; i < rows; i++, at += cols) {
      const y = values[at]! * by;
      if (Number.isNaN(y) || weights?.[i] === 0) continue;
      all += (weights ? weights[i]! : 1) * (y - first - mean) ** 2;
    }
    const ofConstant = sum === 0 ? Number.NaN : met ? 1 : 0;
    result[t] = all === 0 ? ofConstant : 1 - left / all;
  }
  return result;
}
