import { type Matrix, rowsOf, zeros } from '../data/matrix.js';
import { type LinearFit, predictions } from '../estimators/linear-fit.js';
import type { FitOptions } from '../estimators/model.js';
import type { EstimatorOptions } from '../estimators/options.js';
import { type MatrixInput, readMatrix } from '../estimators/read-matrix.js';
import { pacer } from '../solvers/pacer.js';
import type { GridOptions } from './alpha-grid.js';
import { type Alphas, gridOf, type MakeEstimator, type WithoutAlpha } from './path.js';
import { type Score, scores, spread } from './scores.js';
import { kFold, type Split } from './splits.js';
import { type SelectionProgress, tally } from './tally.js';
import { weightsOf } from './weights-of.js';

/** How an alpha is chosen: with the best mean score, or the largest whose mean is within one standard error of the best. */
export type Rule = 'min' | 'oneStandardError';

export interface CrossValidationOptions extends GridOptions, Pick<FitOptions, 'signal' | 'sampleWeight'> {
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
  /** Called after every fit. */
  onProgress?: (progress: SelectionProgress) => void;
}

/** What folds say about the alphas at one l1Ratio. */
export interface Curve {
  readonly l1Ratio?: number;
  /** Of each step: one alpha, or one for each task. */
  readonly alphas: readonly (readonly number[])[];
  /** Scores of each fold, shape (steps, tasks). */
  readonly folds: readonly Matrix[];
  /** Over the folds; shape (steps, tasks), or (steps, 1) if all tasks have one alpha. */
  readonly mean: Matrix;
  readonly standardError: Matrix;
}

/** An alpha, or one for each task, and where it is on its curve. */
export interface Choice {
  readonly l1Ratio?: number;
  readonly alpha: number | readonly number[];
  /** Step of the curve, for each alpha. */
  readonly steps: readonly number[];
  /** Mean score there, for each alpha. */
  readonly score: readonly number[];
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
}

/** The mean over the tasks. */
function pooled({ rows, cols, values }: Matrix): Matrix {
  const means = zeros(rows, 1);
  values.forEach((value, at) => {
    means.values[Math.floor(at / cols)]! += value / cols;
  });
  return means;
}

function choose(rule: Rule, score: Score, { l1Ratio, alphas, mean, standardError }: Curve): Choice {
  const loss = (step: number, t: number): number => (score === 'r2' ? -1 : 1) * mean.values[step * mean.cols + t]!;
  const steps = Array.from({ length: mean.cols }, (_, t) => {
    let best = 0;
    for (let step = 1; step < mean.rows; step++) if (loss(step, t) < loss(best, t)) best = step;
    if (rule === 'min') return best;
    const limit = loss(best, t) + standardError.values[best * mean.cols + t]!;
    const largest = (a: number, b: number): number =>
      (alphas[a]![t] ?? alphas[a]![0]!) >= (alphas[b]![t] ?? alphas[b]![0]!) ? a : b;
    let chosen = best;
    for (let step = 0; step < mean.rows; step++) if (loss(step, t) <= limit) chosen = largest(chosen, step);
    return chosen;
  });
  const own = steps.map((step, t) => alphas[step]![t] ?? alphas[step]![0]!);
  return {
    ...(l1Ratio !== undefined && { l1Ratio }),
    alpha: own.length === 1 ? own[0]! : own,
    steps,
    score: steps.map((step, t) => mean.values[step * mean.cols + t]!),
  };
}

/** The choice of the curve that is best on the mean of its tasks. */
function best(rule: Rule, score: Score, curves: readonly Curve[]): Choice {
  const mean = (choice: Choice): number =>
    ((score === 'r2' ? -1 : 1) * choice.score.reduce((sum, value) => sum + value, 0)) / choice.score.length;
  let first: Curve = curves[0]!;
  for (const curve of curves) if (mean(choose('min', score, curve)) < mean(choose('min', score, first))) first = curve;
  return choose(rule, score, first);
}

function checkSplits(splits: readonly Split[], samples: number): void {
  if (splits.length < 2) throw new RangeError(`crossValidate: splits must be at least 2, got ${splits.length}`);
  splits.forEach(({ train, test }, k) => {
    for (const [what, places] of Object.entries({ train, test })) {
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
    splits: given,
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
    ...options
  }: CrossValidationOptions & WithoutAlpha<O>,
): Promise<CrossValidation> {
  const [design, targets] = [await readMatrix('crossValidate: X', X), await readMatrix('crossValidate: Y', Y)];
  const splits = given ?? kFold(design.rows, Math.min(5, design.rows));
  checkSplits(splits, design.rows);
  const weights = sampleWeight && { sampleWeight };
  const stop = signal && { signal };
  const grid = { ...(eps !== undefined && { eps }), ...(count !== undefined && { count }) };
  const estimators = (l1Ratios ?? [undefined]).map((l1Ratio) => {
    const own = { ...options, ...(l1Ratio !== undefined && { l1Ratio }) };
    return { l1Ratio, own, estimator: make({ ...own, alpha: 1 } as unknown as O) };
  });
  const grids: Alphas[] = [];
  for (const { estimator } of estimators) {
    if (alphas) grids.push(alphas.map((alpha) => [alpha]));
    else {
      const maxima = await estimator.alphaMax(design, targets, weights);
      const most = maxima.reduce((largest, value) => Math.max(largest, value), 0);
      grids.push(gridOf(perTask ? maxima : Float64Array.of(most), grid));
    }
  }
  const { fitted } = tally(splits.length * grids.reduce((sum, steps) => sum + steps.length, 0), onProgress);
  const breathe = pacer(signal);
  let each = 1;
  const curves: Curve[] = [];
  for (const [r, { l1Ratio, estimator }] of estimators.entries()) {
    const steps = grids[r]!.map((alpha) => (typeof alpha === 'number' ? [alpha] : [...alpha]));
    const folds: Matrix[] = [];
    for (const { train, test } of splits) {
      const [x, y] = [rowsOf(design, test), rowsOf(targets, test)];
      const judged = zeros(steps.length, targets.cols);
      const how = { ...stop, ...weightsOf(sampleWeight, train) };
      let step = 0;
      const along = steps.map((alpha) => (alpha.length === 1 ? alpha[0]! : alpha));
      for await (const fit of estimator.path(rowsOf(design, train), rowsOf(targets, train), along, how)) {
        const own = scores(score, y, predictions(fit, x), weightsOf(sampleWeight, test).sampleWeight);
        judged.values.set(own, step++ * targets.cols);
        each = fit.problems.length;
        fitted(fit);
      }
      await breathe();
      folds.push(judged);
    }
    const separate = perTask && each === targets.cols;
    const counted = splits.map(({ test }) =>
      sampleWeight ? Array.from(test, (i) => sampleWeight[i]!).reduce((sum, weight) => sum + weight, 0) : 1,
    );
    const seen = separate ? folds : folds.map(pooled);
    curves.push({ ...(l1Ratio !== undefined && { l1Ratio }), alphas: steps, folds, ...spread(seen, counted) });
  }
  const [min, oneStandardError] = [best('min', score, curves), best('oneStandardError', score, curves)];
  const chosen = rule === 'min' ? min : oneStandardError;
  const { own } = estimators.find(({ l1Ratio }) => l1Ratio === chosen.l1Ratio)!;
  const fit = await make({ ...own, alpha: chosen.alpha } as unknown as O).fit(design, targets, { ...stop, ...weights });
  return { score, splits, curves, min, oneStandardError, rule, fit };
}
