import { type Matrix, zeros } from '../data/matrix.js';
import type { Fold } from './judge.js';

/** Folds of blocks of tasks that there should be, for threads to be busy alike; and tasks of a block at least. */
const JOBS = 16;
const TOGETHER = 8;

/** Blocks of tasks that are fitted by themselves, enough of them for several threads where each task is a problem. */
export function blocksOf(tasks: number, joint: boolean, folds: number): Fold['tasks'][] {
  const count = joint ? 1 : Math.max(1, Math.min(Math.ceil(JOBS / folds), Math.floor(tasks / TOGETHER)));
  const start = (k: number): number => Math.round((k * tasks) / count);
  return Array.from({ length: count }, (_, k) => [start(k), start(k + 1)]);
}

/** All folds of all recipes, block by block. */
export const foldsOf = (recipes: number, splits: number, blocks: readonly Fold['tasks'][]): Fold[] =>
  Array.from({ length: recipes * splits }).flatMap((_, k) =>
    blocks.map((tasks) => ({ recipe: Math.floor(k / splits), split: k % splits, tasks })),
  );

/** Matrices of equal height as one. */
export function beside(blocks: readonly Matrix[]): Matrix {
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
