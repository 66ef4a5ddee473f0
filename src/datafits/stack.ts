import * as tf from '@tensorflow/tfjs-core';

/** A matrix in parts of rows that lie upon one another, so that none of them is large. */
export type Stack = readonly tf.Tensor2D[];

/** The matrix as one. */
export const whole = (parts: Stack): tf.Tensor2D => tf.concat2d([...parts], 0);

/** Some rows of a matrix; all of them are that matrix itself. */
export const rowsOf = (M: tf.Tensor2D, first: number, count: number): tf.Tensor2D =>
  count === M.shape[0] ? M : tf.slice(M, [first, 0], [count, M.shape[1]]);

/** Places `from` … of so many, by the parts that hold them, of these sizes. */
export function placesIn(
  sizes: readonly number[],
  from: number,
  count: number,
): { readonly part: number; readonly first: number; readonly count: number }[] {
  let before = 0;
  return sizes.flatMap((size, part) => {
    const first = Math.max(0, from - before);
    const end = Math.min(size, from + count - before);
    before += size;
    return end > first ? [{ part, first, count: end - first }] : [];
  });
}
