import { shown } from '../arguments/shown.js';
import { isList, toVector, type VectorInput } from '../data/to-vector.js';

/** One for all problems, or one for each. */
export type AlphaInput = number | VectorInput;

/** The same as it is kept. */
export type Alpha = number | readonly number[];

const EXPECTED = 'a number >= 0, or one for each problem';

/** Whether a number may be an alpha. */
const isWeight = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/**
 * An alpha, or a copy of a list of them.
 *
 * @param name - what the errors call it, such as `lasso: alpha`
 * @throws RangeError for what is not at least 0, TypeError for an entry that is no number
 */
export function readAlpha(name: string, alpha: unknown): Alpha {
  if (isWeight(alpha)) return alpha;
  if (!isList(alpha) || alpha.length === 0) throw new RangeError(`${name} must be ${EXPECTED}, got ${shown(alpha)}`);
  return Array.from(toVector(name, alpha, { what: EXPECTED, accepts: isWeight }));
}

/** The alphas of fits that follow one another. */
export function readAlphas(name: string, alphas: unknown): Alpha[] {
  if (!isList(alphas)) {
    throw new TypeError(`${name} must be a list, for each fit of ${EXPECTED}, got ${shown(alphas)}`);
  }
  if (alphas.length === 0) throw new RangeError(`${name} must hold at least one, got none`);
  return Array.from<unknown, Alpha>(alphas, (alpha, k) =>
    isWeight(alpha) ? alpha : readAlpha(`${name}[${k}]`, alpha),
  );
}
