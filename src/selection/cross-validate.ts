import { type Matrix, zeros } from '../data/matrix.js';
import { hasMissing } from '../data/observed.js';
import { asMatrix } from '../data/to-matrix.js';
import type { LinearFit } from '../estimators/linear-fit.js';
import type { FitOptions } from '../estimators/model.js';
import { checkedAlpha, type EstimatorOptions } from '../estimators/options.js';
import { type MatrixInput, readMatrix } from '../estimators/read-matrix.js';
import { readWeights } from '../estimators/read-problem.js';
import { readTargets } from '../estimators/read-targets.js';
import { inParallel } from '../threads/in-parallel.js';
import { type GridOptions, gridOf } from './alpha-grid.js';
import { beside, foldsOf, mostBlocks, splitting } from './blocks.js';
import { checkOneOf, checkSome } from './checks.js';
import { best, type Choice, type Curve, RULES, type Rule } from './choose.js';
import { countedFolds } from './counted.js';
import { checkSquares } from './deviances.js';
import { given } from './given.js';
import { judge, type Verdict } from './judge.js';
import type { MakeEstimator, WithoutAlpha } from './path.js';
import { crewFor, type Resources } from './resources.js';
import { meanOver, SCORES, type Score, spread } from './scores.js';
import { forThreads, recipeOf } from './setting.js';
import { equal } from './solution.js';
import { kFold, type Split } from './splits.js';
import { type SelectionProgress, tally } from './tally.js';

export interface CrossValidationOptions extends GridOptions, Resources, Pick<FitOptions, 'signal' | 'sampleWeight'> {
  /** @default kFold(samples, 5) */
  splits?: readonly Split[];
  /** From large to small; the same for all tasks. @default a grid from alphaMax of all data, for each task if each has its own */
  alphas?: readonly number[];
  /** Ratios to choose from, where the family has one. @default that of the options */
  l1Ratios?: readonly number[];
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

function checkSplits(splits: readonly Split[], samples: number): void {
  if (!Array.isArray(splits as unknown)) {
    throw new TypeError(
      `crossValidate: splits must be an array of { train, test }, as kFold gives them, got ${splits}`,
    );
  }
  if (splits.length < 2) throw new RangeError(`crossValidate: splits must be at least 2, got ${splits.length}`);
  splits.forEach(({ train, test }, k) => {
    for (const [what, places] of Object.entries({ train, test })) {
      if (typeof places?.length !== 'number') {
        throw new TypeError(`crossValidate: splits[${k}].${what} must be a list of places of samples, got ${places}`);
      }
      if (places.length === 0) throw new RangeError(`crossValidate: splits[${k}].${what} must not be empty`);
      const bad = places.find((i) => !(Number.isSafeInteger(i) && i >= 0 && i < samples));
      if (bad !== undefined) {
        throw new RangeError(
          `crossValidate: splits[${k}].${what} must hold places from 0 to ${samples - 1}, got ${bad}`,
        );
      }
    }
  });
}

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
export async function crossValidate<O extends EstimatorOptions>(
  make: MakeEstimator<O>,
  X: MatrixInput,
  Y: MatrixInput,
  {
    splits: asked,
    alphas,
    eps,
    count,
    l1Ratios,
    score = 'mse',
    rule = 'min',
    perTask = true,
    signal,
    sampleWeight,
    onProgress,
    threads,
    memory,
    ...options
  }: CrossValidationOptions & WithoutAlpha<O>,
): Promise<CrossValidation> {
  checkSome('crossValidate', 'alphas', alphas);
  for (const [k, alpha] of (alphas ?? []).entries()) checkedAlpha(`crossValidate: alphas[${k}]`, alpha);
  checkSome('crossValidate', 'l1Ratios', l1Ratios);
  checkOneOf('crossValidate', 'score', score, SCORES);
  checkOneOf('crossValidate', 'rule', rule, RULES);
  const design = await readMatrix('crossValidate: X', X);
  const targets = await readTargets('crossValidate: Y', Y, options.missing ?? 'error');
  const splits = asked ?? kFold(design.rows, Math.min(5, design.rows));
  checkSplits(splits, design.rows);
  const weights = readWeights('crossValidate', design.rows, sampleWeight);
  const { folds: counted, warnings } = countedFolds(targets, splits, weights, { score, least: score === 'r2' ? 2 : 1 });
  const weighing = given({ sampleWeight: weights });
  const stop = signal && { signal };
  const estimators = (l1Ratios ?? [undefined]).map((l1Ratio) => {
    const own = { ...options, ...given({ l1Ratio }) };
    return { l1Ratio, own, estimator: make({ ...own, alpha: 1 } as unknown as O) };
  });
  const { model, options: checked } = estimators[0]!.estimator;
  const alone = perTask && !model.joint;
  const looked = { weights: weights ?? equal(design.rows), centred: checked.fitIntercept, joint: !alone };
  if (score === 'mse') checkSquares('crossValidate', targets, looked);
  const grids: number[][][] = [];
  for (const { estimator } of estimators) {
    if (alphas) grids.push(alphas.map((alpha) => [alpha]));
    else {
      const maxima = await estimator.alphaMax(design, targets, weighing);
      const most = maxima.reduce((largest, value) => Math.max(largest, value), 0);
      grids.push(gridOf(perTask ? maxima : Float64Array.of(most), given({ eps, count })));
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
  const crew = crewFor('crossValidate', given({ threads, memory }), load);
  const shape = { recipes: grids.length, splits: splits.length, tasks: targets.cols, how };
  const jobs = foldsOf(shape, crew.count);
  const { add } = tally(fits, onProgress);
  const setting = {
    X: design,
    Y: targets,
    weights,
    recipes: plans.map(({ recipe }) => recipe),
    steps: grids.map((steps) => asMatrix('crossValidate: alphas', steps)),
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
