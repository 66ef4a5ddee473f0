import { type Matrix, zeros } from '../data/matrix.js';
import type { Fold } from './judge.js';

/** Tasks of a block at least, and what part of a thread's share of all that are split. */
const LEAST = 6;
const PART = 1 / 8;

/** How much of its share of what is left a thread takes at a time: more than all of it, as others come later. */
const SHARE = 1.2;

/** How many jobs the tasks of a fold may be split into: some where each task is a problem. */
export const mostBlocks = (tasks: number, joint: boolean): number =>
  joint ? 1 : Math.max(1, Math.floor(tasks / LEAST));

/**
 * All folds of all recipes, as jobs: as many whole ones as keep all threads busy to their end, since what their tasks share is done
 * once; the tasks of those that are left in blocks that become smaller, so that all threads end at about the same time.
 *
 * @param most - blocks of a fold at most
 * @see Polychronopoulos & Kuck 1987 (guided self-scheduling)
 */
export function foldsOf(
  { recipes, splits, tasks, most }: { recipes: number; splits: number; tasks: number; most: number },
  threads: number,
): Fold[] {
  const folds = recipes * splits;
  const whole = folds - (folds % threads);
  const least = Math.max(LEAST, Math.ceil((PART * (folds - whole) * tasks) / threads));
  const jobs: Fold[] = [];
  for (let k = 0; k < folds; k++) {
    const fold = { recipe: Math.floor(k / splits), split: k % splits };
    for (let first = 0; first < tasks; ) {
      const here = tasks - first;
      const share = Math.ceil((SHARE * ((folds - 1 - k) * tasks + here)) / threads);
      const size = k < whole || most === 1 ? tasks : Math.max(least, share);
      const end = here - size < least ? tasks : first + size;
      jobs.push({ ...fold, tasks: [first, end] });
      first = end;
    }
  }
  return jobs;
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
