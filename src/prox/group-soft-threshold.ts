import * as tf from '@tensorflow/tfjs-core';
import { check } from '../arguments/check.js';
import { tensor, threshold } from '../tensors/tensor-rules.js';

/** Far below any norm that matters, far above the smallest float32: keeps 0/0 out of the formula. */
const TINY = 1e-30;

/**
 * Proximal operator of `t Σ‖v‖₂` over the vectors along the last axis: `argmin_Z ½‖Z − V‖² + t Σ‖z‖₂`, vector by
 * vector `max(0, 1 − t/‖v‖) v`.
 *
 * Computed as `v · max(‖v‖ − t, 0) / max(‖v‖, tiny)`: finite for zero vectors, exactly 0 where ‖v‖ <= t.
 *
 * @param V - any shape; the groups lie along the last axis
 * @param t - threshold >= 0, a number or a tensor that broadcasts to the norms (last axis of size 1)
 */
export function groupSoftThreshold<T extends tf.Tensor>(V: T, t: number | tf.Tensor): T {
  check('groupSoftThreshold', 'V', V, tensor('a tensor'));
  check('groupSoftThreshold', 't', t, threshold);
  return tf.tidy(() => {
    const norms = tf.sqrt(tf.sum(tf.square(V), -1, true));
    const shrink = tf.div(tf.relu(tf.sub(norms, t)), tf.maximum(norms, TINY));
    return tf.mul(V, shrink);
  });
}
