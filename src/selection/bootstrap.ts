import { type Matrix, zeros } from '../data/matrix.js';
import type { LinearFit } from '../estimators/linear-fit.js';
import type { FitOptions } from '../estimators/model.js';
import type { EstimatorOptions } from '../estimators/options.js';
import { type MatrixInput, readMatrix } from '../estimators/read-matrix.js';
import { readWeights } from '../estimators/read-problem.js';
import { type RandomState, randomState } from '../random/random-state.js';
import { inParallel } from '../threads/in-parallel.js';
import { pacer } from '../threads/pacer.js';
import { checkCount } from './checks.js';
import { given } from './given.js';
import type { MakeEstimator } from './path.js';
import { refitProblems, resample } from './resample.js';
import { crewFor, type Resources } from './resources.js';
import { forThreads, recipeOf } from './setting.js';
import { equal } from './solution.js';
import { fitted, type Outcome, type SelectionProgress, tally } from './tally.js';

export interface BootstrapOptions extends Resources, Pick<FitOptions, 'signal' | 'sampleWeight'> {
  /** @default 200 */
  resamples?: number;
  /** What part of the coefficients lies within the intervals: above 0 and below 1. @default 0.95 */
  level?: number;
  /** Draws the samples. @default randomState(0) */
  rng?: RandomState;
  /** Called after every fit, or after some where other threads fit too. */
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
    threads,
    memory,
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
  const crew = crewFor('bootstrap', given({ threads, memory }), {
    estimator,
    jobs: resamples,
    samples,
    features: design.cols,
    fits: resamples * targets.cols,
  });
  const { add, outcome } = tally((resamples + 1) * targets.cols, onProgress);
  const stop = signal && { signal };
  const own = readWeights('bootstrap', samples, sampleWeight);
  const weights = own ?? equal(samples);
  const fit = await estimator.fit(design, targets, { ...stop, ...given({ sampleWeight: own }) });
  add(fitted(fit));
  const draws = Array.from({ length: resamples }, () => rng.choice(samples, samples, { replace: true }));
  const counts = zeros(fit.problems.length, design.cols);
  const coefficients = sparseValues(fit.coef);
  const setting = { X: design, Y: targets, weights, recipe: recipeOf(estimator), init: fit.coef, centred };
  const work = { setting: forThreads(setting, crew.count), jobs: draws };
  await inParallel(resample, work, crew, { ...stop, count: add }, ({ marks, refitted }) => {
    marks.forEach((marked, at) => {
      counts.values[at]! += marked;
    });
    coefficients.add(refitted);
  });
  const refitted = await refitProblems(fit, { X: design, Y: targets, weights, centred }, pacer(signal));
  const frequencies = { ...counts, values: counts.values.map((count) => count / resamples) };
  const [lower, upper] = coefficients.quantiles(resamples, [(1 - level) / 2, (1 + level) / 2]);
  return { fit, frequencies, refitted, lower: lower!, upper: upper!, level, draws, ...outcome() };
}
