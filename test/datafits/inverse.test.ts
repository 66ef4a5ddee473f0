import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { inverse, type Square } from '../../src/datafits/inverse.js';
import { randomState } from '../../src/random/random-state.js';
import { onEachBackend } from '../support/backends.js';

/** `ridge I + B Bᵀ / columns`, its eigenvalues spread over a factor of about 4 / ridge. */
function definite(size: number, ridge: number): tf.Tensor2D {
  const B = tf.tensor2d(Float32Array.from(randomState(1).randn(size * size)), [size, size]);
  return tf.add(tf.mul(tf.eye(size), ridge), tf.div(tf.matMul(B, tf.transpose(B)), size));
}

const square = (M: tf.Tensor2D): Square => ({
  size: M.shape[0],
  block: (row, column, rows, columns) => tf.slice(M, [row, column], [rows, columns]),
});

describe('inverse', () => {
  onEachBackend(() => {
    for (const [size, ridge] of [
      [1, 1],
      [7, 0.1],
      [64, 0.01],
      [65, 0.01],
      [201, 1e-3],
    ] as const) {
      it(`gives the identity when multiplied by the matrix: ${size} rows, ridge ${ridge}`, async () => {
        const M = definite(size, ridge);
        const error = tf.sub(tf.matMul(M, inverse(square(M), 4 / ridge)), tf.eye(size));
        const [worst = Infinity] = await tf.max(tf.abs(error)).data();
        expect(worst).to.be.below(1e-5 / ridge);
      });
    }

    it('leaves nothing but its result behind', () => {
      const M = definite(130, 1);
      const before = tf.memory().numTensors;
      inverse(square(M), 5).dispose();
      expect(tf.memory().numTensors).to.equal(before);
    });
  });
});
