import type { Estimator } from '../estimators/estimator.js';
import type { LinearFit } from '../estimators/linear-fit.js';
import type { FitOptions } from '../estimators/model.js';
import type { EstimatorOptions } from '../estimators/options.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { readWeights } from '../estimators/read-problem.js';
import { readTargets } from '../estimators/read-targets.js';
import { pacer } from '../threads/pacer.js';
import { type GridOptions, gridOf } from './alpha-grid.js';
import { checkSquares } from './checks.js';
import { followed } from './degrees-of-freedom.js';
import { deviances } from './deviances.js';
import { equal, solutionsOf } from './solution.js';

/** Makes an estimator of a family: `lasso`, `multiTaskElasticNet`, … */
export type MakeEstimator<O extends EstimatorOptions = EstimatorOptions> = (options: O) => Estimator;

/** Options of a family without alpha, which somebody else decides on. */
export type WithoutAlpha<O extends EstimatorOptions> = Omit<O, 'alpha'>;

/** Alphas of each step: a number, or one for each problem. */
export type Alphas = readonly (number | readonly number[])[];

export interface PathOptions extends GridOptions, Omit<FitOptions, 'trace'> {
  /** Usually from large to small. @default from the largest that is of use to `eps` times that, for each problem by itself */
  alphas?: Alphas;
  /** Ends the path at the first fit that explains this part of the deviance, for every problem; between 0 and 1. @default 1 */
  maxExplained?: number;
  /** Whether steps tell their degrees of freedom, which may take many times as long as their fits. @default false */
  df?: boolean;
}

/** One fit of a path. */
export interface PathStep {
  readonly fit: LinearFit;
  /** `1 − ‖Y − Ŷ‖² / ‖Y − Ȳ‖²` of each problem, on the data of the fit. */
  readonly explained: Float64Array;
  /** `degreesOfFreedom` of each problem, if they are asked for. */
  readonly df?: Float64Array;
}

/** What part of the deviance of each problem a fit explains, where each task has `totals` of it. */
function explainedBy({ problems }: LinearFit, totals: Float64Array): Float64Array {
  const tasks = totals.length / problems.length;
  return Float64Array.from(problems, ({ deviance }, b) => {
    const total = totals.subarray(b * tasks, (b + 1) * tasks).reduce((sum, value) => sum + value, 0);
    return total === 0 ? 1 : 1 - deviance / total;
  });
}

/**
 * Fits along alphas, each from the one before, and gives each fit when it is done; whoever stops listening stops the path.
 *
 * @param make - the family: `lasso`, `multiTaskLasso`, …
 * @param options - of the family, and of the path
 * @throws as the estimator's `fit` does; RangeError for options out of range
 */
export async function* path<O extends EstimatorOptions>(
  make: MakeEstimator<O>,
  X: MatrixInput,
  Y: MatrixInput,
  {
    alphas,
    eps,
    count,
    maxExplained = 1,
    df = false,
    signal,
    onProgress,
    init,
    sampleWeight,
    ...options
  }: PathOptions & WithoutAlpha<O>,
): AsyncGenerator<PathStep> {
  if (!(maxExplained > 0 && maxExplained <= 1)) {
    throw new RangeError(`path: maxExplained must be a number above 0 and at most 1, got ${maxExplained}`);
  }
  const estimator = make({ ...options, alpha: 1 } as unknown as O);
  const weights = sampleWeight && { sampleWeight };
  const grid = { ...(eps !== undefined && { eps }), ...(count !== undefined && { count }) };
  const steps = alphas ?? gridOf(await estimator.alphaMax(X, Y, weights), grid);
  const targets = await readTargets('path: Y', Y, options.missing ?? 'error');
  checkSquares('path', targets);
  const totals = deviances(targets, {
    weights: readWeights('path', targets.rows, sampleWeight) ?? equal(targets.rows),
    centred: options.fitIntercept ?? true,
    joint: estimator.model.joint,
  });
  const how = { ...weights, ...(signal && { signal }), ...(onProgress && { onProgress }), ...(init && { init }) };
  const solutionOf = df && (await solutionsOf('path', estimator, { X, ...weights, ...(signal && { signal }) }));
  const breathe = pacer(signal);
  for await (const fit of estimator.path(X, Y, steps, how)) {
    const explained = explainedBy(fit, totals);
    yield { fit, explained, ...(solutionOf && { df: await followed(solutionOf(fit), breathe) }) };
    if (maxExplained < 1 && explained.every((part) => part >= maxExplained)) return;
  }
}
