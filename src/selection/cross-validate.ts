import { abortSignal, any, callback, isRecord, oneOf, type Rules, yesOrNo } from '../arguments/rules.js';
import { shown } from '../arguments/shown.js';
import { type Matrix, zeros } from '../data/matrix.js';
import { hasMissing } from '../data/observed.js';
import { asMatrix } from '../data/to-matrix.js';
import { toVector, type VectorInput } from '../data/to-vector.js';
import type { LinearFit } from '../estimators/linear-fit.js';
import type { Data, FitOptions } from '../estimators/model.js';
import type { EstimatorOptions } from '../estimators/options.js';
import { type Recipe, readHow } from '../estimators/read-how.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { readSamples } from '../estimators/read-samples.js';
import { checkMaximum, readSteps } from '../estimators/read-steps.js';
import { readWeights } from '../estimators/read-weights.js';
import { inParallel } from '../threads/in-parallel.js';
import { GRID_RULES, type GridOptions, gridOf } from './alpha-grid.js';
import { beside, foldsOf, mostBlocks, splitting } from './blocks.js';
import { checkParts, type Part } from './check-parts.js';
import { checkSome } from './checks.js';
import { best, type Choice, type Curve, RULES as RULE_NAMES, type Rule } from './choose.js';
import { countedFolds } from './counted.js';
import { checkSquares } from './deviances.js';
import { checkFamily, made } from './family.js';
import { given } from './given.js';
import { judge, type Verdict } from './judge.js';
import type { MakeEstimator, WithoutAlpha } from './path.js';
import { crewFor, RESOURCE_RULES, type Resources } from './resources.js';
import { meanOver, SCORES, type Score, spread } from './scores.js';
import { forThreads, recipeOf } from './setting.js';
import { equal } from './solution.js';
import { kFold, type Split } from './splits.js';
import { type SelectionProgress, tally } from './tally.js';

export interface CrossValidationOptions extends GridOptions, Resources, Pick<FitOptions, 'signal' | 'sampleWeight'> {
  /** @default kFold(samples, 5) */
  splits?: readonly SplitInput[];
  /** From large to small; the same for all tasks. @default a grid from alphaMax of all data, for each task if each has its own */
  alphas?: VectorInput;
  /** Ratios to choose from, where the family has one. @default that of the options */
  l1Ratios?: VectorInput;
  /** @default 'mse' */
  score?: Score;
  /** @default 'min' */
  rule?: Rule;
  /** Whether each task has an alpha of its own, where each is a problem by itself. @default true */
  perTask?: boolean;
  /** Called after every fit, or after some where other threads fit too. */
  onProgress?: (progress: SelectionProgress) => void;
}

export interface CrossValidation {
  readonly score: Score;
  readonly splits: readonly Split[];
  /** One for each l1Ratio. */
  readonly curves: readonly Curve[];
  readonly min: Choice;
  readonly oneStandardError: Choice;
  /** The one that was asked for. */
  readonly rule: Rule;
  /** On all data, at what the rule chose. */
  readonly fit: LinearFit;
  /** What did not go as it should have, in words: folds that do not count, for instance. Empty as a rule. */
  readonly warnings: readonly string[];
}

/** The mean over the tasks that a fold judges. */
function pooled({ rows, cols, values }: Matrix, counted: readonly boolean[]): Matrix {
  const means = zeros(rows, 1);
  const judged = counted.filter(Boolean).length;
  values.forEach((value, at) => {
    if (counted[at % cols]) means.values[Math.floor(at / cols)]! += value / judged;
  });
  return means;
}

/** What names the places of samples. */
interface SplitInput {
  readonly train: VectorInput;
  readonly test: VectorInput;
}

/** @throws TypeError for what are no splits, RangeError for places of samples that are not there */
function readSplits(name: string, splits: readonly SplitInput[], samples: number): Split[] {
  if (!Array.isArray(splits)) {
    const expected = 'an array of { train, test }, as kFold gives them';
    throw new TypeError(`${name}: splits must be ${expected}, got ${shown(splits)}`);
  }
  if (splits.length < 2) throw new RangeError(`${name}: splits must be at least 2, got ${splits.length}`);
  const expected = {
    what: `places of samples from 0 to ${samples - 1}`,
    accepts: (place: number) => Number.isSafeInteger(place) && place >= 0 && place < samples,
  };
  return Array.from<SplitInput, Split>(splits, (split, k) => {
    if (!isRecord(split)) throw new TypeError(`${name}: splits[${k}] must be { train, test }, got ${shown(split)}`);
    const places = (what: 'train' | 'test'): Int32Array => {
      const list = Int32Array.from(toVector(`${name}: splits[${k}].${what}`, split[what], expected));
      if (list.length === 0) throw new RangeError(`${name}: splits[${k}].${what} must not be empty`);
      return list;
    };
    return { train: places('train'), test: places('test') };
  });
}

function usualSplits(name: string, samples: number): Split[] {
  if (samples < 2) throw new RangeError(`${name}: X must have at least 2 samples, got ${samples}`);
  return kFold(samples, Math.min(5, samples));
}

/** Samples of folds: those that are fitted, or those that judge. */
function* sidesOf(side: 'train' | 'test', splits: readonly Split[]): Iterable<Part> {
  for (const [k, split] of splits.entries()) yield { what: `splits[${k}].${side}`, places: split[side] };
}

/** Alphas of which each is one for all tasks. */
function readGrid(name: string, recipe: Recipe, data: Data, alphas: VectorInput): number[][] {
  return readSteps(name, recipe, data, alphas).map((alpha, k) => {
    if (typeof alpha === 'number') return [alpha];
    throw new TypeError(`${name}: alphas[${k}] must be one number for all tasks, got ${shown(alpha)}`);
  });
}

/** Splits, alphas, ratios and weights have rules of their own. */
const RULES: Rules<CrossValidationOptions> = {
  splits: any,
  alphas: any,
  ...GRID_RULES,
  l1Ratios: any,
  score: oneOf(SCORES),
  rule: oneOf(RULE_NAMES),
  perTask: yesOrNo,
  signal: abortSignal,
  sampleWeight: any,
  onProgress: callback,
  ...RESOURCE_RULES,
};

const RATIOS = {
  what: 'a list of numbers from 0 to 1',
  accepts: (ratio: number): boolean => ratio >= 0 && ratio <= 1,
};

/**
 * Judges alphas (and l1Ratios) by samples that were not fitted, chooses, and fits all data with what was chosen. Everything
 * that a fit does to data, such as taking their means off or their standard deviations for units, is done with the samples of
 * that fit alone, so that nothing leaks from the samples that judge it.
 *
 * @param make - the family: `lasso`, `multiTaskLasso`, …
 * @param options - of the family, and of the selection
 * @throws as the estimator's `fit` does; RangeError for options out of range
 * @see scikit-learn, `LassoCV` and its kin; Hastie, Tibshirani & Friedman, section 7.10 (one standard error)
 */
export const crossValidate = <O extends EstimatorOptions>(
  make: MakeEstimator<O>,
  X: MatrixInput,
  Y: MatrixInput,
  options: CrossValidationOptions & WithoutAlpha<O> = {} as WithoutAlpha<O>,
): Promise<CrossValidation> => validated('crossValidate', make, [X, Y], options);

/** What `crossValidate` does, under the name of who asks. */
export async function validated<O extends EstimatorOptions>(
  name: string,
  make: MakeEstimator<O>,
  [X, Y]: readonly [MatrixInput, MatrixInput],
  asked: CrossValidationOptions & WithoutAlpha<O>,
): Promise<CrossValidation> {
  checkFamily(name, make, asked, RULES);
  const { splits: folds, alphas, eps, count, l1Ratios, score = 'mse', rule = 'min', perTask = true, ...others } = asked;
  const { signal, sampleWeight, onProgress, threads, memory, ...options } = others;
  const ratios = l1Ratios === undefined ? [undefined] : Array.from(toVector(`${name}: l1Ratios`, l1Ratios, RATIOS));
  checkSome(name, 'alphas', alphas);
  checkSome(name, 'l1Ratios', ratios);
  const estimators = ratios.map((l1Ratio) => {
    const own = { ...options, ...given({ l1Ratio }) };
    return { l1Ratio, own, estimator: made(name, make, { options: own, own: Object.keys(RULES), alpha: 1 }) };
  });
  const { model, options: checked } = estimators[0]!.estimator;
  const data = await readSamples(name, [X, Y], checked.missing);
  const [design, targets] = data;
  const weights = readWeights(name, design.rows, sampleWeight);
  const splits = folds === undefined ? usualSplits(name, design.rows) : readSplits(name, folds, design.rows);
  const least = score === 'r2' ? 2 : 1;
  checkParts(name, sidesOf('train', splits), { Y: targets, weights });
  checkParts(name, sidesOf('test', splits), { Y: targets, weights: undefined });
  const { folds: counted, warnings } = countedFolds(name, { Y: targets, splits, weights }, { score, least });
  const weighing = given({ sampleWeight: weights });
  const stop = given({ signal });
  const alone = perTask && !model.joint;
  const looked = { weights: weights ?? equal(design.rows), centred: checked.fitIntercept, joint: !alone };
  if (score === 'mse') checkSquares(name, targets, looked);
  const grids: number[][][] = [];
  for (const { estimator } of estimators) {
    readHow(name, estimator, data, weighing);
    if (alphas !== undefined) grids.push(readGrid(name, estimator, data, alphas));
    else {
      checkMaximum(name, estimator.model);
      const maxima = await estimator.alphaMax(design, targets, weighing);
      const most = maxima.reduce((largest, value) => Math.max(largest, value), 0);
      grids.push(gridOf(perTask ? maxima : Float64Array.of(most), given({ eps, count }), name));
    }
  }
  const sizes = { samples: design.rows, features: design.cols, tasks: targets.cols };
  const plans = estimators.map(({ estimator }) => splitting(recipeOf(estimator), sizes, hasMissing(targets)));
  const { how } = plans[0]!;
  const fits = grids.reduce((sum, steps) => sum + steps.length, 0) * splits.length * targets.cols;
  const load = {
    estimator: estimators[0]!.estimator,
    jobs: grids.length * splits.length * mostBlocks(targets.cols, how),
    samples: design.rows,
    features: design.cols,
    fits,
  };
  const crew = crewFor(name, given({ threads, memory }), load);
  const shape = { recipes: grids.length, splits: splits.length, tasks: targets.cols, how };
  const jobs = foldsOf(shape, crew.count);
  const { add } = tally(fits, onProgress);
  const setting = {
    X: design,
    Y: targets,
    weights,
    recipes: plans.map(({ recipe }) => recipe),
    steps: grids.map((steps) => asMatrix(`${name}: alphas`, steps)),
    splits,
    score,
  };
  const verdicts: Verdict[] = [];
  const work = { setting: forThreads(setting, crew.count), jobs };
  await inParallel(judge, work, crew, { ...stop, count: add }, (part) => verdicts.push(part));
  const curves = estimators.map(({ l1Ratio }, recipe): Curve => {
    const of = (what: keyof Verdict) =>
      splits.map((_, split) => {
        const own = verdicts.filter((_, k) => jobs[k]!.recipe === recipe && jobs[k]!.split === split);
        return beside(own.map((verdict) => verdict[what]));
      });
    const folds = of('scores');
    const seen = alone ? folds : folds.map((fold, f) => pooled(fold, counted[f]!));
    return {
      ...given({ l1Ratio }),
      alphas: grids[recipe]!,
      folds,
      ...spread(seen, alone ? counted : counted.map((fold) => [fold.some(Boolean)])),
      selected: meanOver(of('selected')),
    };
  });
  const [min, oneStandardError] = [best('min', score, curves), best('oneStandardError', score, curves)];
  const chosen = rule === 'min' ? min : oneStandardError;
  const { own } = estimators.find(({ l1Ratio }) => l1Ratio === chosen.l1Ratio)!;
  const fit = await make({ ...own, alpha: chosen.alpha } as unknown as O).fit(design, targets, {
    ...stop,
    ...weighing,
  });
  return { score, splits, curves, min, oneStandardError, rule, fit, warnings };
}
