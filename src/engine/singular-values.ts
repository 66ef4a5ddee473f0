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

/** By orthogonal factors: as exact as it gets. */
async function byFactors(columns: readonly Float64Array[], least: number, breathe: Breathe): Promise<Parts> {
  const { Q, R } = await orthogonalFactors(columns, least, breathe);
  const J = await orthogonalise(R, breathe);
  const all = R.map(length);
  const largest = Math.max(...all);
  const kept = Array.from(all.keys()).filter((k) => all[k]! > least * largest);
  const s = Float64Array.from(kept, (k) => all[k]!);
  const weights = kept.map((k) => J[k]!);
  const short = kept.map((k) => R[k]!);
  return { s, long: combined(Q, weights), short: over(short, s) };
}

/** Columns so many times as long as there are of them are made short at first, … */
const LONG = 2;

/** … if no singular value is below this part of the largest: long vectors err by its inverse. */
const SOUND = 1e-6;

/** By the triangle of the columns, which has the same values and short vectors: `long_k = A short_k / s_k`. */
async function byTriangle(
  columns: readonly Float64Array[],
  least: number,
  breathe: Breathe,
): Promise<Parts | undefined> {
  const R = await triangle(columns, breathe);
  const turned = columns.map((_, j) => Float64Array.from(R, (r) => r[j]!));
  const { s, short } = await byFactors(turned, least, breathe);
  const sound = s.length === columns.length && Math.min(...s) > SOUND * Math.max(...s);
  return sound ? { s, long: combined(columns, over(short, s)), short } : undefined;
}

/**
 * Singular values of X, with their vectors. Those below `2⁻⁵² max(rows, columns)` of the largest cannot be told from rounding and
 * are left out, as numpy's `lstsq` and `matrix_rank` do. The time grows with the square of the smaller side and with the larger.
 *
 * @param X - entries neither too large nor too small for their squares
 */
export async function singularValues(X: Matrix, breathe: Breathe): Promise<SingularValues> {
  const wide = X.cols > X.rows;
  const columns = rowsOf(wide ? X : transpose(X));
  const most = Math.max(X.rows, X.cols);
  const least = 2 ** -52 * most;
  const quick = most >= LONG * columns.length ? await byTriangle(columns, least, breathe) : undefined;
  const { s, long, short } = quick ?? (await byFactors(columns, least, breathe));
  return wide ? { s, left: short, right: long } : { s, left: long, right: short };
}
