import { type Matrix, row } from './matrix.js';
import { dot } from './vector.js';

/** A row depends on those before it if less than this part of its diagonal is left when they are taken off. */
const DEPENDENT = 1e-12;

/** To be awaited now and then, as `pacer` gives it. */
type Breathe = () => Promise<void> | undefined;

/** `A⁻` with `A A⁻ A = A`, and the rank of A. */
export interface GeneralisedInverse {
  readonly inverse: Matrix;
  readonly rank: number;
}

/** Exchanges the roles of variable k of a linear map and its value: the sweep operator. */
function sweep(A: Matrix, k: number): void {
  const pivot = row(A, k);
  const d = pivot[k]!;
  for (let j = 0; j < A.cols; j++) pivot[j]! /= d;
  for (let i = 0; i < A.rows; i++) {
    if (i === k) continue;
    const target = row(A, i);
    const factor = target[k]!;
    if (factor === 0) continue;
    for (let j = 0; j < A.cols; j++) target[j]! -= factor * pivot[j]!;
    target[k] = -factor / d;
  }
  pivot[k] = 1 / d;
}

/**
 * A generalised inverse of a symmetric positive semi-definite matrix: the inverse of its independent rows and columns, and 0
 * elsewhere; the inverse if A is regular.
 *
 * @param scale - what is left of a diagonal entry is compared with this. @default the diagonal of A
 * @see Goodnight 1979, `g2` inverse by sweeps
 */
export async function generalisedInverse(
  A: Matrix,
  breathe: Breathe,
  scale?: ArrayLike<number>,
): Promise<GeneralisedInverse> {
  const { cols, values } = A;
  const inverse = { ...A, values: values.slice() };
  const dependent: number[] = [];
  for (let k = 0; k < cols; k++) {
    const left = inverse.values[k * cols + k]!;
    if (left > DEPENDENT * (scale?.[k] ?? values[k * cols + k]!)) sweep(inverse, k);
    else dependent.push(k);
    const pause = breathe();
    if (pause) await pause;
  }
  for (const k of dependent) {
    row(inverse, k).fill(0);
    for (let i = 0; i < cols; i++) inverse.values[i * cols + k] = 0;
  }
  return { inverse, rank: cols - dependent.length };
}

/**
 * The same rank alone, for a sixth of the work: by Cholesky's factor of the independent rows, whose pivots are what sweeps leave of the
 * diagonal.
 */
export async function rankOf({ cols, values }: Matrix, breathe: Breathe): Promise<number> {
  const factor: Float64Array[] = [];
  const independent: number[] = [];
  for (let k = 0; k < cols; k++) {
    const own = new Float64Array(cols);
    for (let i = 0; i < factor.length; i++) {
      const known = factor[i]!;
      own[i] = (values[k * cols + independent[i]!]! - dot(own.subarray(0, i), known.subarray(0, i))) / known[i]!;
    }
    const rank = factor.length;
    const left = values[k * cols + k]! - dot(own.subarray(0, rank), own.subarray(0, rank));
    if (left > DEPENDENT * values[k * cols + k]!) {
      own[rank] = Math.sqrt(left);
      factor.push(own);
      independent.push(k);
    }
    const pause = breathe();
    if (pause) await pause;
  }
  return factor.length;
}
