import type { Matrix } from '../data/matrix.js';
import { given } from './given.js';
import type { Score } from './scores.js';

/** How an alpha is chosen: with the best mean score, or the largest whose mean is within one standard error of the best. */
export type Rule = (typeof RULES)[number];
export const RULES = ['min', 'oneStandardError'] as const;

/** What folds say about the alphas at one l1Ratio. */
export interface Curve {
  readonly l1Ratio?: number;
  /** Of each step: one alpha, or one for each task. */
  readonly alphas: readonly (readonly number[])[];
  /** Scores of each fold, shape (steps, tasks); NaN for a task that the fold does not judge, as its samples there weigh 0. */
  readonly folds: readonly Matrix[];
  /** Over the folds; shape (steps, tasks), or (steps, 1) if all tasks have one alpha. */
  readonly mean: Matrix;
  readonly standardError: Matrix;
  /** How many features are selected, on average of the folds; shape (steps, problems). */
  readonly selected: Matrix;
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

/** The choice of a rule on one curve. */
function choose(rule: Rule, score: Score, { l1Ratio, alphas, mean, standardError }: Curve): Choice {
  const loss = (step: number, t: number): number => (score === 'r2' ? -1 : 1) * mean.values[step * mean.cols + t]!;
  const bad = mean.values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const where = `at step ${Math.floor(bad / mean.cols)}`;
    throw new RangeError(`crossValidate: Y must be of a size that scores are finite, got ${mean.values[bad]} ${where}`);
  }
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
    ...given({ l1Ratio }),
    alpha: own.length === 1 ? own[0]! : own,
    steps,
    score: steps.map((step, t) => mean.values[step * mean.cols + t]!),
  };
}

/** The choice of the curve that is best on the mean of its tasks. */
export function best(rule: Rule, score: Score, curves: readonly Curve[]): Choice {
  const mean = (choice: Choice): number =>
    ((score === 'r2' ? -1 : 1) * choice.score.reduce((sum, value) => sum + value, 0)) / choice.score.length;
  let [first, least] = [curves[0]!, Infinity];
  for (const curve of curves.length > 1 ? curves : []) {
    const own = mean(choose('min', score, curve));
    if (own < least) [first, least] = [curve, own];
  }
  return choose(rule, score, first);
}
