import { type Matrix, row } from './matrix.js';

/** A row depends on those before it if less than this part of its diagonal is left when they are taken off. */
const DEPENDENT = 1e-12;

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
export function generalisedInverse(A: Matrix, scale?: ArrayLike<number>): GeneralisedInverse {
  const { cols, values } = A;
  const inverse = { ...A, values: values.slice() };
  const dependent: number[] = [];
  for (let k = 0; k < cols; k++) {
    const left = inverse.values[k * cols + k]!;
    if (left > DEPENDENT * (scale?.[k] ?? values[k * cols + k]!)) sweep(inverse, k);
    else dependent.push(k);
  }
  for (const k of dependent) {
    row(inverse, k).fill(0);
    for (let i = 0; i < cols; i++) inverse.values[i * cols + k] = 0;
  }
  return { inverse, rank: cols - dependent.length };
}
