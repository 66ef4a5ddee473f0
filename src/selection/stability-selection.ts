import { abortSignal, any, callback, type Rules, whole, yesOrNo } from '../arguments/rules.js';
import type { Matrix } from '../data/matrix.js';
import type { FitOptions } from '../estimators/model.js';
import type { EstimatorOptions } from '../estimators/options.js';
import type { Alpha } from '../estimators/read-alphas.js';
import { readHow } from '../estimators/read-how.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { readSamples } from '../estimators/read-samples.js';
import { checkMaximum, readSteps } from '../estimators/read-steps.js';
import { type RandomState, RNG, randomState } from '../random/random-state.js';
import { inParallel } from '../threads/in-parallel.js';
import { GRID_RULES, type GridOptions, gridOf } from './alpha-grid.js';
import { checkParts, partsOf } from './check-parts.js';
import { checkSome } from './checks.js';
import { checkFamily, made } from './family.js';
import { given } from './given.js';
import { halvesFor } from './half-samples.js';
import type { Alphas, MakeEstimator, WithoutAlpha } from './path.js';
import { ASSUMPTION, type Assumption, type BoundOptions, pferBound, votes } from './pfer-bound.js';
import { crewFor, RESOURCE_RULES, type Resources } from './resources.js';
import { select } from './select.js';
import { type SelectionCounts, selectionCounts } from './selection-counts.js';
import { forThreads, recipeOf } from './setting.js';
import { DEMAND_RULES, type Demands, planFor } from './stability-plan.js';
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

const NAME = 'stabilitySelection';

/** Alphas and weights have rules of their own. */
const RULES: Rules<StabilityOptions> = {
  ...DEMAND_RULES,
  alphas: any,
  ...GRID_RULES,
  resamples: whole(1),
  pairs: yesOrNo,
  assumption: ASSUMPTION,
  rng: RNG,
  signal: abortSignal,
  sampleWeight: any,
  onProgress: callback,
  ...RESOURCE_RULES,
};

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
  readonly steps: readonly Alpha[];
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
  asked: StabilityOptions & WithoutAlpha<O> = {} as WithoutAlpha<O>,
): Promise<StabilitySelection> {
  checkFamily(NAME, make, asked, RULES);
  const { threshold: least, q: limit, pfer, pairs = true, resamples = 100, rng = randomState(0), ...others } = asked;
  const { assumption = pairs ? 'unimodal' : 'none', alphas, eps, count, ...rest } = others;
  const { signal, sampleWeight, onProgress, threads, memory, ...options } = rest;
  checkSome(NAME, 'alphas', alphas);
  const estimator = made(NAME, make, { options, own: Object.keys(RULES), alpha: 1 });
  const data = await readSamples(NAME, [X, Y], estimator.options.missing);
  const [design, targets] = data;
  const { sampleWeight: weights } = readHow(NAME, estimator, data, given({ sampleWeight }));
  const known = { features: design.cols, resamples, assumption };
  const subsamples = halvesFor(NAME, { samples: design.rows, resamples, rng, pairs });
  checkParts(NAME, partsOf('half-sample', subsamples), { Y: targets, weights });
  const { threshold, most } = planFor({ threshold: least, q: limit, pfer }, known, pairs);
  if (alphas === undefined) checkMaximum(NAME, estimator.model);
  const maxima = await estimator.alphaMax(design, targets, given({ sampleWeight: weights }));
  const steps =
    alphas === undefined ? gridOf(maxima, given({ eps, count }), NAME) : readSteps(NAME, estimator, data, alphas);
  const shape = { problems: maxima.length, steps: steps.length, features: design.cols };
  const counts = selectionCounts(shape, pairs);
  const crew = crewFor(NAME, given({ threads, memory }), {
    estimator,
    jobs: resamples,
    samples: Math.floor(design.rows / 2),
    features: design.cols,
    fits: resamples * targets.cols * steps.length,
  });
  const { add, outcome } = tally(resamples * steps.length * targets.cols, onProgress);
  const setting = { X: design, Y: targets, weights, recipe: recipeOf(estimator), steps, shape, most };
  const work = { setting: forThreads(setting, crew.count), jobs: subsamples };
  await inParallel(select, work, crew, { ...given({ signal }), count: add }, counts.add);
  const plan = { ...known, threshold, most, pairs, steps };
  const problems = Array.from(maxima, (_, b) => problemOf(counts, b, plan));
  return { problems, threshold, ...(most < Infinity && { q: most }), assumption, subsamples, ...outcome() };
}
