import { check, checkOptions } from '../arguments/check.js';
import { number, type Rules, whole } from '../arguments/rules.js';
import { shown } from '../arguments/shown.js';
import { type Label, type LabelsInput, toLabels } from '../data/to-labels.js';
import { type RandomState, RNG } from '../random/random-state.js';
import { checkCount } from './checks.js';

/** Samples to fit and samples to judge, by their places, in ascending order unless said otherwise. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Those samples are judged that are marked, the others are fitted. */
function splitBy(samples: number, isTest: (i: number) => boolean): Split {
  const all = Int32Array.from({ length: samples }, (_, i) => i);
  return { train: all.filter((i) => !isTest(i)), test: all.filter(isTest) };
}

/** Consecutive parts of an order, the first ones longer by one where they cannot be equal. */
function foldsOf(order: Int32Array, folds: number): Split[] {
  const samples = order.length;
  const fold = new Int32Array(samples);
  let from = 0;
  for (let k = 0; k < folds; k++) {
    const size = Math.floor(samples / folds) + (k < samples % folds ? 1 : 0);
    for (const i of order.subarray(from, from + size)) fold[i] = k;
    from += size;
  }
  return Array.from({ length: folds }, (_, k) => splitBy(samples, (i) => fold[i] === k));
}

const inOrder = (samples: number): Int32Array => Int32Array.from({ length: samples }, (_, i) => i);

/**
 * Every sample is judged once, in one of `folds` parts: consecutive ones, or, with a random state, shuffled.
 *
 * @throws RangeError if there are not at least 2 folds, or more than samples
 * @see scikit-learn, `KFold`, which makes the same of the same random state
 */
export function kFold(samples: number, folds = 5, rng?: RandomState): Split[] {
  checkFolds('kFold', samples, folds);
  if (rng !== undefined) check('kFold', 'rng', rng, RNG);
  return shuffledFolds(samples, folds, rng);
}

function checkFolds(name: string, samples: number, folds: number): void {
  checkCount(name, 'samples', samples, 2);
  checkCount(name, 'folds', folds, 2, samples);
}

function shuffledFolds(samples: number, folds: number, rng: RandomState | undefined): Split[] {
  const order = inOrder(samples);
  rng?.shuffle(order);
  return foldsOf(order, folds);
}

/** `kFold`, shuffled, so many times. @see scikit-learn, `RepeatedKFold` */
export function repeatedKFold(samples: number, folds: number, repeats: number, rng: RandomState): Split[] {
  checkFolds('repeatedKFold', samples, folds);
  checkCount('repeatedKFold', 'repeats', repeats, 1);
  check('repeatedKFold', 'rng', rng, RNG);
  return Array.from({ length: repeats }, () => shuffledFolds(samples, folds, rng)).flat();
}

/**
 * A random part of the samples is judged, so many times; in the order of the draw.
 *
 * @param test - the part that is judged, above 0 and below 1; rounded up
 * @see scikit-learn, `ShuffleSplit`, which makes the same of the same random state
 */
export function shuffleSplit(samples: number, repeats: number, rng: RandomState, test = 0.1): Split[] {
  checkCount('shuffleSplit', 'samples', samples, 2);
  checkCount('shuffleSplit', 'repeats', repeats, 1);
  check('shuffleSplit', 'rng', rng, RNG);
  const judged = typeof test === 'number' ? Math.ceil(test * samples) : samples;
  if (!(test > 0 && judged < samples)) {
    const got = `${shown(test)} of ${samples}`;
    throw new RangeError(`shuffleSplit: test must be above 0 and leave samples to fit, got ${got}`);
  }
  return Array.from({ length: repeats }, () => {
    const order = rng.permutation(samples);
    return { test: order.slice(0, judged), train: order.slice(judged) };
  });
}

/**
 * Groups of samples stay together: the largest goes first, each to the fold that has least so far.
 *
 * @param groups - of each sample, numbers or texts
 * @see scikit-learn, `GroupKFold`
 */
export function groupKFold(groups: LabelsInput, folds = 5): Split[] {
  const names = toLabels('groupKFold: groups must be a list of numbers or texts, one for each sample', groups);
  const distinct = [...new Set(names)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  checkCount('groupKFold', 'folds', folds, 2, distinct.length);
  const sizes = new Map(distinct.map((name) => [name, 0]));
  for (const name of names) sizes.set(name, sizes.get(name)! + 1);
  // Of groups of one size the last comes first.
  const order = distinct
    .map((name, k) => ({ name, k }))
    .sort((a, b) => sizes.get(b.name)! - sizes.get(a.name)! || b.k - a.k);
  const load = new Float64Array(folds);
  const foldOf = new Map<Label, number>();
  for (const { name } of order) {
    const least = load.indexOf(Math.min(...load));
    foldOf.set(name, least);
    load[least]! += sizes.get(name)!;
  }
  return Array.from({ length: folds }, (_, k) => splitBy(names.length, (i) => foldOf.get(names[i]!) === k));
}

/** Every sample is judged alone. */
export function leaveOneOut(samples: number): Split[] {
  checkCount('leaveOneOut', 'samples', samples, 2);
  return shuffledFolds(samples, samples, undefined);
}

/** How samples in the order of time are split. */
interface RollingOptions {
  splits?: number;
  test?: number;
  gap?: number;
  most?: number;
}

const ROLLING_RULES: Rules<RollingOptions> = {
  splits: whole(1),
  test: whole(1),
  gap: whole(0),
  most: number('a whole number >= 1, or Infinity', (value) => value === Infinity || whole(1).accepts(value)),
};

/**
 * Rolling origin, for samples in the order of time: what comes next is judged by what came before.
 *
 * @param options - `splits` (5), `test` samples judged in each (as many as there are room for), `gap` samples left out between (0),
 *   `most` samples that are fitted (all)
 * @see scikit-learn, `TimeSeriesSplit`
 */
export function rollingOrigin(samples: number, options: RollingOptions = {}): Split[] {
  checkCount('rollingOrigin', 'samples', samples, 2);
  checkOptions('rollingOrigin', options, ROLLING_RULES);
  const { splits = 5, gap = 0, most = Infinity } = options;
  const { test = Math.floor(samples / (splits + 1)) } = options;
  checkCount('rollingOrigin', 'test', test, 1);
  if (samples - gap - splits * test <= 0) {
    throw new RangeError(
      `rollingOrigin: samples must be more than ${gap + splits * test} (gap and tests), got ${samples}`,
    );
  }
  return Array.from({ length: splits }, (_, k) => {
    const from = samples - (splits - k) * test;
    const end = from - gap;
    const all = inOrder(samples);
    return { train: all.slice(Math.max(0, end - most), end), test: all.slice(from, from + test) };
  });
}
