import * as tf from '@tensorflow/tfjs-core';
import type { FeatureNorm, Penalty } from './penalty.js';

/** A norm as tensors: what it gives for the vector of tasks along the last axis, and its proximal operator. */
export interface TensorNorm {
  /** Norm along the last axis. */
  readonly value: (W: tf.Tensor3D) => tf.Tensor;
  /** Dual norm along the last axis. */
  readonly dual: (G: tf.Tensor3D) => tf.Tensor;
  /** Proximal operator of t times the norm. */
  readonly prox: (V: tf.Tensor3D, t: tf.Tensor) => tf.Tensor3D;
}

function checkAlphas(name: string, alphas: readonly number[]): void {
  if (!Array.isArray(alphas))
    throw new TypeError(`${name}: alpha must be a positive number or a list of them, got ${alphas}`);
  if (alphas.length === 0) throw new RangeError(`${name}: alpha must name at least one problem, got an empty list`);
  alphas.forEach((alpha, b) => {
    if (!(Number.isFinite(alpha) && alpha > 0)) {
      const which = alphas.length > 1 ? `alpha[${b}]` : 'alpha';
      throw new RangeError(`${name}: ${which} must be a positive number, got ${alpha}`);
    }
  });
}

function fromAlphas(alpha: tf.Tensor3D, tensor: TensorNorm, norm: FeatureNorm): Penalty {
  return {
    tensors: { alpha },
    norm,
    value: (W) => tf.mul(tf.sum(tensor.value(W), 0), tf.reshape(alpha, [-1])),
    prox: (V, step) => tensor.prox(V, tf.mul(alpha, step)),
    dualNorm: (G) => tf.max(tensor.dual(G), 0),
    take: (problems) =>
      fromAlphas(alpha.shape[1] === 1 ? tf.clone(alpha) : tf.gather(alpha, problems, 1), tensor, norm),
  };
}

/**
 * The penalty α Σ_j ‖W_j‖ made of one norm for each feature.
 *
 * @param name - what the errors call it
 * @param alpha - one positive number for all problems, or one for each
 * @throws RangeError if an alpha is not positive and finite
 */
export function normPenalty(
  name: string,
  alpha: number | readonly number[],
  tensor: TensorNorm,
  norm: FeatureNorm,
): Penalty {
  const alphas = typeof alpha === 'number' ? [alpha] : alpha;
  checkAlphas(name, alphas);
  return fromAlphas(tf.tensor3d([...alphas], [1, alphas.length, 1]), tensor, norm);
}
