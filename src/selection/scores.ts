import { type Matrix, zeros } from '../data/matrix.js';

/** How predictions are judged: mean squared error, mean absolute error, or the coefficient of determination. */
export type Score = 'mse' | 'mae' | 'r2';

/**
 * Judges each column of predictions, by the entries of Y that are there.
 *
 * @param weights - of the samples; only ratios matter
 * @returns a number for each column: errors, or R² (of a constant column 1 if it is met exactly, else 0); NaN for a column of which
 *   nothing is there
 */
export function scores(score: Score, Y: Matrix, predicted: Matrix, weights?: ArrayLike<number>): Float64Array {
  const { rows, cols, values } = Y;
  const result = new Float64Array(cols);
  for (let t = 0; t < cols; t++) {
    let [sum, left, mean, squares, first] = [0, 0, 0, 0, Number.NaN];
    for (let i = 0, at = t; i < rows; i++, at += cols) {
      const y = values[at]!;
      if (Number.isNaN(y)) continue;
      if (Number.isNaN(first)) first = y;
      const weight = weights ? weights[i]! : 1;
      const error = y - predicted.values[at]!;
      sum += weight;
      left += weight * (score === 'mae' ? Math.abs(error) : error * error);
      mean += weight * (y - first);
    }
    if (score === 'r2') {
      for (let i = 0, at = t; i < rows; i++, at += cols) {
        const off = values[at]! - first - mean / sum;
        if (!Number.isNaN(off)) squares += (weights ? weights[i]! : 1) * off * off;
      }
    }
    result[t] = score !== 'r2' ? left / sum : squares === 0 ? (left === 0 ? 1 : 0) : 1 - left / squares;
  }
  return result;
}

/** Scores of folds in two numbers: of each step and task. */
export interface Spread {
  readonly mean: Matrix;
  /** Of the mean: the standard deviation over the folds (n − 1) by √folds. */
  readonly standardError: Matrix;
}

/** @param weights - how much each fold counts */
export function spread(folds: readonly Matrix[], weights: readonly number[]): Spread {
  const [first] = folds;
  const [mean, standardError] = [zeros(first!.rows, first!.cols), zeros(first!.rows, first!.cols)];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  mean.values.forEach((_, at) => {
    const values = folds.map((fold) => fold.values[at]!);
    const average = values.reduce((sum, value, f) => sum + (weights[f]! / total) * value, 0);
    const variance = values.reduce((sum, value, f) => sum + (weights[f]! / total) * (value - average) ** 2, 0);
    mean.values[at] = average;
    standardError.values[at] = Math.sqrt(variance / (folds.length - 1));
  });
  return { mean, standardError };
}
