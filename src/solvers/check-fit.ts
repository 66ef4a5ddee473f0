import type * as tf from '@tensorflow/tfjs-core';
import type { Datafit } from '../datafits/datafit.js';
import type { Penalty } from '../penalties/penalty.js';

/**
 * Checks that a penalty and a start belong to the problems of the datafit.
 *
 * @param name - the function that is called, for the errors
 * @throws TypeError if they do not
 */
export function checkFit(name: string, { shape }: Datafit, penalty: Penalty, W0: tf.Tensor3D | undefined): void {
  if (W0 && W0.shape.join() !== shape.join()) {
    throw new TypeError(`${name}: W0 must have shape [${shape}] like the coefficients, got [${W0.shape}]`);
  }
  const alphas = penalty.tensors.alpha.shape[1];
  if (alphas !== 1 && alphas !== shape[1]) {
    throw new TypeError(`${name}: penalty must have one alpha or one for each of ${shape[1]} problems, got ${alphas}`);
  }
}
