import type { Matrix } from '../data/matrix.js';
import type { CheckedOptions } from './options.js';

/** What a fit may start from: coefficients, shape (tasks, features), those projected to 0 that the problem does not allow. */
export function feasible(
  coef: Matrix,
  { positive, penaltyFactor }: Pick<CheckedOptions, 'positive' | 'penaltyFactor'>,
): Matrix {
  const values = coef.values.map((w, at) =>
    (positive && w < 0) || penaltyFactor?.[at % coef.cols] === Infinity ? 0 : w,
  );
  return { ...coef, values };
}
