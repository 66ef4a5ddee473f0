import { columns, columnsOf, type Matrix, zeros } from '../data/matrix.js';
import { projectOut } from '../data/project-out.js';
import { weighted } from '../data/weighted.js';
import { type LinearFit, supportOf } from '../estimators/linear-fit.js';
import { type Breathe, pacer } from '../threads/pacer.js';
import { estimatorFrom, type Recipe, type SelectionTask, type Setting } from './setting.js';
import { fitted, together } from './tally.js';

/** Coefficients of one problem of a fit, shape (its tasks, features). */
function coefficientsOf({ coef, problems }: LinearFit, problem: number): Matrix {
  const tasks = coef.rows / problems.length;
  const length = tasks * coef.cols;
  return { rows: tasks, cols: coef.cols, values: coef.values.subarray(problem * length, (problem + 1) * length) };
}

/**
 * Least squares of weighted data on the support of each problem: coefficients, shape (tasks, features). Of features
 * that make up for each other the last ones are 0.
 */
export async function refitProblems(
  fit: LinearFit,
  { X, Y, weights, centred }: Pick<Resampled, 'X' | 'Y' | 'weights' | 'centred'>,
  breathe: Breathe,
): Promise<Matrix> {
  const refitted = zeros(fit.coef.rows, fit.coef.cols);
  const { matrix: x } = await weighted(X, weights, centred, breathe);
  const { matrix: y } = await weighted(Y, weights, centred, breathe);
  for (let b = 0; b < fit.problems.length; b++) {
    const own = coefficientsOf(fit, b);
    const features = supportOf(own);
    const places = Array.from(features.keys());
    const first = b * own.rows;
    const projection = await projectOut(columnsOf(x, features), places, breathe);
    const W = await projection.fit(columns(y, first, first + own.rows));
    features.forEach((j, at) => {
      for (let t = 0; t < own.rows; t++) refitted.values[(first + t) * own.cols + j] = W.values[at * own.rows + t]!;
    });
  }
  return refitted;
}

/** What all resamples share. */
export interface Resampled extends Setting {
  readonly weights: Float64Array;
  readonly recipe: Recipe;
  /** Coefficients to start from. */
  readonly init: Matrix;
  readonly centred: boolean;
}

/** What a resample selects, and the coefficients that it refits. */
interface Refitted {
  /** 1 where a feature is selected, shape (problems, features). */
  readonly marks: Uint8Array;
  readonly refitted: Matrix;
}

/** Fits samples that were drawn, as often as they were, and refits what they select. */
export const resample: SelectionTask<Resampled, Int32Array, Refitted> = {
  name: 'resample',
  async run({ X, Y, weights, recipe, init, centred }, draw, { signal, count }) {
    const drawn = new Float64Array(X.rows);
    for (const i of draw) drawn[i]! += weights[i]!;
    const how = { ...(signal && { signal }), sampleWeight: drawn, init: { coef: init } };
    const fit = await estimatorFrom(recipe).fit(X, Y, how);
    const marks = new Uint8Array(fit.problems.length * X.cols);
    fit.problems.forEach((_, b) => {
      for (const j of supportOf(coefficientsOf(fit, b))) marks[b * X.cols + j] = 1;
    });
    const refitted = await refitProblems(fit, { X, Y, weights: drawn, centred }, pacer(signal));
    count(fitted(fit));
    return { marks, refitted };
  },
  join: together,
};
