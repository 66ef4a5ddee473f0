import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { type Rows, samplesOf } from '../../src/datafits/samples.js';
import { sumOverRows } from '../../src/datafits/sum-over-rows.js';
import { randomState } from '../../src/random/random-state.js';
import { onEachBackend } from '../support/backends.js';
import { failure } from '../support/failure.js';

/** Rows that are counted as they become tensors. */
function counted(rows: Rows, seen: (count: number) => void): Rows {
  return {
    ...rows,
    tensors() {
      seen(rows.count);
      return rows.tensors();
    },
    part: (from, count) => counted(rows.part(from, count), seen),
  };
}

describe('sumOverRows', () => {
  onEachBackend((backend) => {
    const making = { backend, breathe: () => undefined };
    const data = (n: number) => {
      const rng = randomState(n);
      const [x, y] = [rng.randn(n * 3), rng.randn(n * 2)].map((values) => Float32Array.from(values));
      return { x: x!, y: y!, X: tf.tensor2d(x!, [n, 3]), Y: tf.tensor3d(y!, [n, 2, 1]) };
    };

    for (const n of [1, 256, 257, 1000]) {
      it(`adds up every row once, never more than 256 at a time: ${n} rows`, async () => {
        const { x, y, X, Y } = data(n);
        const samples = samplesOf(X, Y);
        const seen: number[] = [];
        const [squares, products] = await sumOverRows(
          counted(samples, (count) => seen.push(count)),
          (rows) => [tf.matMul(rows.X, rows.X, true), tf.matMul(rows.X, rows.Y, true)],
          making,
        );
        const sum = (f: (i: number) => number) => Array.from({ length: n }, (_, i) => f(i)).reduce((a, b) => a + b);
        const [G, C] = [await squares!.array(), await products!.array()];
        for (const j of [0, 1, 2]) {
          for (const k of [0, 1, 2])
            expect(G[j]![k]).to.be.closeTo(
              sum((i) => x[3 * i + j]! * x[3 * i + k]!),
              1e-5 * n,
            );
          for (const k of [0, 1])
            expect(C[j]![k]).to.be.closeTo(
              sum((i) => x[3 * i + j]! * y[2 * i + k]!),
              1e-5 * n,
            );
        }
        expect(seen.reduce((a, b) => a + b)).to.equal(n);
        expect(Math.max(...seen)).to.be.at.most(256);
        samples.free();
      });
    }

    it('rounds a hundred thousand rows hardly more than a few', async () => {
      const n = 100_000;
      const samples = samplesOf(tf.fill([n, 1], 0.1), tf.fill([n, 1, 1], 1));
      const [total] = await sumOverRows(samples, ({ X }) => [tf.sum(X, 0, true)], making);
      const [sum = 0] = await total!.data();
      expect(Math.abs(sum / (n * Math.fround(0.1)) - 1)).to.be.below(1e-5);
      samples.free();
    });

    it('leaves nothing but its sums behind, and nothing when it fails', async () => {
      const { X, Y } = data(700);
      const before = tf.memory().numTensors;
      const samples = samplesOf(X, Y);
      const sums = await sumOverRows(samples, (rows) => [tf.sum(rows.X, 0, true), tf.sum(rows.Y, 0, true)], making);
      tf.dispose(sums);
      let calls = 0;
      const error = await failure(
        sumOverRows(
          samples,
          ({ X: x }) => {
            if (++calls === 3) throw new Error('enough');
            return [tf.sum(x, 0, true)];
          },
          making,
        ),
      );
      expect(error).to.have.property('message', 'enough');
      samples.free();
      expect(tf.memory().numTensors).to.equal(before);
      expect(X.isDisposed || Y.isDisposed).to.equal(false);
    });
  });
});
