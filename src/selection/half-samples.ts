import { check } from '../arguments/check.js';
import { yesOrNo } from '../arguments/rules.js';
import { type RandomState, RNG } from '../random/random-state.js';
import { checkCount } from './checks.js';

/** What half-samples are drawn from, how many, and how: see `halfSamples`. */
interface Halves {
  readonly samples: number;
  readonly resamples: number;
  readonly rng: RandomState;
  readonly pairs: boolean;
}

/** The same, under the name of who asks. */
export function halvesFor(name: string, { samples, resamples, rng, pairs }: Halves): Int32Array[] {
  checkCount(name, 'samples', samples, 2);
  checkCount(name, 'resamples', resamples, 1);
  check(name, 'rng', rng, RNG);
  check(name, 'pairs', pairs, yesOrNo);
  if (pairs && resamples % 2 === 1) {
    throw new RangeError(`${name}: resamples must be even for pairs, got ${resamples}`);
  }
  const half = Math.floor(samples / 2);
  const drawn = Array.from({ length: pairs ? resamples / 2 : resamples }, () => rng.permutation(samples));
  return drawn.flatMap((order) =>
    pairs ? [order.slice(0, half), order.slice(half, 2 * half)] : [order.slice(0, half)],
  );
}

/**
 * Random halves of the samples, `⌊samples / 2⌋` each, in the order of the draw.
 *
 * @param resamples - how many; even for pairs
 * @param pairs - whether each two of them, one after the other, have no sample in common
 * @throws RangeError for fewer than 2 samples, or a number of resamples that is not whole, or odd for pairs
 * @see Shah & Samworth 2013, section 2 (complementary pairs)
 */
export const halfSamples = (samples: number, resamples: number, rng: RandomState, pairs: boolean): Int32Array[] =>
  halvesFor('halfSamples', { samples, resamples, rng, pairs });
