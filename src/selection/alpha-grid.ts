/** How a grid is laid out. */
export interface GridOptions {
  /** The smallest alpha as a part of the largest. @default 1e-3 */
  eps?: number;
  /** How many alphas. @default 100 */
  count?: number;
}

/** What alphas are when there is nothing to penalise: all coefficients are 0 for any. */
const NOTHING = 1e-15;

/**
 * The grids of several problems, step by step: see `alphaGrid`.
 *
 * @param maxima - the largest alpha of each
 */
export function gridOf(maxima: ArrayLike<number>, { eps = 1e-3, count = 100 }: GridOptions = {}): number[][] {
  const largest = Array.from(maxima);
  const bad = largest.find((most) => !(most >= 0 && most < Infinity));
  if (bad !== undefined) throw new RangeError(`alphaGrid: alphaMax must be a number >= 0, got ${bad}`);
  if (!(eps > 0 && eps < 1)) throw new RangeError(`alphaGrid: eps must be a number above 0 and below 1, got ${eps}`);
  if (!(Number.isSafeInteger(count) && count >= 1)) {
    throw new RangeError(`alphaGrid: count must be a whole number >= 1, got ${count}`);
  }
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
export const alphaGrid = (alphaMax: number, options?: GridOptions): number[] => gridOf([alphaMax], options).flat();
