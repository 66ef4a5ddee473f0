import * as tf from '@tensorflow/tfjs-core';
import { check, checkOptions } from '../arguments/check.js';
import { any, hasMethods, type Rule, type Rules, yesOrNo } from '../arguments/rules.js';
import { shown, shownEntry } from '../arguments/shown.js';
import { isList, type VectorInput } from '../data/to-vector.js';
import type { FeatureNorm, Penalty } from './penalty.js';

/** A norm as tensors: what it gives for the vector of tasks along the last axis, and its proximal operator. */
export interface TensorNorm {
  /** Norm along the last axis. */
  readonly value: (W: tf.Tensor3D) => tf.Tensor;
  /** Dual norm along the last axis. */
  readonly dual: (G: tf.Tensor3D) => tf.Tensor;
  /** Proximal operator of t times the norm. */
  readonly prox: (V: tf.Tensor3D, t: tf.Tensor) => tf.Tensor3D;
}

/** What features have of their own. */
export interface PenaltyOptions {
  /** The penalty of feature j counts so many times, above 0 and finite. @default 1 */
  readonly factors?: VectorInput;
  /**
   * Whether coefficients must not be negative. For a norm that no sign and no growing entry makes smaller that is the same as
   * to forget what is negative: in a prox, and in correlations. @default false
   */
  readonly positive?: boolean;
}

const isPositive = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value > 0;

/** @throws TypeError if it is no list, RangeError for an entry that is not positive and finite */
function checkPositive(name: string, what: string, values: VectorInput, nouns: string): void {
  if (!isList(values))
    throw new TypeError(`${name}: ${what} must be a positive number or a list of them, got ${shown(values)}`);
  if (values.length === 0) throw new RangeError(`${name}: ${what} must name at least one ${nouns}, got an empty list`);
  for (let i = 0; i < values.length; i++) {
    if (isPositive(values[i])) continue;
    const which = values.length > 1 ? `${what}[${i}]` : what;
    throw new RangeError(`${name}: ${which} must be a positive number, got ${shownEntry(values[i])}`);
  }
}

/** Factors have rules of their own. */
const RULES: Rules<PenaltyOptions> = { factors: any, positive: yesOrNo };

const TENSOR_NORM: Rule = {
  accepts: (value) => hasMethods(value, 'value', 'dual', 'prox'),
  expected: 'an object with functions value, dual and prox',
  error: TypeError,
};

const TASK_NORM: Rule = {
  accepts: (value) => hasMethods(value, 'value', 'dual'),
  expected: 'an object with functions value and dual',
  error: TypeError,
};

/** α of shape (1, problems or 1, 1), and what the features' penalties count, shape (features, 1, 1); nothing if that is 1. */
type Weights = { readonly alpha: tf.Tensor3D; readonly factors?: tf.Tensor3D };

function fromWeights(tensors: Weights, tensor: TensorNorm, norm: FeatureNorm, positive: boolean): Penalty {
  const { alpha, factors } = tensors;
  const kept = (V: tf.Tensor3D): tf.Tensor3D => (positive ? tf.relu(V) : V);
  const byFeature = (): tf.Tensor => tf.reshape(factors!, [-1, 1]);
  const weighted = (norms: tf.Tensor): tf.Tensor => (factors ? tf.mul(norms, byFeature()) : norms);
  return {
    tensors,
    norm,
    value: (W) => tf.mul(tf.sum(weighted(tensor.value(W)), 0), tf.reshape(alpha, [-1])),
    prox: (V, step) => {
      const t = tf.mul(alpha, step);
      return tensor.prox(kept(V), factors ? tf.mul(t, factors) : t);
    },
    dualNorm: (G) => {
      const norms = tensor.dual(kept(G));
      return tf.max(factors ? tf.div(norms, byFeature()) : norms, 0);
    },
    take: (problems) =>
      fromWeights(
        {
          alpha: alpha.shape[1] === 1 ? tf.clone(alpha) : tf.gather(alpha, problems, 1),
          ...(factors && { factors: tf.clone(factors) }),
        },
        tensor,
        norm,
        positive,
      ),
  };
}

/** A norm on the host with what features have of their own. */
function hostNorm({ value, dual }: TaskNorm, { factors, positive = false }: PenaltyOptions): FeatureNorm {
  const factor = (j: number): number => factors?.[j] ?? 1;
  return {
    value: (coefficients, j) => factor(j) * value(coefficients),
    dual: (correlations, j) => dual(positive ? correlations.map((c) => Math.max(c, 0)) : correlations) / factor(j),
  };
}

/** A norm of the coefficients of one feature, and its dual norm, on the host in float64. */
export interface TaskNorm {
  value(coefficients: Float64Array): number;
  dual(correlations: Float64Array): number;
}

/**
 * The penalty `α Σ_j factor_j ‖W_j‖` made of one norm for each feature.
 *
 * @param name - what the errors call it
 * @param alpha - one positive number for all problems, or one for each
 * @throws RangeError if an alpha or a factor is not positive and finite, TypeError for kinds that do not fit
 */
export function normPenalty(
  name: string,
  alpha: number | VectorInput,
  tensor: TensorNorm,
  norm: TaskNorm,
  options: PenaltyOptions = {},
): Penalty {
  checkOptions(name, options, RULES);
  const alphas = typeof alpha === 'number' ? [alpha] : alpha;
  const { factors, positive = false } = options;
  checkPositive(name, 'alpha', alphas, 'problem');
  if (factors !== undefined) checkPositive(name, 'factors', factors, 'feature');
  check(name, 'tensor', tensor, TENSOR_NORM);
  check(name, 'norm', norm, TASK_NORM);
  const tensors = {
    alpha: tf.tensor3d(Float32Array.from(alphas), [1, alphas.length, 1]),
    ...(factors && { factors: tf.tensor3d(Float32Array.from(factors), [factors.length, 1, 1]) }),
  };
  return fromWeights(tensors, tensor, hostNorm(norm, options), positive);
}
