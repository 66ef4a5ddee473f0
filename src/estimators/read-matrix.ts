import * as tf from '@tensorflow/tfjs-core';
import type { Matrix } from '../data/matrix.js';
import { asMatrix, checkFinite, type HostMatrix } from '../data/to-matrix.js';

/** What estimators read as a matrix: any host form, or a tfjs tensor of rank 2 (rank 1: one column). */
export type MatrixInput = HostMatrix | tf.Tensor;

/**
 * Reads any form of matrix as float64 on the host, whatever its entries. A Float64Array is not copied: it must not change
 * while it is in use. A tensor is read back without blocking and stays the caller's.
 *
 * @param name - what the errors call it, such as `lasso.fit: X`
 * @throws TypeError for other kinds and shapes
 */
export const readNumbers = async (name: string, input: MatrixInput): Promise<Matrix> =>
  asMatrix(name, input instanceof tf.Tensor ? await readTensor(name, input) : input);

/**
 * The same, with an eye on its entries.
 *
 * @throws TypeError for other kinds and shapes, RangeError for entries that are not finite
 */
export async function readMatrix(name: string, input: MatrixInput): Promise<Matrix> {
  const matrix = await readNumbers(name, input);
  checkFinite(name, matrix);
  return matrix;
}

async function readTensor(name: string, tensor: tf.Tensor): Promise<HostMatrix> {
  if (tensor.isDisposed) throw new TypeError(`${name} must be a live tensor, got one that is disposed`);
  return { data: await tensor.data<'float32'>(), shape: tensor.shape };
}
