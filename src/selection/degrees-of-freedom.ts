import { checkOptions } from '../arguments/check.js';
import { leastSquares } from '../data/least-squares.js';
import { columnsOf, type Matrix, row, transpose } from '../data/matrix.js';
import { projectOut } from '../data/project-out.js';
import { singularValues } from '../engine/singular-values.js';
import { checkEstimator } from '../estimators/check-estimator.js';
import type { Estimator } from '../estimators/estimator.js';
import type { LinearFit } from '../estimators/linear-fit.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { readCoef, readFitted } from '../estimators/read-model.js';
import { type Breathe, pacer } from '../threads/pacer.js';
import { divergence } from './curvature.js';
import { checkShape, type DataOptions, readData } from './read-data.js';
import { FITTED_RULES, type FittedTo, type Solution, type SolvedProblem, solutionsOf } from './solution.js';

/**
 * Degrees of freedom of each problem of a fit: the divergence `Σ_it ∂ŷ_it/∂y_it` of its fitted values, whose mean over the noise is
 * `Σ_it cov(ŷ_it, y_it)/σ²`. An intercept is not counted, features that are never penalised are.
 *
 * - Lasso: the rank of the selected columns, as a rule their number (Zou, Hastie & Tibshirani 2007; Tibshirani & Taylor 2012).
 * - Elastic net: the trace of the ridge hat matrix `X_A (X_AᵀX_A + n α (1 − ρ) I)⁻ X_Aᵀ` of the selected columns.
 * - Least squares and ridges: the trace of the hat matrix, by singular values.
 * - Multi-task and sparse group penalties: the same with the curvature of the norms at the solution (Vaiter et al. 2012). For
 *   orthogonal columns it is what Yuan & Lin say (`yuanLinDegreesOfFreedom`).
 *
 * @param estimator - of the fit; its alpha does not matter, that of each problem is in the fit
 * @param fit - to a small `tol`: near a feature that enters or leaves, a rough solution may have another support
 * @returns one for each problem
 * @throws TypeError if estimator, fit and X do not go together, RangeError for values out of range
 */
export async function degreesOfFreedom(
  estimator: Estimator,
  fit: Pick<LinearFit, 'coef' | 'problems'>,
  data: FittedTo,
): Promise<Float64Array> {
  const name = 'degreesOfFreedom';
  checkEstimator(name, 'estimator', estimator);
  const fitted = readFitted(name, fit);
  checkOptions(name, data, FITTED_RULES, 'data');
  const solutionOf = await solutionsOf(name, estimator, data);
  return followed(solutionOf(fitted), pacer(data.signal));
}

/**
 * Of one task where no norm is penalised: what columns that are free explain, `rank`, and `Σ s²/(s² + 1)` of what they leave of the
 * others, in units of their penalty.
 */
async function ofSquares(design: Matrix, { alpha, weights, factor }: SolvedProblem, breathe: Breathe): Promise<number> {
  const ridge = Array.from({ length: design.cols }, (_, j) => design.rows * alpha * factor(j) * weights(j).ridge);
  const features = Array.from(ridge.keys()).filter((j) => factor(j) < Infinity);
  const X = columnsOf(design, features);
  if (alpha === 0) return (await singularValues(X, breathe)).s.length;
  const free = Array.from(features.keys()).filter((k) => ridge[features[k]!] === 0);
  const projection = await projectOut(X, free, breathe);
  const { rank } = projection;
  const others = await projection.others();
  const values = others.values.map((x, at) => x / Math.sqrt(ridge[features[at % X.cols]!] || 1));
  const { s } = await singularValues({ ...others, values }, breathe);
  return s.reduce((sum, value) => sum + value ** 2 / (value ** 2 + 1), rank);
}

/** Degrees of freedom of each problem of a solution. */
export async function followed({ design, products, problems }: Solution, breathe: Breathe): Promise<Float64Array> {
  const ofAlpha = new Map<number, number>();
  const each: number[] = [];
  for (const problem of problems) {
    const { alpha, weights, W } = problem;
    const { l1, l2 } = weights(0);
    if (alpha * (l1 + l2) > 0) {
      each.push(await divergence(products, problem, breathe));
      continue;
    }
    const df = ofAlpha.get(alpha) ?? (await ofSquares(design, problem, breathe));
    ofAlpha.set(alpha, df);
    each.push(df * W.rows);
  }
  return Float64Array.from(each);
}

/** `‖W_j‖` of row j. */
const sizeOf = (W: Matrix, j: number): number => Math.hypot(...row(W, j));

/**
 * Degrees of freedom of a multi-task Lasso after Yuan & Lin: `Σ_j [W_j ≠ 0] + Σ_j ‖W_j‖/‖W̃_j‖ (T − 1)`, W̃ the least squares fit of
 * all features. It is exact for orthogonal columns, and rough for others, where `degreesOfFreedom` is to be preferred.
 *
 * @param fit - of all tasks as one problem
 * @throws RangeError if the columns of X are dependent (as they are with more features than samples): there is no single W̃
 * @throws TypeError for kinds and shapes that do not fit
 * @see Yuan & Lin 2006, section 4
 */
export async function yuanLinDegreesOfFreedom(
  fit: Pick<LinearFit, 'coef'>,
  data: readonly [MatrixInput, MatrixInput],
  options: DataOptions = {},
): Promise<number> {
  const name = 'yuanLinDegreesOfFreedom';
  const coef = readCoef(name, fit);
  const read = await readData(name, data, options);
  checkShape(name, coef, read);
  const { W: all, rank } = await leastSquares(read.x.matrix, read.y.matrix, pacer(options.signal));
  if (rank < all.rows) throw new RangeError(`${name}: X must have ${all.rows} independent columns, got ${rank}`);
  const W = transpose(coef);
  return Array.from({ length: W.rows }, (_, j) => j)
    .filter((j) => sizeOf(W, j) > 0)
    .reduce((sum, j) => sum + 1 + (sizeOf(W, j) / sizeOf(all, j)) * (W.cols - 1), 0);
}
