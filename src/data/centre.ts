import { type Matrix, zeros } from './matrix.js';

/** A matrix with its column means taken off, and those means. */
export interface Centred {
  readonly matrix: Matrix;
  readonly means: Float64Array;
}

/**
 * Subtracts from every column its mean, in two parts: the second is the mean of what the first leaves over, as float64 may not hold their
 * sum. The mean of a constant column is its value, so that such a column becomes exactly zero.
 */
export function centre({ rows, cols, values }: Matrix): Centred {
  const [mean, rest] = [new Float64Array(cols), new Float64Array(cols)];
  const varies = new Uint8Array(cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const value = values[i * cols + j]!;
      mean[j]! += value / rows;
      if (value !== values[j]) varies[j] = 1;
    }
  }
  for (let j = 0; j < cols; j++) if (varies[j] === 0) mean[j] = values[j]!;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) rest[j]! += (values[i * cols + j]! - mean[j]!) / rows;
  }
  const matrix = zeros(rows, cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) matrix.values[i * cols + j] = values[i * cols + j]! - mean[j]! - rest[j]!;
  }
  return { matrix, means: mean.map((value, j) => value + rest[j]!) };
}
