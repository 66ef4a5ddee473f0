import type { Design } from './design.js';
import { multiple } from './multiple.js';
import { needRows64 } from './rows.js';
import { samplesAtOnce } from './samples-at-once.js';

/** Samples whose cache lines of X serve neighbouring features, and fill one line of each row here. */
const TOGETHER = 8;

/** Columns are copied with all of X beside them where they are more than one in so many: contiguous reads are cheaper. */
const SPARSE = 4;

/** Bytes of scratch that `copyColumns` needs for m columns. */
export function copyBytes({ n, p }: Pick<Design, 'n' | 'p'>, m: number): number {
  if (SPARSE * m < p) return 0;
  return 16 * multiple(p, 2) + 16 * Math.ceil(m / 4) + 8 * multiple(p * Math.min(samplesAtOnce(p), n), 2);
}

/**
 * Columns of X̃ as rows: the double at `start + 8 (s stride + i − first)` is x̃_ij for the s-th feature j and `length` samples
 * i (an even number) from `first` on; 0 beyond the last sample.
 */
export function copyColumns(
  design: Design,
  features: ArrayLike<number>,
  { first, length }: { first: number; length: number },
  to: Place,
): void {
  const { arena, n, p } = design;
  const end = Math.min(first + length, n);
  (SPARSE * features.length < p ? copyOneByOne : copyFromAll)(design, features, { first, end }, to);
  if (first + length === end) return;
  for (let s = 0; s < features.length; s++) {
    const row = to.start / 8 + s * to.stride;
    arena.doubles.fill(0, row + end - first, row + length);
  }
}

/** Where columns go, and where there is room for `copyBytes`. */
interface Place {
  readonly start: number;
  readonly stride: number;
  readonly scratch: number;
}

type Copy = (design: Design, features: ArrayLike<number>, samples: { first: number; end: number }, to: Place) => void;

const copyOneByOne: Copy = ({ arena, X, p, means, factors, scale }, features, { first, end }, { start, stride }) => {
  const x = X.values;
  const { doubles } = arena;
  for (let from = first; from < end; from += TOGETHER) {
    const to = Math.min(from + TOGETHER, end);
    for (let s = 0; s < features.length; s++) {
      const j = features[s]!;
      const [mean, factor] = [means[j]!, factors[j]!];
      const at = start / 8 + s * stride - first;
      for (let i = from; i < to; i++) doubles[at + i] = (x[i * p + j]! * scale - mean) * factor;
    }
  }
};

const copyFromAll: Copy = (design, features, { first, end }, { start, stride, scratch }) => {
  const { arena, X, p, means, factors, scale } = design;
  const { doubles, ints, kernel } = arena;
  const m = features.length;
  const [mean, factor] = [scratch, scratch + 8 * multiple(p, 2)];
  const list = factor + 8 * multiple(p, 2);
  const rows = list + 16 * Math.ceil(m / 4);
  doubles.set(means, mean / 8);
  doubles.set(factors, factor / 8);
  ints.set(features, list / 4);
  const step = samplesAtOnce(p);
  for (let from = first; from < end; from += step) {
    const some = Math.min(step, end - from);
    doubles.set(X.values.subarray(from * p, (from + some) * p), rows / 8);
    kernel.widen(rows, some, p, scale, mean, factor, list, m, start + 8 * (from - first), stride);
  }
};

/** Doubles of columns that pass through the arena at a time: they stay in the second cache. */
const CHUNK = 2 ** 15;

/** Multiply-adds in one call of the kernel: some 30 ms. */
const CALL = 2 ** 27;

/** Some columns of X̃ in float64, as rows in the arena, some samples at a time. */
export interface Columns {
  /** The row of each feature, and how many rows there are. */
  readonly rows: Int32Array;
  readonly count: number;
  /** Doubles from one row to the next. */
  readonly stride: number;
  /** Samples at a time, an even number. */
  readonly step: number;
  /** Bytes of scratch that they need. */
  readonly bytes: number;
  /** Where the samples from `first` on are, in the first row, given the scratch. */
  at(scratch: number, first: number): number;
}

/**
 * Columns of X̃ in float64: kept where there is room for them, else copied each time.
 *
 * @param columns - what they are to be multiplied with has so many
 */
export function columns64(design: Design, features: ArrayLike<number>, columns: number): Columns {
  const { n64, rows64 } = design;
  const m = features.length;
  if (needRows64(design, features)) {
    const step = 2 * Math.max(8, Math.floor(CALL / 2 / Math.max(1, m * columns)));
    return {
      rows: Int32Array.from(features, (j) => rows64.slot[j]!),
      count: rows64.count,
      stride: n64,
      step,
      bytes: 0,
      at: (_scratch, first) => rows64.block.at + 8 * first,
    };
  }
  const step = Math.min(n64, Math.max(16, 2 * Math.floor(CHUNK / 2 / Math.max(1, m))));
  const room = 8 * step * m;
  return {
    rows: Int32Array.from(features, (_, s) => s),
    count: m,
    stride: step,
    step,
    bytes: room + copyBytes(design, m),
    at(scratch, first) {
      const samples = { first, length: Math.min(step, n64 - first) };
      copyColumns(design, features, samples, { start: scratch, stride: step, scratch: scratch + room });
      return scratch;
    },
  };
}
