import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { l1 } from '../../src/penalties/l1.js';
import { l21 } from '../../src/penalties/l21.js';
import { randomState } from '../../src/random/random-state.js';
import { penaltyContract } from '../contracts/penalty.js';
import { onEachBackend } from '../support/backends.js';

penaltyContract({
  name: 'l21',
  make: l21,
  omega: (W) => W.reduce((sum, w) => sum + Math.hypot(...w), 0),
  omegaDual: (G) => Math.max(...G.map((g) => Math.hypot(...g))),
});

describe('l21 with one task', () => {
  onEachBackend(() => {
    it('is l1', async () => {
      const W = tf.tensor3d(Float32Array.from(randomState(3).randn(8)), [4, 2, 1]);
      const [group, single] = [l21([0.2, 0.9]), l1([0.2, 0.9])];
      const pairs: [tf.Tensor, tf.Tensor][] = [
        [group.prox(W, 1), single.prox(W, 1)],
        [group.value(W), single.value(W)],
        [group.dualNorm(W), single.dualNorm(W)],
      ];
      for (const [a, b] of pairs) {
        const [left, right] = [await a.data(), await b.data()];
        left.forEach((value, i) => {
          expect(value).to.be.closeTo(right[i]!, 1e-6);
        });
      }
    });
  });
});
