import * as tf from '@tensorflow/tfjs-core';

/** `‖Y_b‖²/(2n)`, the squared loss of W = 0 for each problem b; Y of shape (n, problems, tasks). */
export const nullValue = (Y: tf.Tensor3D): tf.Tensor1D => tf.div(tf.sum(tf.square(Y), [0, 2]), 2 * Y.shape[0]);
