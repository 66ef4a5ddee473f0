import * as tf from '@tensorflow/tfjs-core';
import type { Datafit } from '../datafits/datafit.js';
import type { Solver } from './solver.js';

export type DouglasRachfordState = {
  /** Current iterate `prox_{sαΩ}(Z)`, shape (features, problems, tasks). */
  W: tf.Tensor3D;
  /** What the iteration moves. */
  Z: tf.Tensor3D;
  /** What resolves the datafit at the step s. */
  K: tf.Tensor2D;
};

/** Between 0 and 2; near 2 was fastest on autoregressive designs with correlations 0.3 to 0.95. */
const RELAXATION = 1.9;

/** Steps in units of 1 over the mean curvature: 1.4 was best on the same designs, within a factor of 2 hardly worse. */
const STEP = 1.4;

const stepOf = ({ curvature }: Datafit): number => STEP / curvature;

/**
 * Douglas–Rachford splitting, which with a quadratic datafit is ADMM: with s the step, K = (I + sH)⁻¹ and γ the relaxation,
 *
 *     W = prox_{sαΩ}(Z),   Z⁺ = Z + γ [prox_{sf}(2W − Z) − W] = Z + γ K (W − Z − s ∇f(W)).
 *
 * Far fewer steps than FISTA takes where columns are correlated and alpha is small; each costs an application of K more. The
 * last form is exact where the bracket is 0, whatever the error of K: an approximate inverse in float32 will do.
 *
 * @see Eckstein & Bertsekas 1992; Bauschke & Combettes, Convex Analysis and Monotone Operator Theory, section 28.3
 */
export const douglasRachford: Solver<DouglasRachfordState> = {
  init(W0, datafit) {
    const step = stepOf(datafit);
    // At a solution Z = W − s ∇f(W), and the prox gives W back.
    const Z: tf.Tensor3D = tf.sub(W0, tf.mul(datafit.gradient(W0), step));
    return { W: tf.clone(W0), Z, K: datafit.resolvent(step) };
  },
  step({ W, Z, K }, datafit, penalty) {
    const step = stepOf(datafit);
    const towards: tf.Tensor3D = tf.sub(tf.sub(W, Z), tf.mul(datafit.gradient(W), step));
    const next: tf.Tensor3D = tf.add(Z, tf.mul(datafit.resolve(K, towards, step), RELAXATION));
    return { W: penalty.prox(next, step), Z: next, K: tf.clone(K) };
  },
  take: ({ W, Z, K }, problems) => ({
    W: tf.gather(W, problems, 1),
    Z: tf.gather(Z, problems, 1),
    K: tf.clone(K),
  }),
};
