import * as tf from '@tensorflow/tfjs-core';

const A = () => tf.tensor2d([1.5, -2, 0.25, 3, -0.5, 4], [2, 3]);
const B = () => tf.tensor2d([2, 0.5, -1, 1, 3, -2], [2, 3]);
const POSITIVE = () => tf.tensor2d([0.5, 1, 2, 3, 5, 8], [2, 3]);

/** An operation of each kind that the solvers are made of, and some more, on small tensors of any backend. */
export const KERNELS: Readonly<Record<string, () => tf.Tensor>> = {
  matMul: () => tf.matMul(A(), B(), false, true),
  add: () => tf.add(A(), B()),
  sub: () => tf.sub(A(), tf.tensor1d([1, 2, 3])),
  mul: () => tf.mul(A(), B()),
  div: () => tf.div(A(), B()),
  maximum: () => tf.maximum(A(), 0.3),
  minimum: () => tf.minimum(A(), B()),
  abs: () => tf.abs(A()),
  sign: () => tf.sign(A()),
  square: () => tf.square(A()),
  sqrt: () => tf.sqrt(POSITIVE()),
  exp: () => tf.exp(A()),
  log: () => tf.log(POSITIVE()),
  relu: () => tf.relu(A()),
  sum: () => tf.sum(A(), 1),
  max: () => tf.max(A(), 0),
  lessEqual: () => tf.cast(tf.lessEqual(A(), B()), 'float32'),
  where: () => tf.where(tf.greater(A(), 0), A(), B()),
  gather: () => tf.gather(A(), tf.tensor1d([2, 0, 2], 'int32'), 1),
  concat: () => tf.concat([A(), B()], 1),
  tile: () => tf.tile(A(), [2, 2]),
  transpose: () => tf.transpose(A()),
  cumsum: () => tf.cumsum(A(), 1),
};
