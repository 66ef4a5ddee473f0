import * as tf from '@tensorflow/tfjs-core';
import { orFree, own } from '../tensors/own.js';
import type { Datafit } from './datafit.js';
import { inverse } from './inverse.js';
import { nullValue } from './null-value.js';
import { type Scales, scalesOf } from './scales.js';
import { sumOverRows } from './sum-over-rows.js';

/** G = XᵀX/n, shape (p, p); C = XᵀY/n, shape (p, problems, tasks). */
type GramTensors = { G: tf.Tensor2D; C: tf.Tensor3D; nullValue: tf.Tensor1D };

function gramTensors(X: tf.Tensor2D, Y: tf.Tensor3D): GramTensors {
  const [n, problems, tasks] = Y.shape;
  const p = X.shape[1];
  const targets: tf.Tensor2D = tf.reshape(Y, [n, problems * tasks]);
  const products = sumOverRows(tf.concat([X, targets], 1), (block) => {
    const x = tf.slice(block, [0, 0], [block.shape[0], p]);
    return tf.matMul<tf.Tensor2D>(tf.div(tf.transpose(x), n), block);
  });
  return {
    G: tf.slice(products, [0, 0], [p, p]),
    C: tf.reshape(tf.slice(products, [0, p], [p, problems * tasks]), [p, problems, tasks]),
    nullValue: nullValue(Y),
  };
}

function fromTensors(tensors: GramTensors, scales: Scales): Datafit {
  const { G, C } = tensors;
  const [p, problems, tasks] = C.shape;
  const times = (M: tf.Tensor2D, W: tf.Tensor3D): tf.Tensor3D =>
    tf.reshape(tf.matMul(M, tf.reshape(W, [p, problems * tasks])), C.shape);
  const gram = (W: tf.Tensor3D) => times(G, W);

  /** Of `I + step H`: its largest eigenvalue is at most 1 + step trace H. */
  const conditionOf = (step: number): number => 1 + step * scales.curvature * p;

  return {
    tensors,
    shape: [p, problems, tasks],
    ...scales,
    value: (W) =>
      tf.tidy(() => {
        const slope = tf.sub(tf.mul(gram(W), 0.5), C);
        return tf.add(tensors.nullValue, tf.sum(tf.mul(W, slope), [0, 2]));
      }),
    gradient: (W) => tf.tidy(() => tf.sub(gram(W), C)),
    resolvent: (step) => tf.tidy(() => inverse(tf.add(tf.eye(p), tf.mul(G, step)), conditionOf(step))),
    resolve: (K, V) => tf.tidy(() => times(K, V)),
    take: (which) =>
      fromTensors(
        {
          G: tf.clone(G),
          C: tf.gather(C, which, 1),
          nullValue: tf.gather(tensors.nullValue, which),
        },
        scales,
      ),
  };
}

/**
 * `1/(2n) ‖Y − XW‖² = f(0) − ⟨C, W⟩ + ½⟨W, GW⟩` from the Gram matrix G = XᵀX/n and C = XᵀY/n: one product with G for each
 * gradient, whatever the number of samples. The whole batch is one product: problems and tasks are columns side by side.
 *
 * @param X - design, shape (n, p), centred
 * @param Y - targets, shape (n, problems, tasks), centred
 */
export async function gramQuadratic(X: tf.Tensor2D, Y: tf.Tensor3D): Promise<Datafit> {
  const tensors = own(
    tf.getBackend(),
    () => gramTensors(X, Y),
    (made) => made,
  );
  const { G } = tensors;
  return orFree(tensors, async () => fromTensors(tensors, await scalesOf((V) => tf.matMul(G, V), X)));
}
