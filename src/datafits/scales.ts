import type * as tf from '@tensorflow/tfjs-core';
import type { Datafit } from './datafit.js';
import { lipschitzBound } from './lipschitz-bound.js';
import type { Making } from './making.js';
import type { Samples } from './samples.js';

/** The eigenvalues of `H = XᵀX/n` in two numbers: a bound for the largest, and their mean. */
export type Scales = Pick<Datafit, 'lipschitz' | 'curvature'>;

/**
 * @param hessian - `V -> H V`
 * @throws RangeError if H overflows float32
 */
export async function scalesOf(
  hessian: (V: tf.Tensor2D) => tf.Tensor2D,
  samples: Samples,
  making: Making,
): Promise<Scales> {
  const lipschitz = await lipschitzBound(hessian, samples.shape[1], making);
  return { lipschitz, curvature: (await samples.meanSquare()) || 1 };
}
