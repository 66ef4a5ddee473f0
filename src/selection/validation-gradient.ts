import { checkOptions } from '../arguments/check.js';
import { any, type Rules } from '../arguments/rules.js';
import { type Matrix, minus, row, zeros } from '../data/matrix.js';
import { checkEstimator } from '../estimators/check-estimator.js';
import type { Estimator } from '../estimators/estimator.js';
import { type LinearFit, predictions } from '../estimators/linear-fit.js';
import { type MatrixInput, readMatrix } from '../estimators/read-matrix.js';
import { readFitted, readModel } from '../estimators/read-model.js';
import { pacer } from '../threads/pacer.js';
import { curvature } from './curvature.js';
import { FITTED_RULES, type FittedTo, type SolvedProblem, solutionsOf } from './solution.js';

/** Samples that were not fitted. */
export interface Validation {
  readonly X: MatrixInput;
  readonly Y: MatrixInput;
}

/** Mean squared errors of each problem on validation data, and their derivatives. */
export interface ValidationGradient {
  /** Over the samples, and the tasks of the problem. */
  readonly mse: Float64Array;
  /** `∂mse/∂alpha`, one for each problem. */
  readonly alpha: Float64Array;
  /** `∂mse/∂penaltyFactor`, shape (problems, features); 0 for features that are not selected. */
  readonly penaltyFactor: Matrix;
}

const NAME = 'validationGradient';

const VALIDATION_RULES: Rules<Validation> = { X: any, Y: any };

/** `Y − Ŷ` on the validation data, and its design with the means of the fit off. */
async function read(fit: Pick<LinearFit, 'coef' | 'intercept'>, { X, Y }: Validation, means: Float64Array) {
  const [x, y] = [await readMatrix(`${NAME}: validation.X`, X), await readMatrix(`${NAME}: validation.Y`, Y)];
  const { coef } = fit;
  if (x.cols !== coef.cols) {
    const expected = `${coef.cols} columns like the data of the fit`;
    throw new TypeError(`${NAME}: validation.X must have ${expected}, got ${x.cols}`);
  }
  if (y.rows !== x.rows || y.cols !== coef.rows) {
    const expected = `${x.rows} x ${coef.rows} (samples, tasks)`;
    throw new TypeError(`${NAME}: validation.Y must have shape ${expected}, got ${y.rows} x ${y.cols}`);
  }
  const centred = { ...x, values: x.values.map((value, at) => value - means[at % x.cols]!) };
  return { x: centred, residual: minus(y, predictions(fit, x)) };
}

/** `∂mse/∂W` of the tasks of a problem, intercepts following: `−2/(nT) (Y − Ŷ)ᵀ (X − x̄)`, shape (tasks, features). */
function slope(x: Matrix, residual: Matrix, { task, W }: SolvedProblem): Matrix {
  const G = zeros(W.rows, W.cols);
  for (let i = 0; i < x.rows; i++) {
    for (let t = 0; t < W.rows; t++) {
      const g = row(G, t);
      const factor = (-2 * residual.values[i * residual.cols + task + t]!) / (x.rows * W.rows);
      for (let j = 0; j < g.length; j++) g[j]! += factor * x.values[i * x.cols + j]!;
    }
  }
  return G;
}

/** Mean of the squares of the columns of a problem. */
function meanSquare({ rows, cols, values }: Matrix, { task, W }: SolvedProblem): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) for (let t = task; t < task + W.rows; t++) sum += values[i * cols + t]! ** 2;
  return sum / (rows * W.rows);
}

/** `⟨z_j, ∇Ω_j(w_j)⟩` for each feature that is not 0: how far its penalty pulls along Z, by alpha and factor. */
function pulls(Z: Matrix, { W, weights }: SolvedProblem): Float64Array {
  return Float64Array.from({ length: W.cols }, (_, j) => {
    const at = Array.from({ length: W.rows }, (__, t) => t * W.cols + j);
    const norm = Math.hypot(...at.map((k) => W.values[k]!));
    if (norm === 0) return 0;
    const { l1, l2, ridge } = weights(j);
    return at.reduce((sum, k) => {
      const w = W.values[k]!;
      return sum + Z.values[k]! * (l1 * Math.sign(w) + (l2 * w) / norm + ridge * w);
    }, 0);
  });
}

/**
 * The mean squared error on validation data and its derivatives by alpha and penalty factors, by implicit differentiation: where the
 * support does not change, its coefficients move by `∂W/∂α = −H⁻¹ ∇Ω(W)`, H the second derivative of the objective on the support.
 * One small system for each problem, whatever the number of factors.
 *
 * @param estimator - of the fit; its alpha does not matter, that of each problem is in the fit
 * @param fit - to a small `tol`, such as 1e-10: derivatives are those at a solution
 * @param data - design and weights of the fit, and the data that judge it
 * @throws RangeError if selected features are dependent: then the solution is not unique, and has no derivative
 * @throws TypeError if estimator, fit and data do not go together
 * @see Bertrand, Klopfenstein, Massias, Blondel, Vaiter, Gramfort & Salmon 2022
 */
export async function validationGradient(
  estimator: Estimator,
  fit: LinearFit,
  data: FittedTo & { readonly validation: Validation },
): Promise<ValidationGradient> {
  checkEstimator(NAME, 'estimator', estimator);
  const model = { ...readFitted(NAME, fit), ...readModel(NAME, fit) };
  checkOptions(NAME, data, { ...FITTED_RULES, validation: any }, 'data');
  const { validation, ...fitted } = data;
  checkOptions(NAME, validation, VALIDATION_RULES, 'validation');
  const solutionOf = await solutionsOf(NAME, estimator, fitted);
  const { products, means, problems } = solutionOf(model);
  const { x, residual } = await read(model, validation, means);
  const alpha = new Float64Array(problems.length);
  const penaltyFactor = zeros(problems.length, model.coef.cols);
  const breathe = pacer(fitted.signal);
  for (const [b, problem] of problems.entries()) {
    const { regular, solve } = await curvature(products, problem, breathe);
    if (!regular) {
      const what = 'must have independent columns for the features of the fit';
      throw new RangeError(`${NAME}: X ${what}, got dependent ones for problem ${b}`);
    }
    pulls(solve(slope(x, residual, problem)), problem).forEach((pull, j) => {
      if (pull === 0) return;
      alpha[b]! -= problem.factor(j) * pull;
      row(penaltyFactor, b)[j] = -problem.alpha * pull;
    });
  }
  return { mse: Float64Array.from(problems, (problem) => meanSquare(residual, problem)), alpha, penaltyFactor };
}
