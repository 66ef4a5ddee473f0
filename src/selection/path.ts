import { any, number, type Rules, yesOrNo } from '../arguments/rules.js';
import { minus } from '../data/matrix.js';
import type { VectorInput } from '../data/to-vector.js';
import type { Estimator } from '../estimators/estimator.js';
import { SHARED_RULES } from '../estimators/fit-rules.js';
import { type LinearFit, predictions } from '../estimators/linear-fit.js';
import type { Data, FitOptions } from '../estimators/model.js';
import type { EstimatorOptions } from '../estimators/options.js';
import type { AlphaInput } from '../estimators/read-alphas.js';
import { readHow } from '../estimators/read-how.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { readSamples } from '../estimators/read-samples.js';
import { checkMaximum, readSteps } from '../estimators/read-steps.js';
import { pacer } from '../threads/pacer.js';
import { GRID_RULES, type GridOptions, gridOf } from './alpha-grid.js';
import { followed } from './degrees-of-freedom.js';
import { hasSquares, rootDeviances } from './deviances.js';
import { checkFamily, made } from './family.js';
import { given } from './given.js';
import { equal, solutionsOf } from './solution.js';

/** Makes an estimator of a family: `lasso`, `multiTaskElasticNet`, … */
export type MakeEstimator<O extends EstimatorOptions = EstimatorOptions> = (options: O) => Estimator;

/** Options of a family without alpha, which somebody else decides on. */
export type WithoutAlpha<O extends EstimatorOptions> = Omit<O, 'alpha'>;

/** Alphas of each step: a number, or one for each problem. */
export type Alphas = VectorInput | readonly AlphaInput[];

export interface PathOptions extends GridOptions, Omit<FitOptions, 'trace'> {
  /** Usually from large to small. @default from the largest that is of use to `eps` times that, for each problem by itself */
  alphas?: Alphas;
  /** Ends the path at the first fit that explains this part of the deviance, for every problem; between 0 and 1. @default 1 */
  maxExplained?: number;
  /** Whether steps tell their degrees of freedom, which may take many times as long as their fits. @default false */
  df?: boolean;
}

/** What options of a path must be; alphas, a start and weights have rules of their own. */
export const PATH_RULES: Rules<PathOptions> = {
  alphas: any,
  ...GRID_RULES,
  maxExplained: number('a number above 0 and at most 1', (value) => value > 0 && value <= 1),
  df: yesOrNo,
  ...SHARED_RULES,
};

/** One fit of a path. */
export interface PathStep {
  readonly fit: LinearFit;
  /** `1 − ‖Y − Ŷ‖² / ‖Y − Ȳ‖²` of each problem, on the data of the fit. */
  readonly explained: Float64Array;
  /** `degreesOfFreedom` of each problem, if they are asked for. */
  readonly df?: Float64Array;
}

/** What part of the deviance of each problem fits explain; by X where squares are too small for what fits tell of them. */
function explaining([X, Y]: Data, how: Parameters<typeof rootDeviances>[1]): (fit: LinearFit) => Float64Array {
  const totals = rootDeviances(Y, how);
  const faint = !totals.every(hasSquares);
  return (fit) => {
    const left = faint
      ? rootDeviances(minus(Y, predictions(fit, X)), { ...how, centred: false })
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
export const path = <O extends EstimatorOptions>(
  make: MakeEstimator<O>,
  X: MatrixInput,
  Y: MatrixInput,
  options: PathOptions & WithoutAlpha<O> = {} as WithoutAlpha<O>,
): AsyncGenerator<PathStep> => pathFor('path', make, [X, Y], options);

/** What `path` does, under the name of who asks. */
export async function* pathFor<O extends EstimatorOptions>(
  name: string,
  make: MakeEstimator<O>,
  [X, Y]: readonly [MatrixInput, MatrixInput],
  asked: PathOptions & WithoutAlpha<O>,
): AsyncGenerator<PathStep> {
  checkFamily(name, make, asked, PATH_RULES);
  const {
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
  } = asked;
  const estimator = made(name, make, { options, own: Object.keys(PATH_RULES), alpha: 1 });
  const data = await readSamples(name, [X, Y], estimator.options.missing);
  const [design, targets] = data;
  const how = readHow(name, estimator, data, given({ signal, onProgress, init, sampleWeight }));
  const weights = given({ sampleWeight: how.sampleWeight });
  if (alphas === undefined) checkMaximum(name, estimator.model);
  const steps =
    alphas === undefined
      ? gridOf(await estimator.alphaMax(design, targets, weights), given({ eps, count }), name)
      : readSteps(name, estimator, data, alphas);
  const explainedBy = explaining(data, {
    weights: how.sampleWeight ?? equal(targets.rows),
    centred: estimator.options.fitIntercept,
    joint: estimator.model.joint,
  });
  const solutionOf = df && (await solutionsOf(name, estimator, { X: design, ...weights, ...given({ signal }) }));
  const breathe = pacer(signal);
  for await (const fit of estimator.path(design, targets, steps, how)) {
    const explained = explainedBy(fit);
    yield { fit, explained, ...(solutionOf && { df: await followed(solutionOf(fit), breathe) }) };
    if (maxExplained < 1 && explained.every((part) => part >= maxExplained)) return;
  }
}
