import { check, checkOptions } from '../arguments/check.js';
import { number, type Rules } from '../arguments/rules.js';
import { leastSquares } from '../data/least-squares.js';
import { columnsOf, type Matrix, row, zeros } from '../data/matrix.js';
import type { LinearFit } from '../estimators/linear-fit.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { readCoef, readModel } from '../estimators/read-model.js';
import { pacer } from '../threads/pacer.js';
import { checkShape, DATA_RULES, type DataOptions, type ReadData, readData } from './read-data.js';

/** A linear model without a certificate of its own: for `predict`, `score`, `support`. */
export type LinearModel = Pick<LinearFit, 'coef' | 'intercept'>;

const RULES: Rules<DataOptions & { gamma: number }> = {
  ...DATA_RULES,
  gamma: number('a number from 0 to 1', (value) => value >= 0 && value <= 1),
};

/** Tasks by the features that they use. */
function bySupport(coef: Matrix): { tasks: number[]; features: number[] }[] {
  const groups = new Map<string, { tasks: number[]; features: number[] }>();
  for (let t = 0; t < coef.rows; t++) {
    const w = row(coef, t);
    const features = Array.from(w.keys()).filter((j) => w[j] !== 0);
    const key = features.join();
    const group = groups.get(key) ?? { tasks: [], features };
    group.tasks.push(t);
    groups.set(key, group);
  }
  return [...groups.values()];
}

async function refitted(coef: Matrix, { x, y }: ReadData, signal: AbortSignal | undefined): Promise<LinearModel> {
  const breathe = pacer(signal);
  const all = zeros(coef.rows, coef.cols);
  for (const { tasks, features } of bySupport(coef)) {
    const { W } = await leastSquares(columnsOf(x.matrix, features), columnsOf(y.matrix, tasks), breathe);
    tasks.forEach((t, k) => {
      features.forEach((j, a) => {
        row(all, t)[j] = W.values[a * W.cols + k]!;
      });
    });
  }
  const intercept = y.means.map((mean, t) => row(all, t).reduce((sum, w, j) => sum - w * x.means[j]!, mean));
  return { coef: all, intercept };
}

/**
 * Least squares of each task on the features that it uses (those whose coefficient is not 0), without a penalty: what shrinkage took
 * off comes back. Of least norm where these features are dependent; the sign of a coefficient may change, `positive` is not kept.
 *
 * @param data - design (samples, features) and targets (samples, tasks) of the fit
 * @param options - those of the fit
 * @throws TypeError for kinds and shapes that do not fit, RangeError for entries or weights that are out of range
 * @see Belloni & Chernozhukov 2013, least squares after model selection
 */
export async function refit(
  fit: Pick<LinearFit, 'coef'>,
  data: readonly [MatrixInput, MatrixInput],
  options: DataOptions = {},
): Promise<LinearModel> {
  return refitFor('refit', readCoef('refit', fit), data, options);
}

/** What `refit` does with coefficients, under the name of who asks. */
async function refitFor(
  name: string,
  coef: Matrix,
  data: readonly [MatrixInput, MatrixInput],
  options: DataOptions,
): Promise<LinearModel> {
  const read = await readData(name, data, options);
  checkShape(name, coef, read);
  return refitted(coef, read, options.signal);
}

/** `γ a + (1 − γ) b` of all coefficients and intercepts. */
function mixed(gamma: number, a: LinearModel, b: LinearModel): LinearModel {
  const mix = (some: Float64Array, other: Float64Array): Float64Array =>
    some.map((value, at) => gamma * value + (1 - gamma) * other[at]!);
  return { coef: { ...a.coef, values: mix(a.coef.values, b.coef.values) }, intercept: mix(a.intercept, b.intercept) };
}

/**
 * The relaxed Lasso as glmnet has it: `γ` of a fit and `1 − γ` of its `refit`, which is less shrinkage of the same features.
 *
 * @param options - those of the fit, and gamma: 1 is the fit, 0 the refit
 * @throws as `refit` does; RangeError for a gamma below 0 or above 1
 * @see Hastie, Tibshirani & Tibshirani 2020; Meinshausen 2007, whose relaxed Lasso this simplifies
 */
export async function relaxed(
  fit: LinearModel,
  data: readonly [MatrixInput, MatrixInput],
  asked: DataOptions & { gamma: number },
): Promise<LinearModel> {
  checkOptions('relaxed', asked, RULES);
  const { gamma, ...options } = asked;
  check('relaxed', 'gamma', gamma, RULES.gamma);
  const model = readModel('relaxed', fit);
  return mixed(gamma, model, await refitFor('relaxed', model.coef, data, options));
}
