import * as tf from '@tensorflow/tfjs-core';
import { sumOverRows } from './sum-over-rows.js';

/** `‖Y_b‖²/(2n)`, the squared loss of W = 0 for each problem b; Y of shape (n, problems, tasks). */
export function nullValue(Y: tf.Tensor3D): tf.Tensor1D {
  const [n, problems, tasks] = Y.shape;
  const rows: tf.Tensor2D = tf.reshape(Y, [n, problems * tasks]);
  const squares = sumOverRows(rows, (block) => tf.sum(tf.square(block), 0));
  return tf.div(tf.sum(tf.reshape(squares, [problems, tasks]), 1), 2 * n);
}
