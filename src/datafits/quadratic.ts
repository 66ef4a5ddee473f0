import * as tf from '@tensorflow/tfjs-core';
import { check } from '../arguments/check.js';
import { shown } from '../arguments/shown.js';
import { tensor } from '../tensors/tensor-rules.js';
import { pacer } from '../threads/pacer.js';
import type { Datafit } from './datafit.js';
import { gramNumbers, gramQuadratic } from './gram-quadratic.js';
import type { Held } from './held.js';
import type { Making } from './making.js';
import { residualNumbers, residualQuadratic } from './residual-quadratic.js';
import { type Samples, samplesOf } from './samples.js';

function checkShapes(X: tf.Tensor2D, Y: tf.Tensor3D): void {
  const refuse = (what: string, value: unknown, shape: string): void => {
    const got = value instanceof tf.Tensor ? `shape [${value.shape}]` : shown(value);
    throw new TypeError(`quadratic: ${what} must be a tensor of shape ${shape}, got ${got}`);
  };
  if (!(X instanceof tf.Tensor && X.rank === 2)) refuse('X', X, '(n, p)');
  if (!(Y instanceof tf.Tensor && Y.rank === 3)) refuse('Y', Y, '(n, problems, tasks)');
  check('quadratic', 'X', X, tensor('a tensor'));
  check('quadratic', 'Y', Y, tensor('a tensor'));
  if (X.shape[0] !== Y.shape[0]) {
    throw new TypeError(`quadratic: X and Y must have the same number of rows, got ${X.shape[0]} and ${Y.shape[0]}`);
  }
  if (X.size === 0 || Y.size === 0)
    throw new TypeError(`quadratic: X and Y must not be empty, got [${X.shape}], [${Y.shape}]`);
}

/** Whether the Gram form needs fewer operations than the residual form. */
const gramIsCheaper = (n: number, p: number): boolean => p <= 2 * n;

/** Floating-point operations of one gradient of {@link quadratic} for n samples, p features and so many columns of W. */
export const gradientFlops = (n: number, p: number, columns: number): number =>
  (gramIsCheaper(n, p) ? 2 * p * p : 4 * n * p) * columns;

/** Numbers that tensors of {@link quadratic} hold for n samples and p features, and of a column of coefficients and residuals. */
export const numbersHeld = (n: number, p: number): Held & { readonly column: number; readonly resolvent: number } =>
  gramIsCheaper(n, p)
    ? { ...gramNumbers(n, p), column: p, resolvent: p * p }
    : { ...residualNumbers(n, p), column: n + p, resolvent: n * n };

/** {@link quadratic} of samples that are not tensors yet. */
export function quadraticOf(samples: Samples, making: Making): Promise<Datafit> {
  const [n, p] = samples.shape;
  return gramIsCheaper(n, p) ? gramQuadratic(samples, making) : residualQuadratic(samples, making);
}

/**
 * The squared loss `1/(2n) ‖Y_b − X W_b‖²_F` of a batch of problems that share X, in whichever form needs fewer
 * operations: from the Gram matrix for p <= 2n, else from the residual. Intercepts are the caller's: centre the columns
 * of X and Y beforehand. X and Y stay the caller's too and may be freed.
 *
 * @param X - design, shape (n, p)
 * @param Y - targets, shape (n, problems, tasks)
 * @returns with `lipschitz`, a bound from above for σ_max(X)²/n
 * @throws TypeError if a shape does not fit
 */
export async function quadratic(X: tf.Tensor2D, Y: tf.Tensor3D): Promise<Datafit> {
  checkShapes(X, Y);
  const samples = samplesOf(X, Y);
  try {
    return await quadraticOf(samples, { backend: tf.getBackend(), breathe: pacer() });
  } finally {
    samples.free();
  }
}
