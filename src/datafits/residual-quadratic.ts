import * as tf from '@tensorflow/tfjs-core';
import { orFree, own } from '../tensors/own.js';
import type { Datafit } from './datafit.js';
import { inverse } from './inverse.js';
import { nullValue } from './null-value.js';
import { type Scales, scalesOf } from './scales.js';

/** X, shape (n, p); XT = Xᵀ, kept because wasm multiplies by a transposed matrix ten times slower; Y, shape (n, problems, tasks). */
type ResidualTensors = {
  X: tf.Tensor2D;
  XT: tf.Tensor2D;
  Y: tf.Tensor3D;
  nullValue: tf.Tensor1D;
};

function fromTensors(tensors: ResidualTensors, scales: Scales): Datafit {
  const { X, XT, Y } = tensors;
  const [n, problems, tasks] = Y.shape;
  const p = X.shape[1];
  const columns = problems * tasks;
  const residual = (W: tf.Tensor3D): tf.Tensor3D =>
    tf.sub(Y, tf.reshape(tf.matMul(X, tf.reshape(W, [p, columns])), Y.shape));

  /** Of `I + step H`: its largest eigenvalue is at most 1 + step trace H. */
  const conditionOf = (step: number): number => 1 + step * scales.curvature * p;

  return {
    tensors,
    shape: [p, problems, tasks],
    ...scales,
    value: (W) => tf.tidy(() => nullValue(residual(W))),
    gradient: (W) =>
      tf.tidy(() => {
        const correlations = tf.matMul(XT, tf.reshape(residual(W), [n, columns]));
        return tf.div(tf.reshape(correlations, [p, problems, tasks]), -n);
      }),
    // `(I + sXᵀX/n)⁻¹ = I − XᵀKX` with `K = (nI/s + XXᵀ)⁻¹` (Woodbury).
    resolvent: (step) =>
      tf.tidy(() => inverse(tf.add(tf.mul(tf.eye(n), n / step), tf.matMul(X, XT)), conditionOf(step))),
    resolve: (K, V) =>
      tf.tidy(() => {
        const v: tf.Tensor2D = tf.reshape(V, [p, columns]);
        return tf.sub(V, tf.reshape(tf.matMul(XT, tf.matMul(K, tf.matMul(X, v))), V.shape));
      }),
    take: (which) =>
      fromTensors(
        {
          X: tf.clone(X),
          XT: tf.clone(XT),
          Y: tf.gather(Y, which, 1),
          nullValue: tf.gather(tensors.nullValue, which),
        },
        scales,
      ),
  };
}

/**
 * `1/(2n) ‖Y − XW‖²` from the residual: two products with X for each gradient, which is less than one with the Gram
 * matrix when p is above 2n. The whole batch is one product: problems and tasks are columns side by side.
 *
 * @param X - design, shape (n, p), centred
 * @param Y - targets, shape (n, problems, tasks), centred
 */
export async function residualQuadratic(X: tf.Tensor2D, Y: tf.Tensor3D): Promise<Datafit> {
  const tensors = own(
    tf.getBackend(),
    () => ({
      X: tf.clone(X),
      XT: tf.transpose(X) as tf.Tensor2D,
      Y: tf.clone(Y),
      nullValue: nullValue(Y),
    }),
    (made) => made,
  );
  const hessian = (V: tf.Tensor2D): tf.Tensor2D => tf.div(tf.matMul(tensors.XT, tf.matMul(tensors.X, V)), X.shape[0]);
  return orFree(tensors, async () => fromTensors(tensors, await scalesOf(hessian, X)));
}
