import { check, checkOptions } from '../arguments/check.js';
import { hasMethods, type Rule, whole, yesOrNo } from '../arguments/rules.js';
import { shown } from '../arguments/shown.js';
import { log } from './log.js';

const LENGTH = 624;
const SHIFT = 397;

/** Uniform 32-bit words of the Mersenne Twister MT19937 (Matsumoto & Nishimura 1998), seeded by one integer. */
function mersenneTwister(seed: number): () => number {
  const key = new Uint32Array(LENGTH);
  key[0] = seed;
  for (let i = 1; i < LENGTH; i++) {
    const previous = key[i - 1]!;
    key[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  let position = LENGTH;
  const refill = () => {
    for (let i = 0; i < LENGTH; i++) {
      const mixed = (key[i]! & 0x80000000) | (key[(i + 1) % LENGTH]! & 0x7fffffff);
      key[i] = key[(i + SHIFT) % LENGTH]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    }
    position = 0;
  };
  return () => {
    if (position === LENGTH) refill();
    let word = key[position++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}

/** A stream of random numbers: a value to pass on, with no global behind it. Every draw advances the stream. */
export interface RandomState {
  /** `size` numbers uniform on [0, 1), with 53 random bits each. */
  randomSample(size: number): Float64Array;
  /** `size` standard normal numbers (polar method, in pairs: the second of a pair waits for the next draw). */
  randn(size: number): Float64Array;
  /** `size` integers uniform on {low, …, high − 1}; `high − low` at most 2³². */
  randint(low: number, high: number, size: number): Float64Array;
  /** 0 … length − 1 in random order. */
  permutation(length: number): Int32Array;
  /** Puts the entries of `values` into random order, in place. */
  shuffle(values: { readonly length: number; [index: number]: unknown }): void;
  /** `size` of the numbers 0 … length − 1, all equally likely, each at most once unless `replace`. */
  choice(length: number, size: number, options?: { replace?: boolean }): Int32Array;
}

/** What is a random state. */
export const RNG: Rule = {
  accepts: (value) => hasMethods(value, 'randn', 'permutation', 'shuffle', 'choice'),
  expected: 'a random state, such as randomState(0)',
  error: TypeError,
};

/** A list of which the entries can be put into another order. */
const MOVABLE: Rule = {
  accepts: (value) => Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value),
  expected: 'an array',
  error: TypeError,
};

const checkCount = (name: string, what: string, value: unknown, least: number): void =>
  check(name, what, value, whole(least));

/**
 * numpy's legacy `RandomState(seed)`, bit for bit: same seed, same calls, same numbers. Normal numbers need the
 * C library's logarithm; ours has the bits of glibc on processors with fused multiply-add (see log.ts).
 *
 * @param seed - whole number from 0 to 2³² − 1
 * @throws RangeError if the seed is anything else
 * @see numpy, `numpy.random.RandomState`; its legacy stream is frozen (NEP 19)
 */
export function randomState(seed: number): RandomState {
  check('randomState', 'seed', seed, whole(0, 0xffffffff));
  const nextWord = mersenneTwister(seed);
  const uniform = () => ((nextWord() >>> 5) * 2 ** 26 + (nextWord() >>> 6)) / 2 ** 53;

  let waiting: number | undefined;
  const normal = () => {
    if (waiting !== undefined) {
      const value = waiting;
      waiting = undefined;
      return value;
    }
    let x1: number;
    let x2: number;
    let r2: number;
    do {
      x1 = 2 * uniform() - 1;
      x2 = 2 * uniform() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 === 0);
    const factor = Math.sqrt((-2 * log(r2)) / r2);
    waiting = factor * x1;
    return factor * x2;
  };

  /** Uniform on {0, …, most}: words masked to the bits of `most` until one fits. No word is drawn if most = 0. */
  const bounded = (most: number) => {
    if (most === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(most);
    let value: number;
    do {
      value = (nextWord() & mask) >>> 0;
    } while (value > most);
    return value;
  };

  const shuffle: RandomState['shuffle'] = (values) => {
    for (let i = values.length - 1; i > 0; i--) {
      const j = bounded(i);
      const kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  };

  const permutation = (length: number) => {
    checkCount('permutation', 'length', length, 0);
    const order = Int32Array.from({ length }, (_, i) => i);
    shuffle(order);
    return order;
  };

  return {
    randomSample(size) {
      checkCount('randomSample', 'size', size, 0);
      return new Float64Array(size).map(uniform);
    },
    randn(size) {
      checkCount('randn', 'size', size, 0);
      return new Float64Array(size).map(normal);
    },
    randint(low, high, size) {
      checkCount('randint', 'size', size, 0);
      if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || high <= low || high - low > 2 ** 32) {
        throw new RangeError(
          `randint: low < high must be whole numbers at most 2^32 apart, got ${shown(low)} and ${shown(high)}`,
        );
      }
      return new Float64Array(size).map(() => low + bounded(high - 1 - low));
    },
    permutation,
    shuffle(values) {
      check('shuffle', 'values', values, MOVABLE);
      shuffle(values);
    },
    choice(length, size, options = {}) {
      checkOptions('choice', options, { replace: yesOrNo });
      const { replace = false } = options;
      checkCount('choice', 'length', length, 1);
      checkCount('choice', 'size', size, 0);
      if (replace) return new Int32Array(size).map(() => bounded(length - 1));
      if (size > length) {
        throw new RangeError(`choice: size must be at most length ${length} without replacement, got ${size}`);
      }
      return permutation(length).slice(0, size);
    },
  };
}
