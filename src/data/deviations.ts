import type { Matrix } from './matrix.js';

/**
 * Standard deviations of the columns about their means, `√(Σ_i w_i (x_i − x̄)²/Σw)`; 1 for a column that is constant.
 *
 * @param weights - one for each row, at least 0, not all of them 0
 */
export function deviations({ rows, cols, values }: Matrix, weights?: ArrayLike<number>): Float64Array {
  const weight = (i: number): number => weights?.[i] ?? 1;
  let total = 0;
  for (let i = 0; i < rows; i++) total += weight(i);
  // About the first row that counts, so that a constant column gives 0, and about the mean from there.
  let first = 0;
  while (weight(first) === 0) first++;
  const [sums, squares] = [new Float64Array(cols), new Float64Array(cols)];
  const off = (i: number, j: number): number => values[i * cols + j]! - values[first * cols + j]!;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) sums[j]! += (weight(i) / total) * off(i, j);
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) squares[j]! += (weight(i) / total) * (off(i, j) - sums[j]!) ** 2;
  }
  return squares.map((square) => Math.sqrt(square) || 1);
}
