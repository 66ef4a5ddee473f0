import { type Matrix, zeros } from '../data/matrix.js';

/** How predictions are judged: mean squared error, mean absolute error, or the coefficient of determination. */
export type Score = 'mse' | 'mae' | 'r2';

/**
 * Judges each column of predictions.
 *
 * @param weights - of the samples; only ratios matter
 * @returns a number for each column: errors, or R² (of a constant column 1 if it is met exactly, else 0)
 */
export function scores(score: Score, Y: Matrix, predicted: Matrix, weights?: ArrayLike<number>): Float64Array {
  const { rows, cols } = Y;
  const [errors, means, total] = [new Float64Array(cols), new Float64Array(cols), new Float64Array(cols)];
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += weights?.[i] ?? 1;
  const part = (i: number): number => (weights?.[i] ?? 1) / sum;
  for (let i = 0; i < rows; i++) {
    for (let t = 0; t < cols; t++) {
      const error = Y.values[i * cols + t]! - predicted.values[i * cols + t]!;
      errors[t]! += part(i) * (score === 'mae' ? Math.abs(error) : error * error);
      means[t]! += part(i) * (Y.values[i * cols + t]! - Y.values[t]!);
    }
  }
  if (score !== 'r2') return errors;
  for (let i = 0; i < rows; i++) {
    for (let t = 0; t < cols; t++) total[t]! += part(i) * (Y.values[i * cols + t]! - Y.values[t]! - means[t]!) ** 2;
  }
  return errors.map((error, t) => (total[t] === 0 ? (error === 0 ? 1 : 0) : 1 - error / total[t]!));
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
