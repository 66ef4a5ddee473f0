import * as tf from '@tensorflow/tfjs-core';
import { lossOf } from '../backends/device-loss.js';
import { withBackend } from '../backends/with-backend.js';

/**
 * Runs `make` on the backend of that name, frees every tensor it makes on the way, and keeps those of its result: they
 * outlive any `tf.tidy` or scope of the caller's and are freed by `tf.dispose` alone, by whoever called `own`.
 *
 * @param tensorsOf - the tensors in the result that are to be kept
 * @throws DeviceLostError for whatever `make` throws once the device of the backend is lost
 */
export function own<T>(backend: string, make: () => T, tensorsOf: (made: T) => tf.TensorContainer): T {
  return withBackend(backend, () => {
    const engine = tf.engine();
    engine.startScope('own');
    try {
      const made = make();
      for (const tensor of tf.tensor_util.getTensorsInContainer(tensorsOf(made))) tf.keep(tensor);
      return made;
    } catch (error) {
      const instance = engine.registry[backend];
      throw (instance && lossOf(instance)) ?? error;
    } finally {
      engine.endScope();
    }
  });
}

/** Waits for `f`; should it fail, frees what is held so far and passes the error on. */
export async function orFree<T>(held: tf.TensorContainer, f: () => Promise<T>): Promise<T> {
  try {
    return await f();
  } catch (error) {
    tf.dispose(held);
    throw error;
  }
}
