import * as tf from '@tensorflow/tfjs-core';
import { select } from '../backends/select-backend.js';
import { centre } from '../data/centre.js';
import { inRange } from '../data/in-range.js';
import type { Matrix } from '../data/matrix.js';
import { sparseGroupDual } from '../penalties/sparse-group.js';
import { own } from '../tensors/own.js';

import type { MakePenalty, Model } from './model.js';
import type { CheckedOptions } from './options.js';
import type { Prepared } from './prepare.js';
import { type Scaled, scaled } from './scaled.js';
import { countedBy } from './tensor-penalty.js';

/** `XᵀY/n`, shape (p, T). */
function correlations(X: Matrix, Y: Matrix): Float64Array {
  const tasks = Y.cols;
  const c = new Float64Array(X.cols * tasks);
  const y = Y.values;
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < X.cols; j++) {
      const factor = X.values[i * X.cols + j]! / X.rows;
      const [to, from] = [j * tasks, i * tasks];
      for (let t = 0; t < tasks; t++) c[to + t]! += factor * y[from + t]!;
    }
  }
  return c;
}

/** Maxima within these bounds have lost nothing to over- or underflow on the way, of squares either. */
const [LEAST, MOST] = [2 ** -450, 2 ** 450];

type Data = Pick<Prepared, 'data' | 'fitIntercept' | 'factors' | 'units'>;

/**
 * The smallest alpha of each problem for which all coefficients are 0: the largest dual norm, over the features or groups of them, of
 * `X_jᵀY/n` by the factor and the unit of the feature.
 *
 * @throws RangeError where X and Y are in units in which float64 does not hold it
 */
export function alphaMaxima(model: Model, prepared: Data, positive: boolean): Float64Array {
  const { data, fitIntercept, units } = prepared;
  const [x, y] = data.map((matrix) => (fitIntercept ? centre(matrix).matrix : matrix)) as [Matrix, Matrix];
  const maxima = maximaOfCentred(model, { ...prepared, data: [x, y] }, positive);
  if (maxima.every((most) => most > LEAST && most < MOST)) return maxima;
  const [X, Y] = data.map((matrix) => scaled(matrix, fitIntercept)) as [Scaled, Scaled];
  const own = { ...prepared, data: [X.matrix, Y.matrix] as const, units: units?.map((unit) => unit / X.scale) };
  const scale = units ? Y.scale : X.scale * Y.scale;
  return maximaOfCentred(model, own, positive).map((most) => (most === 0 ? 0 : inRange(most * scale, 'alpha')));
}

/** The same of data whose means are off. */
function maximaOfCentred(
  { joint, parts: { l1, l2 }, groups }: Model,
  { data: [x, y], factors, units }: Pick<Data, 'data' | 'factors' | 'units'>,
  positive: boolean,
): Float64Array {
  const c = correlations(x, y).map((value) => (positive ? Math.max(value, 0) : Math.abs(value)));
  const tasks = joint ? y.cols : 1;
  const most = new Float64Array(y.cols / tasks);
  const blocks = groups?.features ?? Array.from({ length: x.cols }, (_, j) => [j]);
  const single = new Float64Array(tasks);
  blocks.forEach((features, g) => {
    const weight = l1 + l2 * (groups?.weights[g] ?? 1);
    const by = weight * (factors?.[features[0]!] ?? 1);
    const values = features.length === 1 ? single : new Float64Array(tasks * features.length);
    for (let b = 0; b < most.length; b++) {
      for (let i = 0; i < features.length; i++) {
        const j = features[i]!;
        const from = j * y.cols + b * tasks;
        const unit = units ? units[j]! : 1;
        for (let t = 0; t < tasks; t++) values[i * tasks + t] = c[from + t]! / unit;
      }
      const size = values.length === 1 ? values[0]! : sparseGroupDual(values, l1 / weight);
      most[b] = Math.max(most[b]!, size / by);
    }
  });
  return most;
}

/** The same for a penalty of one's own: by the norm on the host that comes with it. */
export async function maximaOf(
  { joint }: Model,
  make: MakePenalty,
  { data, fitIntercept, factors, units }: Data,
  { positive, backend: name }: Pick<CheckedOptions, 'positive' | 'backend'>,
): Promise<Float64Array> {
  const { backend } = await select(name);
  const [X, Y] = data.map((matrix) => scaled(matrix, fitIntercept)) as [Scaled, Scaled];
  const [x, y] = [X.matrix, Y.matrix];
  const standard = units?.map((unit) => unit / X.scale);
  const scale = units ? Y.scale : X.scale * Y.scale;
  const options = { positive, ...(factors && { factors: countedBy(factors) }) };
  const { tensors, norm } = own(
    backend,
    () => make(1, options),
    (penalty) => penalty.tensors,
  );
  tf.dispose(tensors);
  const c = correlations(x, y);
  const tasks = joint ? y.cols : 1;
  return Float64Array.from({ length: y.cols / tasks }, (_, b) => {
    const of = (j: number): Float64Array =>
      c.subarray(j * y.cols + b * tasks, j * y.cols + (b + 1) * tasks).map((value) => value / (standard?.[j] ?? 1));
    const most = Array.from({ length: x.cols }, (_, j) => norm.dual(of(j), j)).reduce((a, b) => Math.max(a, b), 0);
    return most === 0 ? 0 : inRange(most * scale, 'alpha');
  });
}
