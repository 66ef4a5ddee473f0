import { type Matrix, zeros } from '../data/matrix.js';
import type { Fold } from './judge.js';

/** Jobs of each thread that folds are split into where they are not enough, and tasks of a job at least. */
const JOBS = 2;
const TOGETHER = 8;

/** How many jobs the tasks of a fold may be split into: some where each task is a problem. */
export const mostBlocks = (tasks: number, joint: boolean): number =>
  joint ? 1 : Math.max(1, Math.floor(tasks / TOGETHER));

/** All tasks in so many blocks. */
function blocksOf(tasks: number, count: number): Fold['tasks'][] {
  const start = (k: number): number => Math.round((k * tasks) / count);
  return Array.from({ length: count }, (_, k) => [start(k), start(k + 1)]);
}

/**
 * All folds of all recipes, as jobs: as many whole ones as keep all threads busy to their end, since what their tasks share is done
 * once; the tasks of those that are left in blocks.
 *
 * @param most - blocks of a fold at most
 */
export function foldsOf(
  { recipes, splits, tasks, most }: { recipes: number; splits: number; tasks: number; most: number },
  threads: number,
): Fold[] {
  const folds = recipes * splits;
  const whole = folds - (folds % threads);
  const parts = Math.min(most, Math.ceil((JOBS * threads) / (folds - whole)));
  return Array.from({ length: folds }).flatMap((_, k) =>
    blocksOf(tasks, k < whole ? 1 : parts).map((block) => ({
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
