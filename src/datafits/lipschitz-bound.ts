import * as tf from '@tensorflow/tfjs-core';
import { randomState } from '../random/random-state.js';
import { own } from '../tensors/own.js';
import { readBack } from '../tensors/read-back.js';
import type { Making } from './making.js';

const STARTS = 4;
const STEPS = 30;
/** Room for float32 rounding, and for a top eigenvalue that all starts have hardly seen. */
const MARGIN = 1.01;

const TINY = 1e-30;

/** Euclidean norms of the columns; the entries are squared relative to the largest, lest squares overflow or vanish. */
function norms(V: tf.Tensor2D): tf.Tensor {
  const largest = tf.maximum(tf.max(tf.abs(V), 0), TINY);
  return tf.mul(tf.sqrt(tf.sum(tf.square(tf.div(V, largest)), 0)), largest);
}

const normalised = (V: tf.Tensor2D): tf.Tensor2D => tf.div(V, tf.maximum(norms(V), TINY));

/**
 * A bound from above for the largest eigenvalue of a positive semi-definite matrix A, given as `V -> A V`.
 *
 * Power iteration approaches that eigenvalue from below, with ρ = ‖Av‖ for a unit vector v. Some eigenvalue lies within
 * `‖Av − ρv‖` of ρ; adding this residual and 1 % gives the bound, the largest of four random starts. It could fail only
 * if all four were nearly orthogonal to the top eigenvector, and then by little: proximal gradient converges up to twice
 * the step 1/L, accelerated up to 4/3 of it.
 *
 * @param operator - `V -> A V` for V of shape (size, columns)
 * @returns the bound; 1 for the zero matrix, of which every number is one
 * @throws RangeError if A overflows float32
 * @see Parlett, The Symmetric Eigenvalue Problem, theorem 4.5.1
 */
export async function lipschitzBound(
  operator: (V: tf.Tensor2D) => tf.Tensor2D,
  size: number,
  { backend, breathe }: Making,
): Promise<number> {
  const start = randomState(0).randn(size * STARTS);
  const make = <T extends tf.Tensor>(made: () => T): T => own(backend, made, (tensor) => tensor);
  let V = make(() => normalised(tf.tensor2d(Float32Array.from(start), [size, STARTS])));
  let bound: tf.Tensor;
  try {
    for (let step = 0; step < STEPS; step++) {
      const from = V;
      V = make(() => normalised(operator(from)));
      from.dispose();
      const pause = breathe();
      if (pause) await pause;
    }
    bound = make(() => {
      const image = operator(V);
      const value = norms(image);
      const residual = norms(tf.sub(image, tf.mul(V, value)));
      return tf.max(tf.add(value, residual));
    });
  } finally {
    V.dispose();
  }
  const [largest = 0] = await readBack(bound);
  if (!Number.isFinite(largest)) throw new RangeError('X must be of a size that XᵀX fits into float32: scale it');
  return largest === 0 ? 1 : largest * MARGIN;
}
