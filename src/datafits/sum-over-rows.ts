import * as tf from '@tensorflow/tfjs-core';
import { orFree, own } from '../tensors/own.js';
import type { Making } from './making.js';
import type { Rows } from './samples.js';

/** Rows that a backend may sum in float32 by itself, in whatever order. */
export const BLOCK = 256;

/** What some rows, as tensors, add to each of some sums. */
export type Term = (rows: ReturnType<Rows['tensors']>) => tf.Tensor2D[];

async function sumOf(rows: Rows, from: number, [count, term]: readonly [number, Term], making: Making) {
  const part = rows.part(from, count);
  try {
    return await sumOverRows(part, term, making);
  } finally {
    part.free();
  }
}

/**
 * Sums over rows of X and Y whose rounding hardly grows with their number: the halves are summed on their own, and their
 * halves, down to blocks that the backend sums. (Added one after the other, on wasm, 1e5 rows come out with an error of 1e-5.
 * Halves, and not blocks off the whole, because wasm takes as long for a part of a tensor as that is large.)
 *
 * @returns the sums, the caller's to free
 * @see Higham, Accuracy and Stability of Numerical Algorithms, section 4.2
 */
export async function sumOverRows(rows: Rows, term: Term, making: Making): Promise<tf.Tensor2D[]> {
  const { backend, breathe } = making;
  const { count } = rows;
  if (count <= BLOCK) {
    const pause = breathe();
    if (pause) await pause;
    return own(
      backend,
      () => term(rows.tensors()),
      (made) => made,
    );
  }
  const half = count >> 1;
  const upper = await sumOf(rows, 0, [half, term], making);
  return orFree(upper, async () => {
    const lower = await sumOf(rows, half, [count - half, term], making);
    const sums = own(
      backend,
      () => upper.map((sum, k) => tf.add<tf.Tensor2D>(sum, lower[k]!)),
      (made) => made,
    );
    tf.dispose([upper, lower]);
    return sums;
  });
}

/** How many of each sum over so many rows are held at a time, at most. */
export const sumsAtOnce = (count: number): number => Math.ceil(Math.log2(Math.ceil(count / BLOCK))) + 2;
