import type { Drawn } from './draw/model.js';
import { largestAlpha } from './judge/gap.js';
import { productOf } from './judge/power.js';
import type { Problem } from './judge/problem.js';

/** One for all problems, or one for each. */
type Alpha = number | readonly number[];

/** What twice the precision of float64 cannot tell from 0, in its errors. */
const NOTHING = 1e-8;

/** What an alpha is measured by: the smallest at which all coefficients are 0; of a ridge the mean square of the largest column. */
function unitOf(problem: Problem | undefined): number {
  if (!problem) return 1;
  const { l1, l2, max } = problem.posed.parts;
  if (l1 + l2 + max === 0) {
    return problem.posed.standardize ? 1 : productOf([1], 2 * problem.exponents.reduce((a, b) => Math.max(a, b)));
  }
  const { alpha, slack } = largestAlpha(problem);
  return alpha > NOTHING * slack ? alpha : 1;
}

/** A product that is an alpha, whatever its factors are. */
const alphaFrom = (unit: number, by: number): number =>
  Math.min(Number.MAX_VALUE, Math.min(Number.MAX_VALUE, unit) * by);

/** Alphas of the ratios of a draw, all of them so many times. */
export function alphaOf({ draw: { ratios } }: Drawn, problems: readonly (Problem | undefined)[], by = 1): Alpha {
  const units = problems.map(unitOf);
  if (ratios.length > 1) return units.map((unit, b) => alphaFrom(unit, ratios[b]! * by));
  return alphaFrom(
    units.reduce((most, unit) => Math.max(most, unit)),
    ratios[0]! * by,
  );
}

/** The alpha of each problem. */
export const spread = (alpha: Alpha, problems: readonly unknown[]): number[] =>
  problems.map((_, b) => (typeof alpha === 'number' ? alpha : alpha[b]!));
