import type { Matrix } from '../data/matrix.js';
import { toFinite } from '../data/to-matrix.js';

/** How well coefficients find the true ones, shape (tasks, features) both. */
export interface Recovery {
  /** Coefficients that are not 0. */
  readonly nonZeros: number;
  /** Coefficients that are not 0 where the truth is. */
  readonly falsePositives: number;
  /** Coefficients that are 0 where the truth is not. */
  readonly missed: number;
  /** Root mean square difference over all entries, in units of the coefficients. */
  readonly rmse: number;
}

/**
 * Compares estimated coefficients with the true ones, entry by entry.
 *
 * @throws TypeError for what are no matrices, or if the shapes differ; RangeError for entries that are not finite
 */
export function recovery(estimated: Matrix, actual: Matrix): Recovery {
  const [coef, truth] = [toFinite('recovery: coef', estimated), toFinite('recovery: truth', actual)];
  if (coef.rows !== truth.rows || coef.cols !== truth.cols) {
    const got = `${coef.rows} x ${coef.cols} and ${truth.rows} x ${truth.cols}`;
    throw new TypeError(`recovery: coef and truth must have the same shape, got ${got}`);
  }
  let nonZeros = 0;
  let falsePositives = 0;
  let missed = 0;
  let squares = 0;
  coef.values.forEach((value, index) => {
    const right = truth.values[index]!;
    if (value !== 0) nonZeros++;
    if (value !== 0 && right === 0) falsePositives++;
    if (value === 0 && right !== 0) missed++;
    squares += (value - right) ** 2;
  });
  return {
    nonZeros,
    falsePositives,
    missed,
    rmse: Math.sqrt(squares / coef.values.length),
  };
}
