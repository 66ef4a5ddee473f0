import * as tf from '@tensorflow/tfjs-core';
import type { VectorInput } from '../data/to-vector.js';
import { softThreshold } from '../prox/soft-threshold.js';
import { normPenalty, type PenaltyOptions } from './norm-penalty.js';
import type { Penalty } from './penalty.js';

/**
 * `α Σ|w|`, the penalty of the Lasso. Dual norm: `max|g|`.
 *
 * @param alpha - one positive number for all problems of the batch, or one for each
 * @throws RangeError if an alpha or a factor is not positive and finite
 * @see Tibshirani 1996
 */
export const l1 = (alpha: number | VectorInput, options?: PenaltyOptions): Penalty =>
  normPenalty(
    'l1',
    alpha,
    {
      value: (W) => tf.sum(tf.abs(W), -1),
      dual: (G) => tf.max(tf.abs(G), -1),
      prox: softThreshold,
    },
    {
      value: (coefficients) => coefficients.reduce((sum, w) => sum + Math.abs(w), 0),
      dual: (correlations) => correlations.reduce((most, g) => Math.max(most, Math.abs(g)), 0),
    },
    options,
  );
