import { abortSignal, any, type Rules } from '../arguments/rules.js';
import { deviations } from '../data/deviations.js';
import { type Matrix, zeros } from '../data/matrix.js';
import type { VectorInput } from '../data/to-vector.js';
import { weighted } from '../data/weighted.js';
import type { Weights } from '../engine/row-penalty.js';
import type { Estimator } from '../estimators/estimator.js';
import type { LinearFit } from '../estimators/linear-fit.js';
import { type MatrixInput, readMatrix } from '../estimators/read-matrix.js';
import { readWeights } from '../estimators/read-weights.js';
import { pacer } from '../threads/pacer.js';
import { type Products, productsOf } from './products.js';

/** What a fit was made from, as far as its penalty and its design go. */
export interface FittedTo {
  /** The design of the fit, shape (samples, features). */
  readonly X: MatrixInput;
  /** Those of the fit. @default 1 */
  readonly sampleWeight?: VectorInput;
  /** Ends what takes long, with its reason as the error. */
  readonly signal?: AbortSignal;
}

/** Both have rules of their own. */
export const FITTED_RULES: Rules<FittedTo> = { X: any, sampleWeight: any, signal: abortSignal };

/** One problem of a fit. */
export interface SolvedProblem {
  /** The first of its tasks among those of the fit. */
  readonly task: number;
  /** Its coefficients, shape (tasks, features). */
  readonly W: Matrix;
  readonly alpha: number;
  /** What its penalty is made of for feature j if alpha is 1 and the factor of the feature is 1. */
  weights(j: number): Weights;
  /** What alpha and weights of feature j are multiplied by. */
  factor(j: number): number;
}

/** A fit beside its design: samples scaled by the roots of their weights, with the means off if there is an intercept. */
export interface Solution {
  readonly design: Matrix;
  /** Of its columns. */
  readonly products: Products;
  readonly means: Float64Array;
  readonly problems: readonly SolvedProblem[];
}

/** The weights of samples, if none are given. */
export const equal = (samples: number): Float64Array => new Float64Array(samples).fill(1);

/** Sets fits of an estimator beside their design, which is looked at once. */
export type SolutionOf = (fit: Pick<LinearFit, 'coef' | 'problems'>) => Solution;

/** @throws TypeError or RangeError if design and weights do not go together; so does the result if a fit does not go with them */
export async function solutionsOf(
  name: string,
  { model, options }: Estimator,
  { X: input, sampleWeight, signal }: FittedTo,
): Promise<SolutionOf> {
  if (model.penalty)
    throw new TypeError(`${name}: estimator must have a penalty that is known here, got one of its own`);
  if (model.groups) throw new TypeError(`${name}: estimator must not have groups of features, got ${model.name}`);
  const X = await readMatrix(`${name}: X`, input);
  const given = readWeights(name, X.rows, sampleWeight);
  const breathe = pacer(signal);
  const { matrix: design, means } = await weighted(X, given ?? equal(X.rows), options.fitIntercept, breathe);
  const products = productsOf(design);
  const units = options.standardize ? await deviations(X, given, breathe) : undefined;
  const { l1, l2, ridge } = model.parts;
  const weights = (j: number): Weights => {
    const unit = units?.[j] ?? 1;
    return { l1: l1 * unit, l2: l2 * unit, ridge: ridge * unit * unit };
  };
  const factor = (j: number): number => options.penaltyFactor?.[j] ?? 1;
  return ({ coef, problems: fitted }) => {
    if (X.cols !== coef.cols) {
      throw new TypeError(`${name}: X must have ${coef.cols} columns like the data of the fit, got ${X.cols}`);
    }
    const expected = model.joint ? 1 : coef.rows;
    if (fitted.length !== expected) {
      const got = `${fitted.length} of ${coef.rows} tasks`;
      throw new TypeError(`${name}: fit must be one of ${model.name}, with problems: ${expected}, got ${got}`);
    }
    const tasks = coef.rows / expected;
    const problems = fitted.map(({ alpha }, b) => {
      const W = zeros(tasks, coef.cols);
      W.values.set(coef.values.subarray(b * tasks * coef.cols, (b + 1) * tasks * coef.cols));
      return { task: b * tasks, W, alpha, weights, factor };
    });
    return { design, products, means, problems };
  };
}
