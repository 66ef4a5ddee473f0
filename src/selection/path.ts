import { type Matrix, minus } from '../data/matrix.js';
import type { Estimator } from '../estimators/estimator.js';
import { type LinearFit, predictions } from '../estimators/linear-fit.js';
import type { FitOptions } from '../estimators/model.js';
import type { EstimatorOptions } from '../estimators/options.js';
import { type MatrixInput, readMatrix } from '../estimators/read-matrix.js';
import { readWeights } from '../estimators/read-problem.js';
import { readTargets } from '../estimators/read-targets.js';
import { pacer } from '../threads/pacer.js';
import { type GridOptions, gridOf } from './alpha-grid.js';
import { followed } from './degrees-of-freedom.js';
import { hasSquares, rootDeviances } from './deviances.js';
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

/** What part of the deviance of each problem fits explain; by X where squares are too small for what fits tell of them. */
async function explaining(X: MatrixInput, Y: Matrix, how: Parameters<typeof rootDeviances>[1]) {
  const totals = rootDeviances(Y, how);
  const design = totals.every(hasSquares) ? undefined : await readMatrix('path: X', X);
  return (fit: LinearFit): Float64Array => {
    const left = design
      ? rootDeviances(minus(Y, predictions(fit, design)), { ...how, centred: false })
      : fit.problems.map(({ deviance }) => Math.sqrt(deviance));
    return totals.map((total, b) => (total === 0 ? 1 : 1 - (left[b]! / total) ** 2));
  };
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
  const explainedBy = await explaining(X, targets, {
    weights: readWeights('path', targets.rows, sampleWeight) ?? equal(targets.rows),
    centred: options.fitIntercept ?? true,
    joint: estimator.model.joint,
  });
  const how = { ...weights, ...(signal && { signal }), ...(onProgress && { onProgress }), ...(init && { init }) };
  const solutionOf = df && (await solutionsOf('path', estimator, { X, ...weights, ...(signal && { signal }) }));
  const breathe = pacer(signal);
  for await (const fit of estimator.path(X, Y, steps, how)) {
    const explained = explainedBy(fit);
    yield { fit, explained, ...(solutionOf && { df: await followed(solutionOf(fit), breathe) }) };
    if (maxExplained < 1 && explained.every((part) => part >= maxExplained)) return;
  }
}
