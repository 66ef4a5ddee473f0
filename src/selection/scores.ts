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
  return Float64Array.from({ length: cols }, (_, t) => {
    const there: number[] = [];
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      if (Number.isNaN(values[i * cols + t]!)) continue;
      there.push(i);
      sum += weights?.[i] ?? 1;
    }
    if (there.length === 0) return Number.NaN;
    const first = values[there[0]! * cols + t]!;
    let [left, mean, total] = [0, 0, 0];
    for (const i of there) {
      const part = (weights?.[i] ?? 1) / sum;
      const y = values[i * cols + t]!;
      const error = y - predicted.values[i * cols + t]!;
      left += part * (score === 'mae' ? Math.abs(error) : error * error);
      mean += part * (y - first);
    }
    if (score !== 'r2') return left;
    for (const i of there) total += ((weights?.[i] ?? 1) / sum) * (values[i * cols + t]! - first - mean) ** 2;
    return total === 0 ? (left === 0 ? 1 : 0) : 1 - left / total;
  });
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
