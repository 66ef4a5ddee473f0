import * as tf from '@tensorflow/tfjs-core';
import { unlessLost } from '../backends/device-loss.js';

/**
 * The numbers of a float32 tensor on the host, without blocking; the tensor is freed, also when reading fails.
 *
 * @throws DeviceLostError if the device that holds the tensor is lost
 */
export async function readBack(tensor: tf.Tensor): Promise<Float32Array> {
  const holder = tf.engine().state.tensorInfo.get(tensor.dataId)?.backend;
  try {
    return await (holder ? unlessLost(holder, () => tensor.data<'float32'>()) : tensor.data<'float32'>());
  } finally {
    tensor.dispose();
  }
}
