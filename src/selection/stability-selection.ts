import type { Matrix } from '../data/matrix.js';
import type { FitOptions } from '../estimators/model.js';
import type { EstimatorOptions } from '../estimators/options.js';
import { type MatrixInput, readMatrix } from '../estimators/read-matrix.js';
import { readWeights } from '../estimators/read-problem.js';
import { readTargets } from '../estimators/read-targets.js';
import { type RandomState, randomState } from '../random/random-state.js';
import { inParallel } from '../threads/in-parallel.js';
import { type GridOptions, gridOf } from './alpha-grid.js';
import { checkSome } from './checks.js';
import { given } from './given.js';
import { halfSamples } from './half-samples.js';
import type { Alphas, MakeEstimator, WithoutAlpha } from './path.js';
import { type Assumption, type BoundOptions, pferBound, votes } from './pfer-bound.js';
import { crewFor, type Resources } from './resources.js';
import { select } from './select.js';
import { type SelectionCounts, selectionCounts } from './selection-counts.js';
import { forThreads, recipeOf } from './setting.js';
import { type Demands, planFor } from './stability-plan.js';
import { type Outcome, type SelectionProgress, tally } from './tally.js';

export interface StabilityOptions extends Demands, GridOptions, Resources, Pick<FitOptions, 'signal' | 'sampleWeight'> {
  /** From large to small. @default a grid from alphaMax of all data, for each problem by itself */
  alphas?: Alphas;
  /** Half-samples. @default 100 */
  resamples?: number;
  /** Whether each two of them have no sample in common. @default true */
  pairs?: boolean;
  /** What the bound takes for granted; all but `'none'` need pairs. @default 'unimodal' with pairs, else 'none' */
  assumption?: Assumption;
  /** Draws the half-samples. @default randomState(0) */
  rng?: RandomState;
  /** Called after every fit, or after some where other threads fit too. */
  onProgress?: (progress: SelectionProgress) => void;
}

/** How often the features of one problem are selected. */
export interface StableProblem {
  readonly alphas: readonly number[];
  /** Part of the half-samples that select a feature, shape (alphas, features). */
  readonly probabilities: Matrix;
  /** The largest over the alphas, of each feature. */
  readonly largest: Float64Array;
  /** Part of the pairs of which both halves select a feature, the largest over the alphas; only with pairs. */
  readonly simultaneous?: Float64Array;
  /** How many features a half-sample selects at any alpha, on average. */
  readonly selected: number;
  /**
   * Bound for the expected number of stable features of low selection probability: `pferBound` at the limit, or at
   * `selected`.
   */
  readonly pfer: number;
  /** Features whose largest probability is at least the threshold, in ascending order. */
  readonly stable: readonly number[];
}

export interface StabilitySelection extends Outcome {
  /** One for each task where each is a problem by itself, else one. */
  readonly problems: readonly StableProblem[];
  readonly threshold: number;
  /** The most that a half-sample may select; absent if there is no limit. */
  readonly q?: number;
  readonly assumption: Assumption;
  /** Samples of each half-sample; those of a pair one after the other. */
  readonly subsamples: readonly Int32Array[];
}

/** The largest entry of each column; none is negative. */
function columnMaxima({ rows, cols, values }: Matrix): Float64Array {
  const maxima = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) maxima[j] = Math.max(maxima[j]!, values[i * cols + j]!);
  }
  return maxima;
}

/** How a selection was made. */
interface How extends Omit<BoundOptions, 'q'> {
  readonly most: number;
  readonly pairs: boolean;
  readonly steps: Alphas;
}

/** What counts say of one problem. */
function problemOf(counts: SelectionCounts, b: number, { most, pairs, steps, ...known }: How): StableProblem {
  const [probabilities, selected] = [counts.probabilities(b), counts.selected(b)];
  const largest = columnMaxima(probabilities);
  const needed = votes(known.threshold, known.resamples) / known.resamples;
  return {
    alphas: steps.map((alpha) => (typeof alpha === 'number' ? alpha : alpha[b]!)),
    probabilities,
    largest,
    ...(pairs && { simultaneous: columnMaxima(counts.shared(b)) }),
    selected,
    pfer: pferBound({ ...known, q: most < Infinity ? most : selected }),
    stable: Array.from(largest.keys()).filter((j) => largest[j]! >= needed),
  };
}

/**
 * Stability selection: fits a path to each of many random halves of the samples, and keeps the features that most of
 * them select at some alpha. How many of these ought not to be there is bounded.
 *
 * @param make - the family: `lasso`, `multiTaskLasso`, …; where each task is a problem by itself, each has a selection
 *   of its own
 * @param options - of the family, and of the selection
 * @throws as the estimator's `fit` does; RangeError for options out of range, or a `pfer` that cannot be had
 * @see Meinshausen & Bühlmann 2010, "Stability selection"; Shah & Samworth 2013, "Variable selection with error
 *   control: another look at stability selection"
 */
export async function stabilitySelection<O extends EstimatorOptions>(
  make: MakeEstimator<O>,
  X: MatrixInput,
  Y: MatrixInput,
  {
    threshold: asked,
    q: limit,
    pfer,
    pairs = true,
    assumption = pairs ? 'unimodal' : 'none',
    alphas,
    eps,
    count,
    resamples = 100,
    rng = randomState(0),
    signal,
    sampleWeight,
    onProgress,
    threads,
    memory,
    ...options
  }: StabilityOptions & WithoutAlpha<O> = {} as WithoutAlpha<O>,
): Promise<StabilitySelection> {
  checkSome('stabilitySelection', 'alphas', alphas);
  const design = await readMatrix('stabilitySelection: X', X);
  const targets = await readTargets('stabilitySelection: Y', Y, options.missing ?? 'error');
  const known = { features: design.cols, resamples, assumption };
  const subsamples = halfSamples(design.rows, resamples, rng, pairs);
  const { threshold, most } = planFor({ threshold: asked, q: limit, pfer }, known, pairs);
  const estimator = make({ ...options, alpha: 1 } as unknown as O);
  const weights = readWeights('stabilitySelection', design.rows, sampleWeight);
  const maxima = await estimator.alphaMax(design, targets, given({ sampleWeight: weights }));
  const steps = alphas ?? gridOf(maxima, given({ eps, count }));
  const shape = { problems: maxima.length, steps: steps.length, features: design.cols };
  const counts = selectionCounts(shape, pairs);
  const crew = crewFor('stabilitySelection', given({ threads, memory }), {
    estimator,
    jobs: resamples,
    samples: Math.floor(design.rows / 2),
    features: design.cols,
    fits: resamples * targets.cols * steps.length,
  });
  const { add, outcome } = tally(resamples * steps.length * targets.cols, onProgress);
  const setting = { X: design, Y: targets, weights, recipe: recipeOf(estimator), steps, shape, most };
  const work = { setting: forThreads(setting, crew.count), jobs: subsamples };
  await inParallel(select, work, crew, { ...(signal && { signal }), count: add }, counts.add);
  const how = { ...known, threshold, most, pairs, steps };
  const problems = Array.from(maxima, (_, b) => problemOf(counts, b, how));
  return { problems, threshold, ...(most < Infinity && { q: most }), assumption, subsamples, ...outcome() };
}
