import type { Design } from './design.js';
import { needRows64 } from './rows.js';

/** Samples whose cache lines of X serve neighbouring features, and fill one line of each row here. */
const TOGETHER = 8;

/**
 * Columns of X̃ as rows: `array[start + s stride + i − first] = x̃_ij` for the s-th feature j and `length` samples i from
 * `first` on; 0 beyond the last sample.
 */
export function copyColumns(
  { X, n, p, means, factors, scale }: Pick<Design, 'X' | 'n' | 'p' | 'means' | 'factors' | 'scale'>,
  features: ArrayLike<number>,
  { first, length }: { first: number; length: number },
  { array, start, stride }: { array: Float64Array | Float32Array; start: number; stride: number },
): void {
  const x = X.values;
  const end = Math.min(first + length, n);
  for (let from = first; from < end; from += TOGETHER) {
    const to = Math.min(from + TOGETHER, end);
    for (let s = 0; s < features.length; s++) {
      const j = features[s]!;
      const [mean, factor] = [means[j]!, factors[j]!];
      const at = start + s * stride - first;
      for (let i = from; i < to; i++) array[at + i] = (x[i * p + j]! * scale - mean) * factor;
    }
  }
  if (first + length > n) {
    for (let s = 0; s < features.length; s++) {
      const row = start + s * stride;
      array.fill(0, row + end - first, row + length);
    }
  }
}

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
  const { arena, n64, rows64 } = design;
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
  return {
    rows: Int32Array.from(features, (_, s) => s),
    count: m,
    stride: step,
    step,
    bytes: 8 * step * m,
    at(scratch, first) {
      const samples = { first, length: Math.min(step, n64 - first) };
      copyColumns(design, features, samples, { array: arena.doubles, start: scratch / 8, stride: step });
      return scratch;
    },
  };
}
