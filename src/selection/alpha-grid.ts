import { check, checkOptions } from '../arguments/check.js';
import { number, type Rules, whole } from '../arguments/rules.js';

/** How a grid is laid out. */
export interface GridOptions {
  /** The smallest alpha as a part of the largest; 1 repeats that. @default 1e-3 */
  eps?: number;
  /** How many alphas. @default 100 */
  count?: number;
}

/** What alphas are when there is nothing to penalise: all coefficients are 0 for any. */
const NOTHING = 1e-15;

const MAXIMUM = number('a number >= 0', (value) => value >= 0 && value < Infinity);

/** What options of a grid must be. */
export const GRID_RULES: Rules<GridOptions> = {
  eps: number('a number above 0 and at most 1', (value) => value > 0 && value <= 1),
  count: whole(1),
};

/**
 * The grids of several problems, step by step: see `alphaGrid`.
 *
 * @param maxima - the largest alpha of each
 * @param options - that have been checked
 * @param name - who asks, for the errors
 * @throws RangeError for a largest alpha that is not finite
 */
export function gridOf(maxima: ArrayLike<number>, { eps = 1e-3, count = 100 }: GridOptions, name: string): number[][] {
  const largest = Array.from(maxima);
  for (const most of largest) check(name, 'alphaMax', most, MAXIMUM);
  return Array.from({ length: count }, (_, k) => {
    const part = k === 0 ? 1 : eps ** (k / (count - 1));
    return largest.map((most) => (most === 0 ? NOTHING : Math.max(most * part, Number.MIN_VALUE)));
  });
}

/**
 * Alphas from the largest to `eps` times that, their logarithms evenly spaced.
 *
 * @param alphaMax - usually the smallest alpha for which all coefficients are 0; if it is 0, all are 1e-15
 * @throws RangeError for a value out of range
 * @see scikit-learn, `alphas` of its paths; glmnet takes eps 1e-2 where there are fewer samples than features, else 1e-4
 */
export function alphaGrid(alphaMax: number, options: GridOptions = {}): number[] {
  checkOptions('alphaGrid', options, GRID_RULES);
  return gridOf([alphaMax], options, 'alphaGrid').flat();
}
