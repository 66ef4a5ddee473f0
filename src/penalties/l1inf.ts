import * as tf from '@tensorflow/tfjs-core';
import type { VectorInput } from '../data/to-vector.js';
import { bisect } from '../prox/bisect.js';
import { normPenalty, type PenaltyOptions } from './norm-penalty.js';
import type { Penalty } from './penalty.js';

/** Halvings of the interval that holds a threshold: as many as float32 can tell apart. */
const HALVINGS = 26;

/**
 * `argmin_z ½‖z − v‖² + t ‖z‖_∞` along the last axis: entries are cut at θ, `Σ max(|v_k| − θ, 0) = t`; zeros where `‖v‖₁ ≤ t`.
 * (What is cut off is the projection of v on the ball `‖·‖₁ ≤ t`: Moreau's decomposition.)
 */
function cut(V: tf.Tensor3D, t: tf.Tensor): tf.Tensor3D {
  return tf.tidy(() => {
    const sizes = tf.abs(V);
    const ends = [tf.zerosLike(tf.sum(sizes, -1, true)), tf.max(sizes, -1, true)] as const;
    const below = (middle: tf.Tensor) => tf.greater(tf.sum(tf.relu(tf.sub(sizes, middle)), -1, true), t);
    const high = bisect(ends, below, HALVINGS);
    const some = tf.greater(tf.sum(sizes, -1, true), t);
    return tf.mul(tf.sign(V), tf.where(some, tf.minimum(sizes, high), tf.zerosLike(sizes))) as tf.Tensor3D;
  });
}

const largest = (vector: Float64Array): number => vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
const total = (vector: Float64Array): number => vector.reduce((sum, x) => sum + Math.abs(x), 0);

/**
 * `α Σ_j max_t |W_jt|`: a feature is used by all tasks of a problem or by none, and once it is, tasks have coefficients up to its
 * largest for nothing. Dual norm: `max_j ‖G_j‖₁`.
 *
 * @param alpha - one positive number for all problems of the batch, or one for each
 * @throws RangeError if an alpha or a factor is not positive and finite
 * @see Turlach, Venables & Wright 2005; Quattoni, Carreras, Collins & Darrell 2009
 */
export const l1inf = (alpha: number | VectorInput, options?: PenaltyOptions): Penalty =>
  normPenalty(
    'l1inf',
    alpha,
    { value: (W) => tf.max(tf.abs(W), -1), dual: (G) => tf.sum(tf.abs(G), -1), prox: cut },
    { value: largest, dual: total },
    options,
  );
