import * as tf from '@tensorflow/tfjs-core';
import { proximalGradient } from './proximal-gradient.js';
import type { Solver } from './solver.js';

export type IstaState = {
  /** Current iterate, shape (features, problems, tasks). */
  W: tf.Tensor3D;
};

/**
 * Iterative shrinkage-thresholding (proximal gradient) with the fixed step 1/L:
 * `F(W_k) − F* ≤ L ‖W_0 − W*‖² / (2k)`, and never uphill.
 *
 * @see Beck & Teboulle 2009, section 2 and theorem 3.1
 */
export const ista: Solver<IstaState> = {
  init: (W0) => ({ W: tf.clone(W0) }),
  step: ({ W }, datafit, penalty) => ({
    W: proximalGradient(W, datafit, penalty),
  }),
  take: ({ W }, problems) => ({ W: tf.gather(W, problems, 1) }),
};
