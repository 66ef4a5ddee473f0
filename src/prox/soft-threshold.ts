import * as tf from '@tensorflow/tfjs-core';
import { check } from '../arguments/check.js';
import { tensor, threshold } from '../tensors/tensor-rules.js';

/**
 * Proximal operator of `t‖·‖₁`: `argmin_Z ½‖Z − V‖² + t Σ|z|`, entry by entry `sign(v) max(|v| − t, 0)`.
 *
 * Computed as v minus its projection onto [−t, t], so that entries with |v| <= t become exactly 0.
 *
 * @param V - any shape
 * @param t - threshold >= 0, a number or a tensor that broadcasts to V
 */
export function softThreshold<T extends tf.Tensor>(V: T, t: number | tf.Tensor): T {
  check('softThreshold', 'V', V, tensor('a tensor'));
  check('softThreshold', 't', t, threshold);
  return tf.tidy(() => tf.sub(V, tf.maximum(tf.minimum(V, t), tf.neg(t))));
}
