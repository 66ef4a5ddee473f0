import { columns, type Matrix, row, zeros } from '../data/matrix.js';
import { projectOut } from '../data/project-out.js';
import { weighted } from '../data/weighted.js';
import { type LinearFit, support } from '../estimators/linear-fit.js';
import type { FitOptions } from '../estimators/model.js';
import type { EstimatorOptions } from '../estimators/options.js';
import { type MatrixInput, readMatrix } from '../estimators/read-matrix.js';
import { type RandomState, randomState } from '../random/random-state.js';
import { pacer } from '../solvers/pacer.js';
import { checkCount } from './check-count.js';
import type { MakeEstimator } from './path.js';
import { type Outcome, type SelectionProgress, tally } from './tally.js';

export interface BootstrapOptions extends Pick<FitOptions, 'signal' | 'sampleWeight'> {
  /** @default 200 */
  resamples?: number;
  /** What part of the coefficients lies within the intervals: above 0 and below 1. @default 0.95 */
  level?: number;
  /** Draws the samples. @default randomState(0) */
  rng?: RandomState;
  /** Called after every fit. */
  onProgress?: (progress: SelectionProgress) => void;
}

export interface Bootstrap extends Outcome {
  /** On all data. */
  readonly fit: LinearFit;
  /** Part of the resamples that select a feature, shape (problems, features). */
  readonly frequencies: Matrix;
  /** Least squares of all data on the support of their fit, of any sign; shape (tasks, features). */
  readonly refitted: Matrix;
  /**
   * Ends of the intervals: quantiles of the coefficients that resamples refit, 0 where they do not select a feature.
   */
  readonly lower: Matrix;
  readonly upper: Matrix;
  readonly level: number;
  /** Samples of each resample, with repetitions. */
  readonly draws: readonly Int32Array[];
}

/** Coefficients of one problem of a fit, shape (its tasks, features). */
function coefficientsOf({ coef, problems }: LinearFit, problem: number): Matrix {
  const tasks = coef.rows / problems.length;
  const length = tasks * coef.cols;
  return { rows: tasks, cols: coef.cols, values: coef.values.subarray(problem * length, (problem + 1) * length) };
}

/** Some columns, copied. */
function columnsAt(X: Matrix, places: readonly number[]): Matrix {
  const taken = zeros(X.rows, places.length);
  for (let i = 0; i < X.rows; i++) {
    const x = row(X, i);
    places.forEach((j, at) => {
      taken.values[i * places.length + at] = x[j]!;
    });
  }
  return taken;
}

/**
 * Least squares of weighted data on the support of each problem: coefficients, shape (tasks, features). Of features
 * that make up for each other the last ones are 0.
 */
function refit(fit: LinearFit, X: Matrix, Y: Matrix, weights: ArrayLike<number>, centred: boolean): Matrix {
  const refitted = zeros(fit.coef.rows, fit.coef.cols);
  const [x, y] = [weighted(X, weights, centred).matrix, weighted(Y, weights, centred).matrix];
  fit.problems.forEach((_, b) => {
    const own = coefficientsOf(fit, b);
    const features = support({ coef: own });
    const places = Array.from(features.keys());
    const first = b * own.rows;
    const W = projectOut(columnsAt(x, features), places).fit(columns(y, first, first + own.rows));
    features.forEach((j, at) => {
      for (let t = 0; t < own.rows; t++) refitted.values[(first + t) * own.cols + j] = W.values[at * own.rows + t]!;
    });
  });
  return refitted;
}

/** A quantile of sorted numbers, between two of them linearly. @see numpy, `quantile` */
function quantile(sorted: Float64Array, part: number): number {
  const at = part * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (at - Math.floor(at)) * (high - low);
}

/** Values of each entry of a matrix, of which few are not 0. */
function sparseValues({ rows, cols }: Matrix) {
  const found = new Map<number, number[]>();
  return {
    add({ values }: Matrix): void {
      values.forEach((value, at) => {
        if (value === 0) return;
        const own = found.get(at);
        if (own) own.push(value);
        else found.set(at, [value]);
      });
    },
    /** Quantiles of each entry, zeros counted, of `count` matrices. */
    quantiles(count: number, parts: readonly number[]): Matrix[] {
      const matrices = parts.map(() => zeros(rows, cols));
      for (const [at, own] of found) {
        const all = new Float64Array(count);
        all.set(own);
        all.sort();
        parts.forEach((part, k) => {
          matrices[k]!.values[at] = quantile(all, part);
        });
      }
      return matrices;
    },
  };
}

/**
 * Fits resamples of the samples, drawn with replacement, at one alpha: how often each feature is selected, and between
 * which values the coefficients lie that least squares gives to what is selected (percentile intervals). A sample that
 * is drawn k times counts k times. The intervals say how far the selection and its refit vary with the data; they are
 * no tests of coefficients being 0.
 *
 * @param make - the family: `lasso`, `multiTaskLasso`, …
 * @param options - of the family, alpha among them, and of the resamples
 * @throws as the estimator's `fit` does; RangeError for options out of range
 * @see Efron & Tibshirani 1993, chapter 13 (percentile intervals); Hastie, Tibshirani & Wainwright 2015, section 6.2
 */
export async function bootstrap<O extends EstimatorOptions>(
  make: MakeEstimator<O>,
  X: MatrixInput,
  Y: MatrixInput,
  {
    resamples = 200,
    level = 0.95,
    rng = randomState(0),
    signal,
    sampleWeight,
    onProgress,
    ...options
  }: BootstrapOptions & O,
): Promise<Bootstrap> {
  checkCount('bootstrap', 'resamples', resamples, 1);
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`bootstrap: level must be a number above 0 and below 1, got ${level}`);
  }
  const [design, targets] = [await readMatrix('bootstrap: X', X), await readMatrix('bootstrap: Y', Y)];
  const samples = design.rows;
  const estimator = make(options as unknown as O);
  const centred = options.fitIntercept ?? true;
  const { fitted, outcome } = tally(resamples + 1, onProgress);
  const stop = signal && { signal };
  const weights = Float64Array.from({ length: samples }, (_, i) => sampleWeight?.[i] ?? 1);
  const fit = await estimator.fit(design, targets, { ...stop, ...(sampleWeight && { sampleWeight }) });
  fitted(fit);
  const draws = Array.from({ length: resamples }, () => rng.choice(samples, samples, { replace: true }));
  const counts = zeros(fit.problems.length, design.cols);
  const coefficients = sparseValues(fit.coef);
  const breathe = pacer(signal);
  for (const draw of draws) {
    const drawn = new Float64Array(samples);
    for (const i of draw) drawn[i]! += weights[i]!;
    const own = await estimator.fit(design, targets, { ...stop, sampleWeight: drawn, init: fit });
    own.problems.forEach((_, b) => {
      for (const j of support({ coef: coefficientsOf(own, b) })) row(counts, b)[j]! += 1;
    });
    coefficients.add(refit(own, design, targets, drawn, centred));
    fitted(own);
    await breathe();
  }
  const refitted = refit(fit, design, targets, weights, centred);
  const frequencies = { ...counts, values: counts.values.map((count) => count / resamples) };
  const [lower, upper] = coefficients.quantiles(resamples, [(1 - level) / 2, (1 + level) / 2]);
  return { fit, frequencies, refitted, lower: lower!, upper: upper!, level, draws, ...outcome() };
}
