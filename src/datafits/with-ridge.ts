import * as tf from '@tensorflow/tfjs-core';
import { check } from '../arguments/check.js';
import type { Matrix } from '../data/matrix.js';
import { asMatrix } from '../data/to-matrix.js';
import type { Datafit } from './datafit.js';
import { DATAFIT } from './datafit-rule.js';

/** What a ridge adds to the eigenvalues of the Hessian: on the whole, and at most. */
interface Range {
  readonly mean: number;
  readonly most: number;
}

function fromTensors(datafit: Datafit, ridge: tf.Tensor3D, range: Range): Datafit {
  const along = (step: number): number => 1 + step * range.most;
  return {
    tensors: { ...datafit.tensors, ridge },
    shape: datafit.shape,
    lipschitz: datafit.lipschitz + range.most,
    curvature: datafit.curvature + range.mean,
    value: (W) => tf.tidy(() => tf.add(datafit.value(W), tf.mul(tf.sum(tf.mul(tf.square(W), ridge), [0, 2]), 0.5))),
    gradient: (W) => tf.tidy(() => tf.add(datafit.gradient(W), tf.mul(W, ridge))),
    // (I + s(H + rI))⁻¹ = (I + s/(1 + sr) H)⁻¹ / (1 + sr), r the largest: roughly is enough, but too long a step might diverge.
    resolvent: (step) => datafit.resolvent(step / along(step)),
    resolve: (resolvent, V, step) =>
      tf.tidy(() => tf.div(datafit.resolve(resolvent, V, step / along(step)), along(step))),
    take: (problems) =>
      fromTensors(
        datafit.take(problems),
        ridge.shape[1] === 1 ? tf.clone(ridge) : tf.gather(ridge, problems, 1),
        range,
      ),
  };
}

/**
 * A datafit with `Σ_j ridge_jb/2 ‖W_jb‖²` added to it. What the datafit holds is the sum's from now on.
 *
 * @param ridge - at least 0, shape (features or 1, problems or 1) row after row
 * @throws TypeError for another shape, RangeError for an entry that is negative or not finite
 */
export function withRidge(datafit: Datafit, ridge: Matrix): Datafit {
  check('withRidge', 'datafit', datafit, DATAFIT);
  const { rows, cols, values } = asMatrix('withRidge: ridge', ridge);
  const [features, problems] = datafit.shape;
  if ((rows !== 1 && rows !== features) || (cols !== 1 && cols !== problems)) {
    const expected = `[${features} or 1, ${problems} or 1] (features, problems)`;
    throw new TypeError(`withRidge: ridge must have shape ${expected}, got [${rows}, ${cols}]`);
  }
  const bad = values.findIndex((value) => !(value >= 0 && Number.isFinite(value)));
  if (bad >= 0) throw new RangeError(`withRidge: ridge must be >= 0 and finite, got ${values[bad]}`);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const most = values.reduce((largest, value) => Math.max(largest, value), 0);
  return fromTensors(datafit, tf.tensor3d(Float32Array.from(values), [rows, cols, 1]), { mean, most });
}
