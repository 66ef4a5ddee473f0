import * as tf from '@tensorflow/tfjs-core';
import { check, checkObject } from '../arguments/check.js';
import { number } from '../arguments/rules.js';
import type { VectorInput } from '../data/to-vector.js';
import { bisect } from '../prox/bisect.js';
import { groupSoftThreshold } from '../prox/group-soft-threshold.js';
import { softThreshold } from '../prox/soft-threshold.js';
import { normPenalty, type PenaltyOptions } from './norm-penalty.js';
import type { Penalty } from './penalty.js';

/** Halvings of the interval that holds the dual norm: as many as float32, or float64, can tell apart. */
const HALVINGS = { float32: 26, float64: 54 };

/**
 * The dual norm of `ρ‖w‖₁ + (1 − ρ)‖w‖₂` at g, ρ from 0 to 1: the smallest ν with `‖S(g, ρν)‖₂ ≤ (1 − ρ) ν`: between `‖g‖_∞` and `‖g‖₂`, as `‖w‖₂ ≤ ρ‖w‖₁ + (1 − ρ)‖w‖₂ ≤ ‖w‖₁`.
 *
 * @see Ndiaye, Fercoq, Gramfort & Salmon 2016, the ε-norm
 */
export function sparseGroupDual(g: Float64Array, ratio: number): number {
  let [low, high] = [0, 0];
  for (const value of g) {
    low = Math.max(low, Math.abs(value));
    high += value * value;
  }
  high = Math.max(low, Math.sqrt(high));
  if (ratio === 0) return high;
  for (let k = 0; k < HALVINGS.float64 && low < high; k++) {
    const middle = (low + high) / 2;
    let squares = 0;
    for (const value of g) squares += Math.max(0, Math.abs(value) - ratio * middle) ** 2;
    if (Math.sqrt(squares) > (1 - ratio) * middle) low = middle;
    else high = middle;
  }
  return high;
}

function dualOnDevice(G: tf.Tensor3D, ratio: number): tf.Tensor {
  return tf.tidy(() => {
    const sizes = tf.abs(G);
    const least = tf.max(sizes, -1, true);
    const most = tf.maximum(least, tf.sqrt(tf.sum(tf.square(sizes), -1, true)));
    const above = (middle: tf.Tensor) => {
      const norms = tf.sqrt(tf.sum(tf.square(tf.relu(tf.sub(sizes, tf.mul(middle, ratio)))), -1, true));
      return tf.greater(norms, tf.mul(middle, 1 - ratio));
    };
    return tf.squeeze(bisect([least, most], above, HALVINGS.float32), [-1]);
  });
}

const RATIO = number('a number above 0 and below 1', (value) => value > 0 && value < 1);

/**
 * `α Σ_j (ρ ‖W_j‖₁ + (1 − ρ) ‖W_j‖₂)`, the penalty of the sparse group Lasso with ρ = `l1Ratio`: few features, and few tasks of
 * each.
 *
 * @param alpha - one positive number for all problems of the batch, or one for each
 * @param options - `l1Ratio`: between 0 (`l21`) and 1 (`l1`), neither of them
 * @throws RangeError if an alpha or a factor is not positive and finite, or l1Ratio is out of range
 * @see Simon, Friedman, Hastie & Tibshirani 2013
 */
export function sparseGroup(alpha: number | VectorInput, all: PenaltyOptions & { readonly l1Ratio: number }): Penalty {
  checkObject('sparseGroup', all, ['l1Ratio', 'factors', 'positive']);
  const { l1Ratio, ...options } = all;
  check('sparseGroup', 'l1Ratio', l1Ratio, RATIO);
  const both = (sizes: number, norm: number): number => l1Ratio * sizes + (1 - l1Ratio) * norm;
  return normPenalty(
    'sparseGroup',
    alpha,
    {
      value: (W) => {
        const norms = tf.sqrt(tf.sum(tf.square(W), -1));
        return tf.add(tf.mul(tf.sum(tf.abs(W), -1), l1Ratio), tf.mul(norms, 1 - l1Ratio));
      },
      dual: (G) => dualOnDevice(G, l1Ratio),
      prox: (V, t) => groupSoftThreshold(softThreshold(V, tf.mul(t, l1Ratio)), tf.mul(t, 1 - l1Ratio)),
    },
    {
      value: (w) =>
        both(
          w.reduce((sum, value) => sum + Math.abs(value), 0),
          Math.sqrt(w.reduce((sum, x) => sum + x * x, 0)),
        ),
      dual: (g) => sparseGroupDual(g, l1Ratio),
    },
    options,
  );
}
