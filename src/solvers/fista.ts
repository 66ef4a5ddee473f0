import * as tf from '@tensorflow/tfjs-core';
import type { Datafit } from '../datafits/datafit.js';
import type { Penalty } from '../penalties/penalty.js';
import { proximalGradient } from './proximal-gradient.js';
import type { Solver } from './solver.js';

export type FistaState = {
  /** Current iterate, shape (features, problems, tasks). */
  W: tf.Tensor3D;
  /** Extrapolated point, where the gradient is taken. */
  Z: tf.Tensor3D;
  /** Momentum parameter of each problem, at least 1, shape (1, problems, 1). */
  t: tf.Tensor3D;
};

/** Momentum from t_k: the weight (t_k − 1)/t_{k+1} and `t_{k+1} = (1 + √(1 + 4 t_k²)) / 2`. */
function nesterov(t: tf.Tensor3D): { weight: tf.Tensor3D; t: tf.Tensor3D } {
  const next: tf.Tensor3D = tf.mul(tf.add(tf.sqrt(tf.add(tf.mul(tf.square(t), 4), 1)), 1), 0.5);
  return { weight: tf.div(tf.sub(t, 1), next), t: next };
}

/** 1 for each problem whose last step agrees with its proximal gradient, `⟨Z − W⁺, W⁺ − W⟩ ≤ 0`, else 0. */
function downhill({ W, Z }: FistaState, next: tf.Tensor3D, datafit: Datafit): tf.Tensor3D {
  const along = tf.sum(tf.mul(tf.sub(Z, next), tf.sub(next, W)), [0, 2]);
  return tf.cast(tf.reshape(tf.lessEqual(along, 0), [1, datafit.shape[1], 1]), 'float32');
}

const fistaLike = (
  step: (state: FistaState, datafit: Datafit, penalty: Penalty) => FistaState,
): Solver<FistaState> => ({
  init: (W0) => ({
    W: tf.clone(W0),
    Z: tf.clone(W0),
    t: tf.ones([1, W0.shape[1], 1]),
  }),
  step,
  take: ({ W, Z, t }, problems) => ({
    W: tf.gather(W, problems, 1),
    Z: tf.gather(Z, problems, 1),
    t: tf.gather(t, problems, 1),
  }),
});

/**
 * Accelerated proximal gradient (FISTA) with the fixed step 1/L: `F(W_k) − F* ≤ 2L ‖W_0 − W*‖² / (k + 1)²`.
 *
 * @see Beck & Teboulle 2009, equations 4.1 to 4.3 and theorem 4.4
 */
export const fista: Solver<FistaState> = fistaLike(({ W, Z, t }, datafit, penalty) => {
  const next = proximalGradient(Z, datafit, penalty);
  const momentum = nesterov(t);
  return {
    W: next,
    Z: tf.add(next, tf.mul(tf.sub(next, W), momentum.weight)),
    t: momentum.t,
  };
});

/**
 * FISTA with adaptive restart: each problem drops its momentum whenever that leads uphill (gradient scheme). Where the
 * objective is strongly convex this gives linear convergence, without knowing how strongly.
 *
 * @see O'Donoghue & Candès 2015, section 3.2
 */
export const restartedFista: Solver<FistaState> = fistaLike((state, datafit, penalty) => {
  const next = proximalGradient(state.Z, datafit, penalty);
  const momentum = nesterov(state.t);
  const goOn = downhill(state, next, datafit);
  const weight = tf.mul(momentum.weight, goOn);
  return {
    W: next,
    Z: tf.add(next, tf.mul(tf.sub(next, state.W), weight)),
    t: tf.add(tf.mul(tf.sub(momentum.t, 1), goOn), 1),
  };
});
