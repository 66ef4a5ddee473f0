import type { ProblemFit } from '../certificate/problem-fit.js';
import { type Matrix, zeros } from '../data/matrix.js';
import { rSquared } from '../data/r-squared.js';
import { type MatrixInput, readMatrix } from './read-matrix.js';
import { readCoef, readModel } from './read-model.js';
import type { Trace } from './trace.js';

/** A fitted linear model `Y ≈ X coefᵀ + intercept`: plain host values. */
export interface LinearFit {
  /** Coefficients, shape (tasks, features); features that are not selected are exactly 0. */
  readonly coef: Matrix;
  /** One for each task, in the units of Y; zeros without intercept. */
  readonly intercept: Float64Array;
  /** What was solved: a problem for each task, or one for all tasks together. */
  readonly problems: readonly ProblemFit[];
  /** Sum over the problems. */
  readonly objective: number;
  /** Sum over the problems: a bound for the sum of the objectives. */
  readonly dualGap: number;
  /** The most that any problem took. */
  readonly iterations: number;
  /** Whether all problems converged. */
  readonly converged: boolean;
  /** Name of the solver; for `'auto'` of those it took, one after the other; `'singularValues'` for least squares and ridges. */
  readonly solver: string;
  /** Name of the tfjs backend it ran on; `'wasm'` for a solver on the host, which needs none. */
  readonly backend: string;
  /** What did not go as it should have, in words; empty as a rule. */
  readonly warnings: readonly string[];
  /** How it went, if that was asked for. */
  readonly trace?: Trace;
}

/**
 * Features with a non-zero coefficient for at least one task, in ascending order.
 *
 * @throws TypeError for what is no fit, nor a model like one
 */
export const support = (fit: Pick<LinearFit, 'coef'>): number[] => supportOf(readCoef('support', fit));

/** The same of coefficients that are known to be some. */
export function supportOf(coef: Matrix): number[] {
  const features = Array.from({ length: coef.cols }, (_, j) => j);
  return features.filter((j) =>
    Array.from({ length: coef.rows }, (_, t) => t).some((t) => coef.values[t * coef.cols + j] !== 0),
  );
}

/** How many features each problem of a fit selects. */
export function supportSizes({
  coef: { rows, cols, values },
  problems,
}: Pick<LinearFit, 'coef' | 'problems'>): Float64Array {
  const tasks = rows / problems.length;
  const counts = new Float64Array(problems.length);
  for (let b = 0; b < problems.length; b++) {
    const [first, end] = [b * tasks * cols, (b + 1) * tasks * cols];
    for (let j = 0; j < cols; j++) {
      let at = first + j;
      while (at < end && values[at] === 0) at += cols;
      if (at < end) counts[b]!++;
    }
  }
  return counts;
}

function checkFeatures(name: string, X: Matrix, coef: Matrix): void {
  if (X.cols !== coef.cols) {
    throw new TypeError(`${name}: X must have ${coef.cols} columns like the data of the fit, got ${X.cols}`);
  }
}

/**
 * `X coefᵀ + intercept` of host values of the right shape; a coefficient that is 0 costs nothing.
 *
 * @param predicted - where they go, shape (samples, tasks): all of it is written. @default a new matrix
 */
export function predictions(
  { coef, intercept }: Pick<LinearFit, 'coef' | 'intercept'>,
  X: Matrix,
  predicted: Matrix = zeros(X.rows, coef.rows),
): Matrix {
  const { rows: samples, cols: features, values: x } = X;
  const tasks = coef.rows;
  const { values } = predicted;
  const [used, factors] = [new Int32Array(features), new Float64Array(features)];
  const last = samples - 1;
  for (let t = 0; t < tasks; t++) {
    const offset = intercept[t]!;
    let count = 0;
    for (let j = 0; j < features; j++) {
      const w = coef.values[t * features + j]!;
      if (w === 0) continue;
      used[count] = j;
      factors[count++] = w;
    }
    // Four samples at a time, the last one again where there are fewer: their sums do not wait for one another.
    for (let i = 0; i < samples; i += 4) {
      const second = Math.min(i + 1, last);
      const third = Math.min(i + 2, last);
      const fourth = Math.min(i + 3, last);
      let a = offset;
      let b = offset;
      let c = offset;
      let d = offset;
      for (let k = 0; k < count; k++) {
        const j = used[k]!;
        const factor = factors[k]!;
        a += x[i * features + j]! * factor;
        b += x[second * features + j]! * factor;
        c += x[third * features + j]! * factor;
        d += x[fourth * features + j]! * factor;
      }
      values[i * tasks + t] = a;
      values[second * tasks + t] = b;
      values[third * tasks + t] = c;
      values[fourth * tasks + t] = d;
    }
  }
  return predicted;
}

/**
 * `X coefᵀ + intercept`, shape (samples, tasks).
 *
 * @param X - shape (samples, features), in any form that `fit` takes
 * @throws TypeError for what is no fit, or if X is not a matrix with as many columns as it has features
 */
export async function predict(fit: Pick<LinearFit, 'coef' | 'intercept'>, X: MatrixInput): Promise<Matrix> {
  const model = readModel('predict', fit);
  const design = await readMatrix('predict: X', X);
  checkFeatures('predict', design, model.coef);
  return predictions(model, design);
}

/**
 * Coefficient of determination R², averaged over the tasks; 1 is a perfect prediction, 0 no better than the mean, whatever the units.
 *
 * @param X - shape (samples, features), in any form that `fit` takes
 * @param Y - shape (samples, tasks)
 * @throws TypeError for what is no fit, or if X or Y has another shape, RangeError for predictions so far off that float64 does not hold
 * it
 * @see scikit-learn, `r2_score` with `uniform_average`
 */
export async function score(
  fit: Pick<LinearFit, 'coef' | 'intercept'>,
  X: MatrixInput,
  Y: MatrixInput,
): Promise<number> {
  const model = readModel('score', fit);
  const design = await readMatrix('score: X', X);
  const targets = await readMatrix('score: Y', Y);
  checkFeatures('score', design, model.coef);
  if (targets.rows !== design.rows || targets.cols !== model.coef.rows) {
    const expected = `${design.rows} x ${model.coef.rows}`;
    throw new TypeError(`score: Y must have shape ${expected} (samples, tasks), got ${targets.rows} x ${targets.cols}`);
  }
  const parts = rSquared(targets, predictions(model, design));
  const mean = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  if (Number.isFinite(mean)) return mean;
  throw new RangeError(
    `score: X must be in units in which fit predicts numbers about as large as Y, got an R² of ${mean}`,
  );
}
