import * as tf from '@tensorflow/tfjs-core';
import { own } from '../tensors/own.js';
import { readBack } from '../tensors/read-back.js';
import type { Datafit } from './datafit.js';
import { lipschitzBound } from './lipschitz-bound.js';

/** The eigenvalues of `H = XᵀX/n` in two numbers: a bound for the largest, and their mean. */
export type Scales = Pick<Datafit, 'lipschitz' | 'curvature'>;

/**
 * @param hessian - `V -> H V`
 * @param X - design, shape (n, p)
 * @throws RangeError if H overflows float32
 */
export async function scalesOf(hessian: (V: tf.Tensor2D) => tf.Tensor2D, X: tf.Tensor2D): Promise<Scales> {
  const mean = own(
    tf.getBackend(),
    () => tf.mean(tf.square(X)),
    (made) => made,
  );
  // Both begin at once, on the backend of the call: after a wait another one may be active.
  const [[curvature = 0], lipschitz] = await Promise.all([readBack(mean), lipschitzBound(hessian, X.shape[1])]);
  return { lipschitz, curvature: curvature || 1 };
}
