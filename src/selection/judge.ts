import { columns, type Matrix, rowsOf, toRows, zeros } from '../data/matrix.js';
import { predictions, supportSizes } from '../estimators/linear-fit.js';
import { type Score, scores } from './scores.js';
import { estimatorFrom, type Recipe, type SelectionTask, type Setting } from './setting.js';
import type { Split } from './splits.js';
import { fitted, together } from './tally.js';
import { weightsOf } from './weights-of.js';

/** What all folds share. */
export interface Judged extends Setting {
  readonly recipes: readonly Recipe[];
  /** Of each recipe: alphas, shape (steps, 1) or (steps, tasks). */
  readonly steps: readonly Matrix[];
  readonly splits: readonly Split[];
  readonly score: Score;
}

/** A fold for some of the tasks. */
export interface Fold {
  readonly recipe: number;
  readonly split: number;
  /** The first task, and the one after the last. */
  readonly tasks: readonly [number, number];
}

/** What a fold says of some tasks. */
export interface Verdict {
  /** Shape (steps, tasks). */
  readonly scores: Matrix;
  /** How many features each problem selects, shape (steps, problems). */
  readonly selected: Matrix;
}

/** Fits a path to the samples of a fold, and judges it by those that are left out. */
export const judge: SelectionTask<Judged, Fold, Verdict> = {
  name: 'judge',
  async run({ X, Y, weights, recipes, steps, splits, score }, { recipe, split, tasks }, { signal, count }) {
    const { train, test } = splits[split]!;
    const targets = columns(Y, ...tasks);
    const [x, y] = [rowsOf(X, test), rowsOf(targets, test)];
    const alphas = steps[recipe]!;
    const along = alphas.cols === 1 ? Array.from(alphas.values) : toRows(columns(alphas, ...tasks));
    const how = { ...(signal && { signal }), ...weightsOf(weights, train), reuse: true };
    const verdict = {
      scores: zeros(along.length, targets.cols),
      selected: zeros(along.length, recipes[recipe]!.model.joint ? 1 : targets.cols),
    };
    const predicted = zeros(y.rows, y.cols);
    const judging = weightsOf(weights, test).sampleWeight;
    let step = 0;
    const estimator = estimatorFrom(recipes[recipe]!);
    for await (const fit of estimator.path(rowsOf(X, train), rowsOf(targets, train), along, how)) {
      const own = scores(score, y, predictions(fit, x, predicted), judging);
      verdict.scores.values.set(own, step * targets.cols);
      verdict.selected.values.set(supportSizes(fit), step * verdict.selected.cols);
      step++;
      count(fitted(fit));
    }
    return verdict;
  },
  join: together,
};
