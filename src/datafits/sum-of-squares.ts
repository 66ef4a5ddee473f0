import * as tf from '@tensorflow/tfjs-core';

/**
 * `‖Y_b‖²` for each problem b; Y of shape (samples, problems, tasks). Samples are added up in √n sums of √n, and these then: one
 * after the other, on wasm, 1e5 come out with an error of 1e-5.
 *
 * @see Higham, Accuracy and Stability of Numerical Algorithms, section 4.2
 */
export function sumOfSquares(Y: tf.Tensor3D): tf.Tensor1D {
  const [n, problems, tasks] = Y.shape;
  const each = Math.ceil(Math.sqrt(n));
  const sums = Math.ceil(n / each);
  const squares = tf.pad(tf.reshape(tf.square(Y), [n, problems * tasks]), [
    [0, each * sums - n],
    [0, 0],
  ]);
  const total = tf.sum(tf.sum(tf.reshape(squares, [sums, each, problems * tasks]), 1), 0);
  return tf.sum(tf.reshape(total, [problems, tasks]), 1);
}
