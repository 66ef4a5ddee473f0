import * as tf from '@tensorflow/tfjs-core';
import { randomState } from '../random/random-state.js';
import { own } from '../tensors/own.js';
import { readBack } from '../tensors/read-back.js';

const STARTS = 4;
const STEPS = 30;
/** Room for float32 rounding, and for a top eigenvalue that all starts have hardly seen. */
const MARGIN = 1.01;

const norms = (V: tf.Tensor2D): tf.Tensor => tf.sqrt(tf.sum(tf.square(V), 0));
const normalised = (V: tf.Tensor2D): tf.Tensor2D => tf.div(V, tf.maximum(norms(V), 1e-30));

/**
 * A bound from above for the largest eigenvalue of a positive semi-definite matrix A, given as `V -> A V`.
 *
 * Power iteration approaches that eigenvalue from below, with ρ = ‖Av‖ for a unit vector v. Some eigenvalue lies within
 * `‖Av − ρv‖` of ρ; adding this residual and 1 % gives the bound, the largest of four random starts. It could fail only
 * if all four were nearly orthogonal to the top eigenvector, and then by little: proximal gradient converges up to twice
 * the step 1/L, accelerated up to 4/3 of it.
 *
 * @param operator - `V -> A V` for V of shape (size, columns)
 * @see Parlett, The Symmetric Eigenvalue Problem, theorem 4.5.1
 */
export async function lipschitzBound(operator: (V: tf.Tensor2D) => tf.Tensor2D, size: number): Promise<number> {
  const start = randomState(0).randn(size * STARTS);
  const bound = own(
    tf.getBackend(),
    () => {
      let V = normalised(tf.tensor2d(Float32Array.from(start), [size, STARTS]));
      for (let step = 0; step < STEPS; step++) V = normalised(tf.tidy(() => operator(V)));
      const image = operator(V);
      const value = norms(image);
      const residual = norms(tf.sub(image, tf.mul(V, value)));
      return tf.max(tf.add(value, residual));
    },
    (made) => made,
  );
  const [largest = 0] = await readBack(bound);
  return largest * MARGIN;
}
