import { addTimes, dot } from '../data/vector.js';
import type { Breathe } from '../threads/pacer.js';

/** `A = Σ_i q_i r_iᵀ` with orthonormal q_i: as many terms as A has independent columns. */
export interface Factors {
  readonly Q: readonly Float64Array[];
  /** What each column of A has of each q_i. */
  readonly R: readonly Float64Array[];
}

/**
 * Orthogonal factors of a matrix with the given columns, largest first: Gram & Schmidt's method with pivots, each of which is taken
 * off the ones before it once more, so that rounding leaves nothing. Columns of which less is left than `least` of what they were count as
 * dependent, in whatever unit each of them is.
 */
export async function orthogonalFactors(
  columns: readonly Float64Array[],
  least: number,
  breathe: Breathe,
): Promise<Factors> {
  const A = columns.map((column) => column.slice());
  const left = A.map((column) => dot(column, column));
  const before = left.map(Math.sqrt);
  const [Q, R]: [Float64Array[], Float64Array[]] = [[], []];
  for (;;) {
    const j = left.reduce((best, square, at) => (square > left[best]! ? at : best), 0);
    if (!(left[j]! > 0)) break;
    const q = A[j]!;
    for (let i = 0; i < Q.length; i++) {
      const part = dot(Q[i]!, q);
      R[i]![j]! += part;
      addTimes(q, -part, Q[i]!);
    }
    const length = Math.sqrt(dot(q, q));
    left[j] = -1;
    if (!(length > least * before[j]!)) continue;
    for (let i = 0; i < q.length; i++) q[i]! /= length;
    const r = new Float64Array(A.length);
    r[j] = length;
    for (let k = 0; k < A.length; k++) {
      if (left[k]! < 0) continue;
      r[k] = dot(q, A[k]!);
      addTimes(A[k]!, -r[k]!, q);
      left[k] = dot(A[k]!, A[k]!);
    }
    Q.push(q);
    R.push(r);
    const pause = breathe();
    if (pause) await pause;
  }
  return { Q, R };
}

/** Rotates two vectors in their plane. */
function rotate(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    a[i] = cosine * x - sine * y;
    b[i] = sine * x + cosine * y;
  }
}

/** Cosines of angles between rows below this times √(their length) are rounding. */
const ORTHOGONAL = 2 ** -52;

/** Sweeps at most: some five do it, a dozen in the worst of cases. */
const SWEEPS = 60;

/**
 * Turns rows into orthogonal ones, in place: Jacobi's method from one side. `R → Jᵀ R`, J orthogonal.
 *
 * @param followers - as many vectors, combined in the same way, in place
 * @see Hestenes 1958; Demmel & Veselić 1992 and Drmač & Veselić 2008: after factors with pivots it is fast, and accurate to the last
 *   singular value
 */
export async function orthogonalise(
  rows: readonly Float64Array[],
  followers: readonly Float64Array[],
  breathe: Breathe,
): Promise<void> {
  const size = rows.length;
  const small = ORTHOGONAL * Math.sqrt(rows[0]?.length ?? 0);
  for (let sweep = 0, turned = true; turned && sweep < SWEEPS; sweep++) {
    turned = false;
    const squares = rows.map((a) => dot(a, a));
    for (let i = 0; i < size; i++) {
      for (let k = i + 1; k < size; k++) {
        const aa = squares[i]!;
        const bb = squares[k]!;
        const ab = dot(rows[i]!, rows[k]!);
        if (Math.abs(ab) <= small * Math.sqrt(aa) * Math.sqrt(bb)) continue;
        const zeta = (bb - aa) / (2 * ab);
        const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        rotate(rows[i]!, rows[k]!, cosine, cosine * tangent);
        if (followers.length > 0) rotate(followers[i]!, followers[k]!, cosine, cosine * tangent);
        squares[i] = Math.max(0, aa - tangent * ab);
        squares[k] = bb + tangent * ab;
        turned = true;
      }
      const pause = breathe();
      if (pause) await pause;
    }
  }
}
