import * as tf from '@tensorflow/tfjs-core';

/** Every test has a scope of its own: tensors that it makes and does not free end with it. */
export const mochaHooks = {
  beforeAll(): void {
    tf.enableProdMode();
  },
  beforeEach(): void {
    tf.engine().startScope('test');
  },
  afterEach(): void {
    tf.engine().endScope();
  },
};
