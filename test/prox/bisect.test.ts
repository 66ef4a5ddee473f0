import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { bisect } from '../../src/prox/bisect.js';
import { onEachBackend } from '../support/backends.js';

describe('bisect', () => {
  onEachBackend(() => {
    it('finds square roots, entry by entry, from above', async () => {
      const squares = tf.tensor1d([0.25, 2, 1, 9]);
      const root = bisect([tf.zeros([4]), tf.fill([4], 4)], (x) => tf.less(tf.square(x), squares), 24);
      const found = await root.data();
      [0.5, Math.SQRT2, 1, 3].forEach((value, k) => {
        expect(found[k]).to.be.within(Math.fround(value) - 1e-7, value + 2 ** -21);
      });
    });

    it('holds no more for many halvings than for one, and nothing in the end but its result', () => {
      const most = (halvings: number): number => {
        const before = tf.memory().numTensors;
        let held = 0;
        const above = (x: tf.Tensor): tf.Tensor => {
          held = Math.max(held, tf.memory().numTensors - before);
          return tf.less(x, 1);
        };
        tf.dispose(bisect([tf.zeros([3]), tf.ones([3])], above, halvings));
        expect(tf.memory().numTensors).to.equal(before);
        return held;
      };
      expect(most(30)).to.equal(most(1));
    });
  });
});
