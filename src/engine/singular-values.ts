import { type Matrix, row, transpose } from '../data/matrix.js';
import { addTimes, dot } from '../data/vector.js';
import type { Breathe } from '../threads/pacer.js';
import { orthogonalFactors, orthogonalise } from './orthogonal.js';
import { triangle } from './triangle.js';

/** `X = Σ_k s_k u_k v_kᵀ`, orthonormal u_k and v_k. */
export interface SingularValues {
  /** Above 0. */
  readonly s: Float64Array;
  /** u_k, as long as X has rows. */
  readonly left: readonly Float64Array[];
  /** v_k, as long as X has columns. */
  readonly right: readonly Float64Array[];
}

const rowsOf = (matrix: Matrix): Float64Array[] => Array.from({ length: matrix.rows }, (_, i) => row(matrix, i));

const length = (values: Float64Array): number => Math.sqrt(dot(values, values));

/** Entries of each vector that are added up at once. */
const AT_ONCE = 512;

/** `Σ_i weights_ki a_i` for each k. */
function combined(a: readonly Float64Array[], weights: readonly Float64Array[]): Float64Array[] {
  const size = a[0]?.length ?? 0;
  const sums = weights.map(() => new Float64Array(size));
  for (let first = 0; first < size; first += AT_ONCE) {
    const parts = a.map((vector) => vector.subarray(first, first + AT_ONCE));
    weights.forEach((each, k) => {
      const sum = sums[k]!.subarray(first, first + AT_ONCE);
      each.forEach((weight, i) => {
        addTimes(sum, weight, parts[i]!);
      });
    });
  }
  return sums;
}

const over = (vectors: readonly Float64Array[], s: Float64Array): Float64Array[] =>
  vectors.map((vector, k) => vector.map((value) => value / s[k]!));

/** Singular values and vectors of a matrix: long ones of its columns, short ones of its rows. */
interface Parts {
  readonly s: Float64Array;
  readonly long: readonly Float64Array[];
  readonly short: readonly Float64Array[];
}

/** Rows of the unit matrix. */
const unit = (size: number): Float64Array[] =>
  Array.from({ length: size }, (_, i) => new Float64Array(size).fill(1, i, i + 1));

/** The places of rows that are not 0, and how long they are. */
function kept(rows: readonly Float64Array[]): { places: number[]; s: Float64Array } {
  const all = rows.map(length);
  const places = Array.from(all.keys()).filter((k) => all[k]! > 0);
  return { places, s: Float64Array.from(places, (k) => all[k]!) };
}

/** By orthogonal factors: as exact as it gets. */
async function byFactors(columns: readonly Float64Array[], least: number, breathe: Breathe): Promise<Parts> {
  const { Q, R } = await orthogonalFactors(columns, least, breathe);
  const J = unit(R.length);
  await orthogonalise(R, J, breathe);
  const { places, s } = kept(R);
  const [weights, short] = [J, R].map((vectors) => places.map((k) => vectors[k]!));
  return { s, long: combined(Q, weights!), short: over(short!, s) };
}

/** No singular value that is kept of a sound matrix is below this part of the largest: long vectors err by its inverse. */
const SOUND = 1e-6;

/** By the triangle of the columns, which has the same values and short vectors, `long_k = A short_k / s_k`: if A is sound. */
async function byTriangle(
  columns: readonly Float64Array[],
  least: number,
  breathe: Breathe,
): Promise<Parts | undefined> {
  const rows = await triangle(columns, breathe);
  const turned = columns.map((_, j) => Float64Array.from(rows, (r) => r[j]!));
  const { R } = await orthogonalFactors(turned, least, breathe);
  await orthogonalise(R, [], breathe);
  const { places, s } = kept(R);
  const [smallest, largest] = [s.reduce((a, b) => Math.min(a, b), Infinity), s.reduce((a, b) => Math.max(a, b), 0)];
  if (!(smallest > SOUND * largest)) return undefined;
  const short = over(
    places.map((k) => R[k]!),
    s,
  );
  return { s, long: combined(columns, over(short, s)), short };
}

/**
 * Singular values of X, with their vectors. A column of which less than `2⁻⁵² max(rows, columns)` is left when larger ones are taken off
 * cannot be told from their rounding and is left out, as numpy's `lstsq` and `matrix_rank` do for columns in one unit; in whatever units
 * they are, small values are as exact as large ones. The time grows with the square of the smaller side and with the larger.
 *
 * @param X - entries neither too large nor too small for their squares
 * @see Demmel & Veselić 1992; Drmač & Veselić 2008 (Jacobi's method does not mind the scales of columns)
 */
export async function singularValues(X: Matrix, breathe: Breathe): Promise<SingularValues> {
  const wide = X.cols > X.rows;
  const columns = rowsOf(transpose(X));
  const least = 2 ** -52 * Math.max(X.rows, X.cols);
  const quick = await byTriangle(wide ? rowsOf(X) : columns, least, breathe);
  // Rows look dependent where small columns would tell them apart: the columns say.
  if (quick && (!wide || quick.s.length === X.rows)) {
    const { s, long, short } = quick;
    return wide ? { s, left: short, right: long } : { s, left: long, right: short };
  }
  const { s, long, short } = await byFactors(columns, least, breathe);
  return { s, left: long, right: short };
}
