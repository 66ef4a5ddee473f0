import type * as tf from '@tensorflow/tfjs-core';

/** The numbers of a float32 tensor on the host, without blocking; the tensor is freed, also when reading fails. */
export async function readBack(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}
