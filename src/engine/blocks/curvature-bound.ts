import { addTimes, dot } from '../../data/vector.js';
import type { Breathe } from '../../threads/pacer.js';

/** Squarings: the bound is within m^(2⁻⁵) of the eigenvalue, 11 % at m = 30. */
const SQUARINGS = 4;

/** Rows of a symmetric matrix. */
type Rows = readonly Float64Array[];

/** `A A` of a symmetric matrix. */
async function squared(A: Rows, breathe: Breathe): Promise<Rows> {
  const square = A.map(() => new Float64Array(A.length));
  for (let i = 0; i < A.length; i++) {
    for (let k = 0; k <= i; k++) {
      const product = dot(A[i]!, A[k]!);
      square[i]![k] = product;
      square[k]![i] = product;
    }
    const pause = breathe();
    if (pause) await pause;
  }
  return square;
}

/** `XᵀX`, or `XXᵀ`, which has the same eigenvalues but for zeros, if that is smaller. */
async function gram(columns: Rows, breathe: Breathe): Promise<Rows> {
  const samples = columns[0]!.length;
  const tall = columns.length <= samples;
  const size = tall ? columns.length : samples;
  const G = Array.from({ length: size }, () => new Float64Array(size));
  for (const [i, column] of columns.entries()) {
    if (tall) for (let k = 0; k < columns.length; k++) G[i]![k] = dot(column, columns[k]!);
    else for (let r = 0; r < samples; r++) addTimes(G[r]!, column[r]!, column);
    const pause = breathe();
    if (pause) await pause;
  }
  return G;
}

const frobenius = (A: Rows): number => Math.sqrt(A.reduce((sum, row) => sum + dot(row, row), 0));

/**
 * A bound for the largest eigenvalue of `XᵀX`, from the columns of X: `‖(XᵀX)^k‖_F^(1/k)`, k a power of two, for any number of
 * columns; exact for one.
 */
export async function curvatureBound(columns: Rows, breathe: Breathe): Promise<number> {
  if (columns.length === 1) return dot(columns[0]!, columns[0]!);
  let A = await gram(columns, breathe);
  let bound = 1;
  for (let k = 0; k <= SQUARINGS; k++) {
    const norm = frobenius(A);
    if (norm === 0) return 0;
    bound *= norm ** (1 / 2 ** k);
    if (k === SQUARINGS) break;
    A = await squared(
      A.map((row) => row.map((value) => value / norm)),
      breathe,
    );
  }
  return bound * (1 + 1e-12);
}
