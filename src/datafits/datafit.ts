import type * as tf from '@tensorflow/tfjs-core';

/**
 * The smooth part `f_b(W_b) = 1/(2n) ‖Y_b − X W_b‖²`, perhaps with a ridge, for each problem b of a batch that shares X. W has shape (features,
 * problems, tasks). All methods are pure: tensors in, new tensors out.
 */
export interface Datafit {
  /** What the datafit holds, freed by `tf.dispose(datafit.tensors)`; `nullValue` is f(0), shape (problems). */
  readonly tensors: {
    readonly nullValue: tf.Tensor1D;
    readonly [name: string]: tf.Tensor;
  };
  /** Shape of W: [features, problems, tasks]. */
  readonly shape: readonly [number, number, number];
  /** Constant of the gradient: `‖∇f(V) − ∇f(W)‖ ≤ lipschitz ‖V − W‖`. */
  readonly lipschitz: number;
  /** The mean eigenvalue of the Hessian H = XᵀX/n, `‖X‖²_F / (n p)`; 1 if X is 0. */
  readonly curvature: number;
  /** `f_b(W_b)`, shape (problems). */
  value(W: tf.Tensor3D): tf.Tensor1D;
  /** `∇f_b(W_b) = −Xᵀ(Y_b − X W_b) / n`, the shape of W. */
  gradient(W: tf.Tensor3D): tf.Tensor3D;
  /** What `resolve` needs for a step: a matrix of the smaller size of X. The caller's to free. */
  resolvent(step: number): tf.Tensor2D;
  /** `(I + step H)⁻¹ V`, roughly: a preconditioner, from the resolvent of that step. The shape of V, which is that of W. */
  resolve(resolvent: tf.Tensor2D, V: tf.Tensor3D, step: number): tf.Tensor3D;
  /** The same datafit for some of the problems, by their places in the batch. */
  take(problems: tf.Tensor1D): Datafit;
}
