import * as tf from '@tensorflow/tfjs-core';
import type { VectorInput } from '../data/to-vector.js';
import { groupSoftThreshold } from '../prox/group-soft-threshold.js';
import { normPenalty, type PenaltyOptions } from './norm-penalty.js';
import type { Penalty } from './penalty.js';

const euclidean = (vector: Float64Array): number => Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));

/** Euclidean norm along the last axis. */
const norms = (V: tf.Tensor3D): tf.Tensor => tf.sqrt(tf.sum(tf.square(V), -1));

/**
 * `α Σ_j ‖W_j‖₂`, the penalty of the multi-task Lasso: a feature is used by all tasks of a problem or by none. Dual norm:
 * `max_j ‖G_j‖₂`.
 *
 * @param alpha - one positive number for all problems of the batch, or one for each
 * @throws RangeError if an alpha or a factor is not positive and finite
 * @see Obozinski, Taskar & Jordan 2006; Yuan & Lin 2006
 */
export const l21 = (alpha: number | VectorInput, options?: PenaltyOptions): Penalty =>
  normPenalty(
    'l21',
    alpha,
    { value: norms, dual: norms, prox: groupSoftThreshold },
    { value: euclidean, dual: euclidean },
    options,
  );
