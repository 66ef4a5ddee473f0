import { type Matrix, zeros } from '../data/matrix.js';
import { rSquared } from '../data/r-squared.js';

/** How predictions are judged: mean squared error, mean absolute error, or the coefficient of determination (of two samples or more). */
export type Score = (typeof SCORES)[number];
export const SCORES = ['mse', 'mae', 'r2'] as const;

/**
 * Judges each column of predictions, by the entries of Y that are there.
 *
 * @param weights - of the samples; only ratios matter
 * @returns a number for each column: errors, or `rSquared`; NaN for a column of which nothing counts
 */
export function scores(score: Score, Y: Matrix, predicted: Matrix, weights?: ArrayLike<number>): Float64Array {
  if (score === 'r2') return rSquared(Y, predicted, weights);
  const { rows, cols, values } = Y;
  const result = new Float64Array(cols);
  for (let t = 0; t < cols; t++) {
    let sum = 0;
    let left = 0;
    for (let i = 0, at = t; i < rows; i++, at += cols) {
      const y = values[at]!;
      if (Number.isNaN(y)) continue;
      const error = y - predicted.values[at]!;
      const weight = weights ? weights[i]! : 1;
      sum += weight;
      left += weight * (score === 'mae' ? Math.abs(error) : error * error);
    }
    result[t] = left / sum;
  }
  return result;
}

/** Scores of folds in two numbers: of each step and task. */
export interface Spread {
  readonly mean: Matrix;
  /** Of the mean: the standard deviation over the folds (n − 1) by √folds. */
  readonly standardError: Matrix;
}

/** The mean over the folds, entry by entry. */
export function meanOver(folds: readonly Matrix[]): Matrix {
  const mean = zeros(folds[0]!.rows, folds[0]!.cols);
  for (const { values } of folds)
    for (let at = 0; at < values.length; at++) mean.values[at]! += values[at]! / folds.length;
  return mean;
}

/**
 * All folds count alike, whatever their samples weigh.
 *
 * @param counted - which folds count for which column: at least two for each
 * @see scikit-learn, `LassoCV`
 */
export function spread(folds: readonly Matrix[], counted: readonly (readonly boolean[])[]): Spread {
  const [first] = folds;
  const [mean, standardError] = [zeros(first!.rows, first!.cols), zeros(first!.rows, first!.cols)];
  for (let t = 0; t < mean.cols; t++) {
    const own = folds.filter((_, f) => counted[f]![t]);
    const part = 1 / own.length;
    for (let at = t; at < mean.values.length; at += mean.cols) {
      let [average, variance] = [0, 0];
      for (let f = 0; f < own.length; f++) average += part * own[f]!.values[at]!;
      for (let f = 0; f < own.length; f++) variance += part * (own[f]!.values[at]! - average) ** 2;
      mean.values[at] = average;
      standardError.values[at] = Math.sqrt(variance / (own.length - 1));
    }
  }
  return { mean, standardError };
}
