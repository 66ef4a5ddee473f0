import { isRecord } from '../arguments/rules.js';
import { shown } from '../arguments/shown.js';
import { checkBackend } from '../backends/select-backend.js';
import type { Matrix } from '../data/matrix.js';
import { asMatrix, checkFinite } from '../data/to-matrix.js';
import type { Estimator } from './estimator.js';
import type { Data, FitOptions, PathFitOptions } from './model.js';
import { type CheckedOptions, isTensorSolver } from './options.js';
import { readWeights } from './read-weights.js';

/** What is known of an estimator. */
export type Recipe = Pick<Estimator, 'model' | 'options'>;

/** @throws TypeError if there are not as many as there are features */
function checkFactors(name: string, { penaltyFactor }: CheckedOptions, [X]: Data): void {
  if (penaltyFactor && penaltyFactor.length !== X.cols) {
    const got = penaltyFactor.length;
    throw new TypeError(`${name}: penaltyFactor must have ${X.cols} numbers like X columns, got ${got}`);
  }
}

/** @throws RangeError for a solver that does not know the penalty */
function checkSolver(name: string, { model: { groups, penalty }, options: { solver } }: Recipe): void {
  if (groups && solver !== 'auto') {
    throw new RangeError(`${name}: solver must be auto for groups of features, got ${solver}`);
  }
  if (penalty && solver !== 'auto' && !isTensorSolver(solver)) {
    throw new RangeError(`${name}: solver must be auto or one on tensors for this penalty, got ${solver}`);
  }
}

/** @throws TypeError if groups are not of these features, RangeError if features of a group have different factors */
function checkGroups(name: string, { model: { groups }, options: { penaltyFactor } }: Recipe, [X]: Data): void {
  if (!groups) return;
  if (groups.count !== X.cols) {
    throw new TypeError(`${name}: groups must hold ${X.cols} features like X columns, got ${groups.count}`);
  }
  groups.features.forEach((features) => {
    const [first] = features;
    const other = features.find((j) => penaltyFactor && penaltyFactor[j] !== penaltyFactor[first!]);
    if (other === undefined) return;
    const got = `${penaltyFactor![first!]} of feature ${first} and ${penaltyFactor![other]} of feature ${other}`;
    throw new RangeError(`${name}: penaltyFactor must be the same for all features of a group, got ${got}`);
  });
}

/** @throws TypeError if `init` has no coefficients, or of another shape than the fit will, RangeError if they are not finite */
function readInit(name: string, init: unknown, [X, Y]: Data): FitOptions['init'] {
  const refuse = (got: string): never => {
    throw new TypeError(`${name}: init must have coef of shape ${Y.cols} x ${X.cols} (tasks, features), got ${got}`);
  };
  if (!isRecord(init) || init.coef === undefined) return refuse(shown(init));
  const coef = asMatrix(`${name}: init.coef`, init.coef as Matrix);
  if (coef.rows !== Y.cols || coef.cols !== X.cols) return refuse(`${coef.rows} x ${coef.cols}`);
  checkFinite(`${name}: init.coef`, coef);
  return { coef };
}

/** @throws RangeError if all that is there of a task weighs nothing */
function checkCounted(name: string, { rows, cols, values }: Matrix, weights: Float64Array): void {
  for (let t = 0; t < cols; t++) {
    let i = 0;
    while (i < rows && !(weights[i]! > 0 && !Number.isNaN(values[i * cols + t]!))) i++;
    if (i < rows) continue;
    throw new RangeError(`${name}: Y must have an entry of a weight above 0 in each column, got none in column ${t}`);
  }
}

/** How fits are to be made: with copies of weights, and a start in float64. */
export type How = Omit<PathFitOptions, 'sampleWeight'> & { readonly sampleWeight?: Float64Array };

/**
 * Checks that an estimator and what is said of its fits go with data.
 *
 * @param name - who asks, for the errors
 * @throws TypeError for kinds and shapes that do not fit, RangeError for values out of range
 */
export function readHow(name: string, recipe: Recipe, data: Data, { sampleWeight, init, ...how }: PathFitOptions): How {
  const [X, Y] = data;
  const start = init === undefined ? undefined : readInit(name, init, data);
  checkFactors(name, recipe.options, data);
  checkSolver(name, recipe);
  checkBackend(name, 'backend', recipe.options.backend);
  checkGroups(name, recipe, data);
  const weights = readWeights(name, X.rows, sampleWeight);
  if (weights) checkCounted(name, Y, weights);
  return { ...how, ...(start && { init: start }), ...(weights && { sampleWeight: weights }) };
}
