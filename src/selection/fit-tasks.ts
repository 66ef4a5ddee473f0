import { checkOptions } from '../arguments/check.js';
import { abortSignal, any, callback, type Rules } from '../arguments/rules.js';
import { columns, type Matrix, rowsOf } from '../data/matrix.js';
import { hasMissing } from '../data/observed.js';
import { checkEstimator } from '../estimators/check-estimator.js';
import type { Estimator } from '../estimators/estimator.js';
import { merged } from '../estimators/fits.js';
import type { LinearFit } from '../estimators/linear-fit.js';
import type { FitOptions } from '../estimators/model.js';
import { readHow } from '../estimators/read-how.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { readSamples } from '../estimators/read-samples.js';
import { alphasOf } from '../estimators/read-steps.js';
import { inParallel } from '../threads/in-parallel.js';
import { foldsOf, mostBlocks, splitting } from './blocks.js';
import { given } from './given.js';
import { crewFor, RESOURCE_RULES, type Resources } from './resources.js';
import { estimatorFrom, forThreads, type Recipe, recipeOf, type SelectionTask, type Setting } from './setting.js';
import { fitted, type SelectionProgress, tally, together } from './tally.js';

export interface TasksOptions extends Resources, Pick<FitOptions, 'signal' | 'sampleWeight' | 'init'> {
  /** Called after every block of tasks, on one thread or several. */
  onProgress?: (progress: SelectionProgress) => void;
}

const NAME = 'fitTasks';

/** A start and weights have rules of their own. */
const RULES: Rules<TasksOptions> = {
  onProgress: callback,
  signal: abortSignal,
  sampleWeight: any,
  init: any,
  ...RESOURCE_RULES,
};

/** What all blocks share. */
export interface Shared extends Setting {
  readonly recipe: Recipe;
  /** Of each task, or one for all. */
  readonly alphas: readonly number[];
  readonly init: Matrix | undefined;
}

/** The first task of a block, and the one after its last. */
type Block = readonly [number, number];

const places = ([first, end]: Block): number[] => Array.from({ length: end - first }, (_, k) => first + k);

/** Fits some tasks. */
export const fitBlock: SelectionTask<Shared, Block, LinearFit> = {
  name: 'fitBlock',
  async run({ X, Y, weights, recipe: { model, options }, alphas, init }, block, { signal, count }) {
    const alpha = alphas.length === 1 ? alphas[0]! : alphas.slice(...block);
    const targets = block[1] - block[0] === Y.cols ? Y : columns(Y, ...block);
    const start = init && { init: { coef: rowsOf(init, places(block)) } };
    const how = { ...start, ...given({ signal, sampleWeight: weights }) };
    const fit = await estimatorFrom({ model, options: { ...options, alpha } }).fit(X, targets, how);
    count(fitted(fit));
    return fit;
  },
  join: together,
};

/**
 * Fits many tasks on all cores, each task a problem by itself: a `fit` for thousands of them. It comes in blocks of tasks, so that the
 * result is the same to the bit whatever the number of threads, and that of `fit` within the tolerance.
 *
 * @param X - design, shape (samples, features)
 * @param Y - targets, shape (samples, tasks)
 * @throws as the estimator's `fit` does; RangeError for options out of range
 */
export async function fitTasks(
  estimator: Estimator,
  X: MatrixInput,
  Y: MatrixInput,
  asked: TasksOptions = {},
): Promise<LinearFit> {
  checkEstimator(NAME, 'estimator', estimator);
  checkOptions(NAME, asked, RULES);
  const { signal, onProgress, threads, memory, init, sampleWeight } = asked;
  const { model, options } = estimator;
  const data = await readSamples(NAME, [X, Y], options.missing);
  const [design, targets] = data;
  const { rows: samples, cols: features } = design;
  const tasks = targets.cols;
  const alphas = alphasOf(`${NAME}: alpha`, model, data, options.alpha);
  const read = readHow(NAME, estimator, data, given({ init, sampleWeight }));
  const { recipe, how } = splitting(recipeOf(estimator), { samples, features, tasks }, hasMissing(targets));
  const jobs = mostBlocks(tasks, how);
  const load = { estimator, jobs, samples, features, fits: tasks };
  const crew = crewFor(NAME, given({ threads, memory }), load);
  const blocks = foldsOf({ recipes: 1, splits: 1, tasks, how }, crew.count).map((fold) => fold.tasks);
  const setting = { X: design, Y: targets, weights: read.sampleWeight, recipe, alphas, init: read.init?.coef };
  const work = { setting: forThreads(setting, crew.count), jobs: blocks };
  const { add } = tally(tasks, onProgress);
  const fits: LinearFit[] = [];
  await inParallel(fitBlock, work, crew, { ...given({ signal }), count: add }, (fit) => fits.push(fit));
  return fits.length === 1 ? fits[0]! : merged(fits, blocks.map(places));
}
