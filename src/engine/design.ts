import type { Matrix } from '../data/matrix.js';
import type { Arena, Block } from '../kernels/arena.js';
import { DEPTH } from '../kernels/kernel.js';
import type { Breathe } from '../threads/pacer.js';
import { multiple } from './multiple.js';
import { checkCentred } from './off-centre.js';
import { type Gram, noGram, noRows, type Rows } from './rows.js';
import { samplesAtOnce } from './samples-at-once.js';
import { type MakeWide, WIDE_DEPTH, type WideProducts } from './wide.js';

/** The columns of X as the engine works with them: `x̃_ij = (x_ij scale − mean_j) factor_j`, factors powers of two. */
export interface Design {
  readonly arena: Arena;
  /** The caller's, shape (n, p). */
  readonly X: Matrix;
  /** Samples and features. */
  readonly n: number;
  readonly p: number;
  /** Length of a row of samples in float64 (even) and in float32 (a multiple of 16). */
  readonly n64: number;
  readonly n32: number;
  /** X̃ᵀ in float32: a row of `n32` floats for each feature. Empty where nobody wants it. */
  readonly narrow: Block;
  /** `‖x̃_j‖₂`. */
  readonly norms: Float64Array;
  /** `x̃_j = factor_j (…)`: a coefficient of x̃_j times factor_j is one of the centred x_j times scale. */
  readonly factors: Float64Array;
  readonly means: Float64Array;
  readonly scale: number;
  /** Who correlates, if not the kernel; and how many products are added up in float32. */
  readonly wide: WideProducts | undefined;
  readonly depth: number;
  /** Rows of float64 and of the Gram matrix that have been made so far. */
  readonly rows64: Rows;
  readonly gram: Gram;
}

/** The part of all features that there is room for in float64: as much as all of X takes in float32. */
const PRECISE = 0.5;

/** Bytes that are left to what passes through; and, beside these, the Gram matrix is: a quarter of X, or of all features and what is made of it. */
const SPARE = 2 ** 26;

/** A magnitude far from where float64 ends, and by how much X may be larger than 1 to keep small columns from there: squares stay finite. */
const FAINT = { least: 2 ** -900, lift: 2 ** 400 };

/** Column norms, relative to √n, that float32 has no trouble with as they are: squares stay far from over- and underflow. */
const PLAIN = { least: 2 ** -20, most: 2 ** 20 };

export interface DesignOptions {
  /** Whether to take the mean off every column. */
  readonly centre: boolean;
  readonly breathe: Breathe;
  /** Whether X̃ᵀ is wanted in float32. */
  readonly narrow: boolean;
  /** Somebody else who multiplies with X̃. */
  readonly makeWide?: MakeWide | undefined;
  /** Throws if X has entries that are not finite. */
  readonly checkX?: (() => void) | undefined;
}

interface Shift {
  readonly scale: number;
  readonly means: Float64Array;
  readonly factors: Float64Array;
}

/** X shifted and scaled into float32 (if that is wanted), and the sums and sums of squares of its columns in float64. */
async function narrowed(X: Matrix, { arena, to }: { arena: Arena; to: Block }, shift: Shift, breathe: Breathe) {
  const { rows: n, cols: p } = X;
  const columns = multiple(p, 2);
  const step = Math.min(samplesAtOnce(p), multiple(n, 16));
  const wanted = to.bytes > 0;
  const scratch = arena.scratch(8 * (4 * columns + step * p) + 4 * step);
  const place = (k: number) => scratch + 8 * k * columns;
  const [mean, factor, sum, square, from] = [place(0), place(1), place(2), place(3), place(4)];
  const away = from + 8 * step * p;
  const { doubles, kernel } = arena;
  doubles.set(shift.means, mean / 8);
  doubles.set(shift.factors, factor / 8);
  doubles.fill(0, sum / 8, from / 8);
  for (let i = 0; i < n; i += step) {
    const rows = Math.min(step, n - i);
    doubles.set(X.values.subarray(i * p, (i + rows) * p), from / 8);
    const [at, stride] = wanted ? [to.at + 4 * i, multiple(n, 16)] : [away, 0];
    kernel.narrow(from, rows, p, shift.scale, mean, factor, at, stride, sum, square);
    const pause = breathe();
    if (pause) await pause;
  }
  return { sums: doubles.slice(sum / 8, sum / 8 + p), squares: doubles.slice(square / 8, square / 8 + p) };
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

/** The power of two nearest below `1 / value`; 1 for 0. */
const inversePower = (value: number): number => (value > 0 ? 2 ** Math.min(1022, -Math.floor(Math.log2(value))) : 1);

/** The largest magnitude of column j. */
function largestOf({ cols, values }: Matrix, j: number): number {
  let most = 0;
  for (let at = j; at < values.length; at += cols) most = Math.max(most, Math.abs(values[at]!));
  return most;
}

/** Reads X once where its columns need neither a shift nor a scale, else two to five times. */
async function shiftOf(
  X: Matrix,
  { centre, checkX }: Pick<DesignOptions, 'centre' | 'checkX'>,
  read: (shift: Shift) => ReturnType<typeof narrowed>,
) {
  const { rows: n, cols: p } = X;
  let shift: Shift = { scale: 1, means: new Float64Array(p), factors: new Float64Array(p).fill(1) };
  let columns = await read(shift);
  // A sum of squares is finite only if its terms are; large ones may overflow.
  if (!columns.squares.every(Number.isFinite)) checkX?.();
  const fits = (square: number) => square === 0 || (square >= PLAIN.least ** 2 * n && square <= PLAIN.most ** 2 * n);
  if (!columns.squares.every(fits)) {
    shift = { ...shift, scale: inversePower(largest(X.values)) };
    columns = await read(shift);
  }
  if (columns.squares.includes(0)) {
    // Columns whose squares vanish though they are not zero.
    const hidden = columns.squares.map((square, j) => (square === 0 ? largestOf(X, j) : 0));
    const least = hidden.reduce((least, most) => (most > 0 ? Math.min(least, most) : least), Infinity);
    if (least < Infinity) {
      const lift = least < FAINT.least / shift.scale ? FAINT.lift : 1;
      const scale = shift.scale * lift;
      if (least * scale < FAINT.least) {
        const [large, small] = [largest(X.values), least].map((size) => size.toExponential(0));
        throw new RangeError(
          `fit: X must have columns in units nearer to each other, got one of ${small} and one of ${large}`,
        );
      }
      shift = { ...shift, scale, factors: hidden.map((most) => (most > 0 ? inversePower(most * scale) : 1 / lift)) };
      columns = await read(shift);
    }
  }
  const { factors: first } = shift;
  if (centre) {
    shift = { ...shift, means: columns.sums.map((sum, j) => sum / n / first[j]!) };
    columns = await read(shift);
  }
  // What is left of a mean that is large; a column of which nothing else is left is constant.
  const { sums, squares } = columns;
  const [means, factors] = [shift.means.slice(), first.slice()];
  let exact = true;
  for (let j = 0; j < p; j++) {
    const [left, square] = [centre ? sums[j]! / n : 0, squares[j]!];
    means[j]! += left / first[j]!;
    if (square - n * left ** 2 <= 2 ** -40 * square) factors[j] = 0;
    else if (!fits(square)) factors[j]! *= inversePower(Math.sqrt(square / n));
    exact &&= factors[j] === first[j] && Math.abs(left) <= 2 ** -26 * Math.sqrt(square / n);
  }
  if (!exact) {
    shift = { ...shift, means, factors };
    columns = await read(shift);
    if (centre) checkCentred(n, columns.sums, columns.squares);
  }
  const norms = columns.squares;
  for (let j = 0; j < p; j++) norms[j] = Math.sqrt(norms[j]!);
  return { ...shift, norms };
}

/**
 * Reads X, which is not copied but in float32.
 *
 * @param X - shape (n, p)
 */
export async function makeDesign(
  arena: Arena,
  X: Matrix,
  { centre, breathe, narrow: wanted, makeWide, checkX }: DesignOptions,
): Promise<Design> {
  const { rows: n, cols: p } = X;
  const [n32, n64] = [multiple(n, 16), multiple(n, 2)];
  const rows = multiple(p, 4);
  const narrow = arena.allocate(wanted ? 4 * n32 * rows : 0);
  if (wanted) arena.floats.fill(0, narrow.at / 4 + p * n32, narrow.at / 4 + rows * n32);
  const shift = await shiftOf(X, { centre, checkX }, (next) => narrowed(X, { arena, to: narrow }, next, breathe));
  const spare = SPARE + (wanted ? narrow.bytes / 4 : 16 * p * p);
  const room = Math.floor(Math.max(0, arena.left() - spare) / (8 * n64));
  const rows64 = noRows(arena, p, { room: Math.min(room, wanted ? Math.ceil(PRECISE * p) : p), bytes: 8 * n64 });
  const gram = noGram(arena, p, !wanted);
  const floats = arena.floats.subarray(narrow.at / 4, narrow.at / 4 + p * n32);
  return {
    arena,
    X,
    n,
    p,
    n64,
    n32,
    narrow,
    wide: makeWide?.(floats, { n, p, n32 }),
    depth: makeWide ? WIDE_DEPTH : DEPTH,
    ...shift,
    rows64,
    gram,
  };
}
