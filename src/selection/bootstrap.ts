import { abortSignal, any, callback, number, type Rules, whole } from '../arguments/rules.js';
import { type Matrix, zeros } from '../data/matrix.js';
import type { LinearFit } from '../estimators/linear-fit.js';
import type { FitOptions } from '../estimators/model.js';
import type { EstimatorOptions } from '../estimators/options.js';
import { readHow } from '../estimators/read-how.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { readSamples } from '../estimators/read-samples.js';
import { alphasOf } from '../estimators/read-steps.js';
import { type RandomState, RNG, randomState } from '../random/random-state.js';
import { inParallel } from '../threads/in-parallel.js';
import { pacer } from '../threads/pacer.js';
import { checkParts, partsOf } from './check-parts.js';
import { checkFamily, made } from './family.js';
import { given } from './given.js';
import type { MakeEstimator } from './path.js';
import { refitProblems, resample } from './resample.js';
import { crewFor, RESOURCE_RULES, type Resources } from './resources.js';
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

const NAME = 'bootstrap';

/** Weights have rules of their own. */
const RULES: Rules<BootstrapOptions> = {
  resamples: whole(1),
  level: number('a number above 0 and below 1', (value) => value > 0 && value < 1),
  rng: RNG,
  signal: abortSignal,
  sampleWeight: any,
  onProgress: callback,
  ...RESOURCE_RULES,
};

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
  asked: BootstrapOptions & O,
): Promise<Bootstrap> {
  checkFamily(NAME, make, asked, RULES);
  const { resamples = 200, level = 0.95, rng = randomState(0), signal, sampleWeight, ...others } = asked;
  const { onProgress, threads, memory, ...options } = others;
  const estimator = made(NAME, make, { options, own: Object.keys(RULES) });
  const data = await readSamples(NAME, [X, Y], 'error');
  const [design, targets] = data;
  const samples = design.rows;
  const centred = estimator.options.fitIntercept;
  alphasOf(`${NAME}: alpha`, estimator.model, data, estimator.options.alpha);
  const how = readHow(NAME, estimator, data, given({ sampleWeight }));
  const draws = Array.from({ length: resamples }, () => rng.choice(samples, samples, { replace: true }));
  checkParts(NAME, partsOf('resample', draws), { Y: targets, weights: how.sampleWeight });
  const crew = crewFor(NAME, given({ threads, memory }), {
    estimator,
    jobs: resamples,
    samples,
    features: design.cols,
    fits: resamples * targets.cols,
  });
  const { add, outcome } = tally((resamples + 1) * targets.cols, onProgress);
  const stop = given({ signal });
  const weights = how.sampleWeight ?? equal(samples);
  const fit = await estimator.fit(design, targets, { ...how, ...stop });
  add(fitted(fit));
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
