import type * as tf from '@tensorflow/tfjs-core';

/**
 * `α_b Ω(W_b)` for each problem b of a batch, Ω a norm that is a sum over features, perhaps of coefficients that must not be
 * negative. W has shape (features, problems, tasks). All methods are pure: tensors in, new tensors out.
 */
export interface Penalty {
  /** What the penalty holds, freed by `tf.dispose(penalty.tensors)`. `alpha` has shape (1, problems or 1, 1). */
  readonly tensors: { readonly alpha: tf.Tensor3D; readonly [name: string]: tf.Tensor };
  /** `α_b Ω(W_b)`, shape (problems). */
  value(W: tf.Tensor3D): tf.Tensor1D;
  /** `argmin_Z ½‖Z − V‖² + step α_b Ω(Z_b)`, the shape of V. */
  prox(V: tf.Tensor3D, step: number): tf.Tensor3D;
  /** The dual norm `Ω°(G_b)`, shape (problems): correlations `G_b = XᵀR/n` are dual feasible when it is at most α_b. */
  dualNorm(G: tf.Tensor3D): tf.Tensor1D;
  /** The same penalty for some of the problems, by their places in the batch. */
  take(problems: tf.Tensor1D): Penalty;
  /** The same norm on the host in float64, for certificates. */
  readonly norm: FeatureNorm;
}

/** Ω as a sum over features, and its dual norm as a maximum over features, on the host in float64. */
export interface FeatureNorm {
  /** What feature j adds to Ω. */
  value(coefficients: Float64Array, j: number): number;
  /** The dual norm of the correlations of feature j. */
  dual(correlations: Float64Array, j: number): number;
}
