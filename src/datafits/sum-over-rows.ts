import * as tf from '@tensorflow/tfjs-core';

/** Rows that a backend may sum in float32 by itself, in whatever order. */
const BLOCK = 256;

/**
 * A sum over the rows of a matrix whose rounding hardly grows with their number: the halves are summed on their own, and
 * their halves, down to blocks that the backend sums. (Added one after the other, on wasm, 1e5 rows come out with an
 * error of 1e-5. Halves, and not blocks off the whole, because wasm takes as long for a slice as its source is large.)
 *
 * @param rows - shape (n, columns)
 * @param term - what a block of rows adds to the sum
 * @see Higham, Accuracy and Stability of Numerical Algorithms, section 4.2
 */
export function sumOverRows<T extends tf.Tensor>(rows: tf.Tensor2D, term: (block: tf.Tensor2D) => T): T {
  const [n, columns] = rows.shape;
  if (n <= BLOCK) return tf.tidy(() => term(rows));
  const half = n >> 1;
  return tf.tidy(() => {
    const upper = sumOverRows(tf.slice(rows, [0, 0], [half, columns]), term);
    const lower = sumOverRows(tf.slice(rows, [half, 0], [n - half, columns]), term);
    return tf.add(upper, lower);
  });
}
