import type { Matrix } from '../data/matrix.js';
import type { Arena, Block } from '../kernels/arena.js';
import { DEPTH } from '../kernels/kernel.js';
import type { Breathe } from '../solvers/pacer.js';
import { type MakeWide, WIDE_DEPTH, type WideProducts } from './wide.js';

/** The columns of X as the engine works with them: `x̃_ij = (x_ij scale − mean_j) factor_j`, factors powers of two. */
export interface Design {
  readonly arena: Arena;
  /** Samples and features. */
  readonly n: number;
  readonly p: number;
  /** Length of a row of samples in float64 (even) and in float32 (a multiple of 16). */
  readonly n64: number;
  readonly n32: number;
  /** X in float32, n rows of `ld` floats. */
  readonly narrow: Block;
  readonly ld: number;
  /** `‖x̃_j‖₂`. */
  readonly norms: Float64Array;
  /** `x̃_j = factor_j (…)`: a coefficient of x̃_j times factor_j is one of the centred x_j times scale. */
  readonly factors: Float64Array;
  readonly means: Float64Array;
  readonly scale: number;
  /** Who correlates, if not the kernel; and how many products are added up in float32. */
  readonly wide: WideProducts | undefined;
  readonly depth: number;
  /** Rows of float32, float64 and of the Gram matrix that have been made so far. */
  readonly rows32: Rows;
  readonly rows64: Rows;
  readonly gram: Gram;
}

/** Features that have a row of their own, and where. */
interface Rows {
  /** The row of feature j, −1 if it has none. */
  readonly slot: Int32Array;
  readonly block: Block;
  count: number;
}

/** `G = X̃X̃ᵀ/n` over some of the rows in float64. */
interface Gram extends Rows {
  /** The row in `rows64` of each row of G, int32. */
  readonly sources: Block;
  /** Rows of G have `ld` doubles. */
  ld: number;
}

const multiple = (value: number, of: number): number => Math.ceil(value / of) * of;

/** Multiply-adds in one call of the kernel: some 30 ms. */
export const CALL: number = 2 ** 27;

/** Doubles of X that pass through the arena at a time. */
const CHUNK = 2 ** 15;

/** Column norms, relative to √n, that float32 has no trouble with as they are: squares stay far from over- and underflow. */
const PLAIN = { least: 2 ** -20, most: 2 ** 20 };

export interface DesignOptions {
  /** Whether to take the mean off every column. */
  readonly centre: boolean;
  readonly breathe: Breathe;
  readonly makeWide?: MakeWide | undefined;
}

interface Shift {
  readonly scale: number;
  readonly means: Float64Array;
  readonly factors: Float64Array;
}

/** X shifted and scaled into float32, and the sums and sums of squares of its columns in float64. */
async function narrowed(
  { arena, X, to, ld, breathe }: { arena: Arena; X: Matrix; to: Block; ld: number; breathe: Breathe },
  { scale, means, factors }: Shift,
) {
  const { rows: n, cols: p } = X;
  const columns = multiple(p, 4);
  const chunk = Math.max(1, Math.floor(CHUNK / p));
  const scratch = arena.scratch(8 * (4 * columns + chunk * p));
  const [mean, factor, sum, square, from] = [0, 1, 2, 3, 4].map((k) => scratch + 8 * k * columns) as [
    number,
    number,
    number,
    number,
    number,
  ];
  arena.doubles.set(means, mean / 8);
  arena.doubles.set(factors, factor / 8);
  arena.doubles.fill(0, sum / 8, from / 8);
  for (let i = 0; i < n; i += chunk) {
    const rows = Math.min(chunk, n - i);
    arena.doubles.set(X.values.subarray(i * p, (i + rows) * p), from / 8);
    arena.kernel.narrow(from, rows, p, scale, mean, factor, to.at + 4 * i * ld, ld, sum, square);
    await breathe();
  }
  return {
    sums: arena.doubles.slice(sum / 8, sum / 8 + p),
    squares: arena.doubles.slice(square / 8, square / 8 + p),
  };
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

/** The power of two nearest below `1 / value`; 1 for 0. */
const inversePower = (value: number): number => (value > 0 ? 2 ** -Math.floor(Math.log2(value)) : 1);

/**
 * Reads X once where its columns need neither a shift nor a scale, else two or three times; X itself is not copied.
 *
 * @param X - finite, shape (n, p)
 */
export async function makeDesign(
  arena: Arena,
  X: Matrix,
  { centre, breathe, makeWide }: DesignOptions,
): Promise<Design> {
  const { rows: n, cols: p } = X;
  const ld = multiple(p, 4);
  const narrow = arena.allocate(4 * n * ld);
  const still: Shift = { scale: 1, means: new Float64Array(p), factors: new Float64Array(p).fill(1) };
  const job = { arena, X, to: narrow, ld, breathe };
  let read = await narrowed(job, still);
  const fits = (square: number) => square === 0 || (square >= PLAIN.least ** 2 * n && square <= PLAIN.most ** 2 * n);
  let shift = still;
  if (!read.squares.every(fits)) {
    shift = { ...shift, scale: inversePower(largest(X.values)) };
    read = await narrowed(job, shift);
  }
  if (centre) {
    shift = { ...shift, means: read.sums.map((sum) => sum / n) };
    read = await narrowed(job, shift);
  }
  // What is left of a mean that is large; a column of which nothing else is left is constant.
  const left = read.sums.map((sum) => (centre ? sum / n : 0));
  const variation = (j: number) => read.squares[j]! - n * left[j]! ** 2;
  const factors = read.squares.map((square, j) =>
    variation(j) <= 2 ** -40 * square ? 0 : fits(square) ? 1 : inversePower(Math.sqrt(square / n)),
  );
  if (
    factors.some((factor) => factor !== 1) ||
    left.some((mean, j) => Math.abs(mean) > 2 ** -26 * Math.sqrt(read.squares[j]! / n))
  ) {
    shift = { ...shift, means: shift.means.map((mean, j) => mean + left[j]!), factors };
    read = await narrowed(job, shift);
  }
  const rows = (bytes: number): Rows => ({
    slot: new Int32Array(p).fill(-1),
    block: arena.allocate(bytes),
    count: 0,
  });
  const [n64, n32] = [multiple(n, 2), multiple(n, 16)];
  const first = Math.min(p, 64);
  const floats = arena.floats.subarray(narrow.at / 4, narrow.at / 4 + n * ld);
  return {
    arena,
    wide: makeWide?.(floats, { n, ld }),
    depth: makeWide ? WIDE_DEPTH : DEPTH,
    n,
    p,
    n64,
    n32,
    narrow,
    ld,
    norms: read.squares.map(Math.sqrt),
    ...shift,
    rows32: rows(4 * first * n32),
    rows64: rows(8 * first * n64),
    gram: { ...rows(8 * first * first), sources: arena.allocate(4 * first), ld: first },
  };
}

const missing = ({ slot }: Rows, features: ArrayLike<number>): Int32Array =>
  Int32Array.from(features)
    .filter((j) => slot[j]! < 0)
    .sort();

function enter(rows: Rows, features: Int32Array): void {
  features.forEach((j, s) => {
    rows.slot[j] = rows.count + s;
  });
  rows.count += features.length;
}

/** Sees to it that these features have rows in float32. */
export function needRows32({ arena, narrow, n, n32, ld, rows32 }: Design, features: ArrayLike<number>): void {
  const list = missing(rows32, features);
  if (list.length === 0) return;
  arena.grow(rows32.block, 4 * (rows32.count + list.length) * n32);
  const scratch = arena.scratch(4 * list.length);
  arena.ints.set(list, scratch / 4);
  arena.kernel.gatherColumns(narrow.at, n, ld, scratch, list.length, rows32.block.at + 4 * rows32.count * n32, n32);
  enter(rows32, list);
}

/** Sees to it that these features have rows in float64, from the X that the design was made of. */
export function needRows64(design: Design, X: Matrix, features: ArrayLike<number>): void {
  const { arena, n, p, n64, rows64, means, factors, scale } = design;
  const list = missing(rows64, features);
  if (list.length === 0) return;
  arena.grow(rows64.block, 8 * (rows64.count + list.length) * n64);
  const { doubles } = arena;
  const x = X.values;
  const start = rows64.block.at / 8 + rows64.count * n64;
  // Eight samples at a time: a cache line of each row of X serves neighbouring features, one of each row here is filled.
  for (let first = 0; first < n; first += 8) {
    const last = Math.min(first + 8, n);
    for (let s = 0; s < list.length; s++) {
      const j = list[s]!;
      const [mean, factor] = [means[j]!, factors[j]!];
      const to = start + s * n64;
      for (let i = first; i < last; i++) doubles[to + i] = (x[i * p + j]! * scale - mean) * factor;
    }
  }
  if (n64 > n) for (let s = 0; s < list.length; s++) doubles[start + s * n64 + n] = 0;
  enter(rows64, list);
}

/** Sees to it that these features, which have rows in float64, are in the Gram matrix. */
export async function needGram(design: Design, features: ArrayLike<number>, breathe: Breathe): Promise<void> {
  const { arena, n, n64, rows64, gram } = design;
  const list = missing(gram, features);
  if (list.length === 0) return;
  const count = gram.count + list.length;
  if (count > gram.ld) {
    const ld = multiple(Math.ceil(1.5 * count), 2) + (Math.ceil(1.5 * count) % 64 === 0 ? 2 : 0);
    const old = Array.from({ length: gram.count }, (_, i) => {
      const at = gram.block.at / 8 + i * gram.ld;
      return arena.doubles.slice(at, at + gram.count);
    });
    arena.grow(gram.block, 8 * ld * ld);
    old.forEach((row, i) => {
      arena.doubles.set(row, gram.block.at / 8 + i * ld);
    });
    gram.ld = ld;
  }
  arena.grow(gram.sources, 4 * count);
  arena.ints.set(
    list.map((j) => rows64.slot[j]!),
    gram.sources.at / 4 + gram.count,
  );
  const step = Math.max(3, Math.floor(CALL / (count * n)));
  for (let from = gram.count; from < count; from += step) {
    const to = Math.min(from + step, count);
    arena.kernel.gram(rows64.block.at, gram.sources.at, from, to, gram.block.at, gram.ld, n64, 1 / n);
    await breathe();
  }
  enter(gram, list);
}
