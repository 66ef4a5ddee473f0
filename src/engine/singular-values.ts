import { type Matrix, row, transpose } from '../data/matrix.js';
import { addTimes, dot } from '../data/vector.js';
import type { Breathe } from '../threads/pacer.js';
import { orthogonalFactors, orthogonalise } from './orthogonal.js';

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

/** `Σ_i J_ik q_i` for each column of J. */
function combined(Q: readonly Float64Array[], J: readonly Float64Array[]): Float64Array[] {
  return J.map((weights) => {
    const sum = new Float64Array(Q[0]!.length);
    weights.forEach((weight, i) => {
      addTimes(sum, weight, Q[i]!);
    });
    return sum;
  });
}

/**
 * Singular values of X, with their vectors. Those below `2⁻⁵² max(rows, columns)` of the largest cannot be told from rounding and
 * are left out, as numpy's `lstsq` and `matrix_rank` do. The time grows with the square of the smaller side and with the larger.
 *
 * @param X - entries neither too large nor too small for their squares
 */
export async function singularValues(X: Matrix, breathe: Breathe): Promise<SingularValues> {
  const wide = X.cols > X.rows;
  const least = 2 ** -52 * Math.max(X.rows, X.cols);
  const { Q, R } = await orthogonalFactors(rowsOf(wide ? X : transpose(X)), least, breathe);
  const J = await orthogonalise(R, breathe);
  const all = R.map(length);
  const largest = Math.max(...all);
  const kept = Array.from(all.keys()).filter((k) => all[k]! > least * largest);
  const s = Float64Array.from(kept, (k) => all[k]!);
  const long = combined(
    Q,
    kept.map((k) => J[k]!),
  );
  const short = kept.map((k, at) => R[k]!.map((value) => value / s[at]!));
  return wide ? { s, left: short, right: long } : { s, left: long, right: short };
}
