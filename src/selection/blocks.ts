import { type Matrix, zeros } from '../data/matrix.js';
import { methodFor, oneByOne, type Sizes } from '../engine/fit.js';
import { isTensorSolver } from '../estimators/options.js';
import type { Fold } from './judge.js';
import type { Recipe } from './setting.js';

/**
 * How the tasks of a fold may be split so that what comes out is the same to the bit, however many threads there are: not at all,
 * into the same blocks always, or anywhere.
 */
export type Splitting = 'never' | 'alike' | 'anywhere';

/** How tasks are split where problems that are solved together depend on each other's rounding, and their estimator for that. */
export function splitting(
  recipe: Recipe,
  sizes: Sizes,
  missing: boolean,
): { readonly recipe: Recipe; readonly how: Splitting } {
  const { model, options } = recipe;
  const { solver } = options;
  if (model.joint || model.penalty || isTensorSolver(solver)) return { recipe, how: 'never' };
  if (model.groups) return { recipe, how: 'anywhere' };
  const method = methodFor(sizes, solver === 'auto' ? undefined : solver);
  if (missing || !oneByOne(method, sizes.features)) return { recipe, how: 'alike' };
  return { recipe: { model, options: { ...options, solver: method } }, how: 'anywhere' };
}

/** Tasks of a block that is alike always. */
const TOGETHER = 16;

/** Tasks of a block at least, and what part of a thread's share of all that are split. */
const LEAST = 6;
const PART = 1 / 8;

/** How much of its share of what is left a thread takes at a time: more than all of it, as others come later. */
const SHARE = 1.2;

/** How many jobs the tasks of a fold may be split into. */
export const mostBlocks = (tasks: number, how: Splitting): number =>
  how === 'never' ? 1 : how === 'alike' ? Math.ceil(tasks / TOGETHER) : Math.max(1, Math.floor(tasks / LEAST));

/** All tasks in so many blocks. */
function blocksOf(tasks: number, count: number): Fold['tasks'][] {
  const start = (k: number): number => Math.round((k * tasks) / count);
  return Array.from({ length: count }, (_, k) => [start(k), start(k + 1)]);
}

/** The tasks of several folds in blocks that become smaller, so that all threads end at about the same time. */
function smallerBlocks(folds: number, tasks: number, threads: number): Fold['tasks'][][] {
  const least = Math.max(LEAST, Math.ceil((PART * folds * tasks) / threads));
  return Array.from({ length: folds }, (_, k) => {
    const blocks: Fold['tasks'][] = [];
    for (let first = 0; first < tasks; ) {
      const here = tasks - first;
      const share = Math.ceil((SHARE * ((folds - 1 - k) * tasks + here)) / threads);
      const size = here < 2 * least ? here : Math.min(Math.max(least, share), here - least);
      blocks.push([first, first + size]);
      first += size;
    }
    return blocks;
  });
}

/**
 * All folds of all recipes, as jobs. Where tasks may be split anywhere: as many whole folds as keep all threads busy to their end,
 * since what their tasks share is done once, and of those that are left blocks that become smaller.
 *
 * @see Polychronopoulos & Kuck 1987 (guided self-scheduling)
 */
export function foldsOf(
  { recipes, splits, tasks, how }: { recipes: number; splits: number; tasks: number; how: Splitting },
  threads: number,
): Fold[] {
  const folds = recipes * splits;
  const left = how === 'anywhere' ? folds % threads : 0;
  const last = smallerBlocks(left, tasks, threads);
  const others = blocksOf(tasks, how === 'alike' ? mostBlocks(tasks, how) : 1);
  return Array.from({ length: folds }).flatMap((_, k) =>
    (last[k - (folds - left)] ?? others).map((block) => ({
      recipe: Math.floor(k / splits),
      split: k % splits,
      tasks: block,
    })),
  );
}

/** Matrices of equal height as one. */
export function beside(blocks: readonly Matrix[]): Matrix {
  if (blocks.length === 1) return blocks[0]!;
  const all = zeros(
    blocks[0]!.rows,
    blocks.reduce((sum, { cols }) => sum + cols, 0),
  );
  let first = 0;
  for (const { rows, cols, values } of blocks) {
    for (let i = 0; i < rows; i++) all.values.set(values.subarray(i * cols, (i + 1) * cols), i * all.cols + first);
    first += cols;
  }
  return all;
}
