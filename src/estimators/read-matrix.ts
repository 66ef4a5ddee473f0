import * as tf from '@tensorflow/tfjs-core';
import type { Matrix } from '../data/matrix.js';
import { type HostMatrix, toMatrix } from '../data/to-matrix.js';

/** What estimators read as a matrix: any host form, or a tfjs tensor of rank 2 (rank 1: one column). */
export type MatrixInput = HostMatrix | tf.Tensor;

/**
 * Reads any form of matrix into float64 on the host. A tensor is read back without blocking and stays the caller's.
 *
 * @param name - what the errors call it, such as `lasso.fit: X`
 * @throws TypeError for other kinds and shapes, RangeError for entries that are not finite
 */
export async function readMatrix(name: string, input: MatrixInput): Promise<Matrix> {
  if (!(input instanceof tf.Tensor)) return toMatrix(name, input);
  if (input.isDisposed) throw new TypeError(`${name} must be a live tensor, got one that is disposed`);
  return toMatrix(name, {
    data: await input.data<'float32'>(),
    shape: input.shape,
  });
}
