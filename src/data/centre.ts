import { type Matrix, zeros } from './matrix.js';

/** A matrix with its column means taken off, and those means. */
export interface Centred {
  readonly matrix: Matrix;
  readonly means: Float64Array;
}

/**
 * Subtracts from every column its mean. The mean is corrected by the mean of what it leaves over, and the mean of a
 * constant column is its value, so that such a column becomes exactly zero.
 */
export function centre({ rows, cols, values }: Matrix): Centred {
  const means = new Float64Array(cols);
  const constant = new Array<boolean>(cols).fill(true);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const value = values[i * cols + j]!;
      means[j]! += value / rows;
      if (value !== values[j]) constant[j] = false;
    }
  }
  const left = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) left[j]! += (values[i * cols + j]! - means[j]!) / rows;
  }
  for (let j = 0; j < cols; j++) means[j] = constant[j] ? values[j]! : means[j]! + left[j]!;

  const matrix = zeros(rows, cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) matrix.values[i * cols + j] = values[i * cols + j]! - means[j]!;
  }
  return { matrix, means };
}
