import { any, number, type Rules } from '../arguments/rules.js';
import { checkCount } from './checks.js';
import { type BoundOptions, largestQ, smallestThreshold } from './pfer-bound.js';

/** What is asked of a stability selection: two of the three at most, the rest follows. */
export interface Demands {
  /**
   * A feature is stable if at some alpha this part of the half-samples selects it: above 0.5, at most 1.
   * @default 0.75
   */
  threshold?: number | undefined;
  /**
   * How many features of each problem a half-sample may select: where it would select more, it keeps what it has.
   * Infinity sets no limit; the bound is then that for the mean number.
   * @default the largest for which the bound is at most `pfer`
   */
  q?: number | undefined;
  /**
   * What the bound for the expected number of stable features that ought not to be may be, for each problem.
   * @default 1
   */
  pfer?: number | undefined;
}

/** What follows from demands. */
interface Plan {
  readonly threshold: number;
  /** How many features a half-sample may select. */
  readonly most: number;
}

/** What each must be; q is looked at when it is known how many features there are. */
export const DEMAND_RULES: Rules<Demands> = {
  threshold: number('a number above 0.5 and at most 1', (value) => value > 0.5 && value <= 1),
  q: any,
  pfer: number('a positive number', (value) => value > 0 && value < Infinity),
};

function refuse(what: string, expectation: string, value: unknown): never {
  throw new RangeError(`stabilitySelection: ${what} must be ${expectation}, got ${value}`);
}

function checkDemands({ threshold, q, pfer }: Demands, features: number): void {
  if (threshold !== undefined && q !== undefined && pfer !== undefined) {
    throw new RangeError('stabilitySelection: of threshold, q and pfer two at most must be given, got all three');
  }
  if (q !== undefined && q !== Infinity) checkCount('stabilitySelection', 'q', q, 1, features);
  if (q === Infinity && pfer !== undefined) refuse('q', 'finite where pfer is given', q);
}

/**
 * The numbers of a stability selection that meet what was asked for.
 *
 * @throws RangeError for demands out of range, or a pfer that cannot be had
 */
export function planFor(demands: Demands, known: Omit<BoundOptions, 'threshold' | 'q'>, pairs: boolean): Plan {
  checkDemands(demands, known.features);
  if (!pairs && known.assumption !== 'none') refuse('assumption', 'none where there are no pairs', known.assumption);
  const { threshold = 0.75, q, pfer } = demands;
  if (q !== undefined && pfer !== undefined) return { threshold: smallestThreshold(pfer, { ...known, q }), most: q };
  return { threshold, most: q ?? largestQ(pfer ?? 1, { ...known, threshold }) };
}
