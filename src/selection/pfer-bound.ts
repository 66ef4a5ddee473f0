import { check, checkHas } from '../arguments/check.js';
import { any, number, oneOf, type Rule, type Rules, whole } from '../arguments/rules.js';
import { rConcaveTail } from './r-concave-tail.js';

/**
 * What is known of the distribution of how often a feature of low selection probability is selected (`'rConcave'`), or
 * selected by both halves of a pair (`'unimodal'`, `'rConcave'`): each holds wherever the next does, and gives a
 * smaller bound than the one before.
 */
export type Assumption = 'none' | 'unimodal' | 'rConcave';

export const ASSUMPTION: Rule = oneOf(['none', 'unimodal', 'rConcave']);

export interface BoundOptions {
  readonly features: number;
  /** How many features a half-sample selects, on average; at most all. */
  readonly q: number;
  /** A feature is stable if this part of the half-samples selects it: above 0, at most 1. */
  readonly threshold: number;
  /** Half-samples; for any assumption but `'none'` complementary pairs, an even number. */
  readonly resamples: number;
  readonly assumption: Assumption;
}

/** How many half-samples a threshold asks for, whatever rounding has made of it. */
export const votes = (threshold: number, resamples: number): number => Math.ceil(threshold * resamples - 1e-9);

/** `C(τ, B)`, with B pairs; Infinity where none is known. */
function unimodalFactor(tau: number, theta: number, pairs: number): number {
  const room = 1 / (2 * pairs);
  if (tau <= 0.5 + Math.min(theta ** 2, room + 0.75 * theta ** 2)) return Infinity;
  return tau <= 0.75 ? 1 / (2 * (2 * tau - 1 - room)) : (4 * (1 - tau + room)) / (1 + 1 / pairs);
}

/** What each must be; q is looked at when it is known how many features there are. */
const RULES: Rules<BoundOptions> = {
  features: whole(1),
  q: any,
  threshold: number('a number above 0 and at most 1', (value) => value > 0 && value <= 1),
  resamples: whole(1),
  assumption: ASSUMPTION,
};

function checkBoundOptions(options: BoundOptions): void {
  checkHas('pferBound', 'options', options, RULES);
  const { features, q, resamples, assumption } = options;
  check(
    'pferBound',
    'q',
    q,
    number(`a number from 0 to ${features}`, (value) => value >= 0 && value <= features),
  );
  if (assumption !== 'none' && resamples % 2 === 1) {
    throw new RangeError(`pferBound: resamples must be even for pairs, got ${resamples}`);
  }
}

/**
 * A bound for the expected number of stable features that ought not to be (per-family error rate): features of low
 * selection probability, which a half-sample selects with probability at most q/p; p features, τ the threshold, B
 * pairs, θ = q/p.
 *
 *     none       q² / ((2τ − 1) p)
 *     unimodal   C(τ, B) q²/p,   C = 1 / (2 (2τ − 1 − 1/2B)) for τ ≤ 3/4,   4 (1 − τ + 1/2B) / (1 + 1/B) above
 *     rConcave   p min(D(θ², 2τ − 1, B, −1/2), D(θ, τ, 2B, −1/4)),   D the largest tail of an r-concave distribution
 *
 * and p in any case. A τ that is no multiple of 1/2B counts as the next one. That of Meinshausen & Bühlmann, which
 * needs no pairs, is `'none'`; it bounds the selected noise if the noise is exchangeable and the selection no worse
 * than guessing.
 *
 * @throws RangeError for a value out of range
 * @see Meinshausen & Bühlmann 2010, theorem 1; Shah & Samworth 2013, sections 3.1 to 3.3; `stabsel_parameters` of R's
 *   stabs
 */
export function pferBound(options: BoundOptions): number {
  checkBoundOptions(options);
  const { features: p, q, threshold, resamples, assumption } = options;
  const needed = votes(threshold, resamples);
  const [tau, theta, pairs] = [needed / resamples, q / p, resamples / 2];
  const bounds = [p];
  if (tau > 0.5) bounds.push(q ** 2 / ((2 * tau - 1) * p));
  if (assumption === 'unimodal') bounds.push((unimodalFactor(tau, theta, pairs) * q ** 2) / p);
  if (assumption === 'rConcave') {
    bounds.push(p * rConcaveTail(theta ** 2 * pairs, needed - pairs, pairs, -1 / 2));
    bounds.push(p * rConcaveTail(theta * resamples, needed, resamples, -1 / 4));
  }
  return Math.min(...bounds);
}

/** The first whole number from `from` to `to` from which on a condition holds, or the one after `to`. */
function firstWhere(from: number, to: number, holds: (value: number) => boolean): number {
  let [low, high] = [from, to + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The largest whole q for which the bound is at most `pfer`.
 *
 * @throws RangeError if it is above that even for 1
 */
export function largestQ(pfer: number, options: Omit<BoundOptions, 'q'>): number {
  const q = firstWhere(1, options.features, (value) => pferBound({ ...options, q: value }) > pfer) - 1;
  if (q > 0) return q;
  const least = pferBound({ ...options, q: 1 });
  throw new RangeError(
    `stabilitySelection: pfer must be at least ${least} at threshold ${options.threshold}, got ${pfer}`,
  );
}

/**
 * The smallest threshold above a half for which the bound is at most `pfer`.
 *
 * @throws RangeError if it is above that even for 1
 */
export function smallestThreshold(pfer: number, options: Omit<BoundOptions, 'threshold'>): number {
  const { resamples, q } = options;
  const bound = (needed: number) => pferBound({ ...options, threshold: needed / resamples });
  const needed = firstWhere(Math.floor(resamples / 2) + 1, resamples, (value) => bound(value) <= pfer);
  if (needed <= resamples) return needed / resamples;
  throw new RangeError(`stabilitySelection: pfer must be at least ${bound(resamples)} at q ${q}, got ${pfer}`);
}
