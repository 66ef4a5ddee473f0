import * as tf from '@tensorflow/tfjs-core';
import type { Datafit } from '../datafits/datafit.js';
import type { Penalty } from '../penalties/penalty.js';

/** `prox_{αΩ/L}(Z − ∇f(Z)/L)`: the step that all solvers here are made of. */
export function proximalGradient(Z: tf.Tensor3D, datafit: Datafit, penalty: Penalty): tf.Tensor3D {
  const step = 1 / datafit.lipschitz;
  return penalty.prox(tf.sub(Z, tf.mul(datafit.gradient(Z), step)), step);
}
