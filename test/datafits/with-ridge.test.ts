import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { quadratic } from '../../src/datafits/quadratic.js';
import { withRidge } from '../../src/datafits/with-ridge.js';
import { randomState } from '../../src/random/random-state.js';
import { onEachBackend } from '../support/backends.js';

const random = (seed: number, shape: number[]): tf.Tensor =>
  tf.tensor(Float32Array.from(randomState(seed).randn(shape.reduce((a, b) => a * b))), shape);

const close = async (got: tf.Tensor, expected: tf.Tensor, tolerance: number): Promise<void> => {
  const [a, b] = [await got.data(), await expected.data()];
  expect(a.length).to.equal(b.length);
  a.forEach((value, i) => {
    expect(value).to.be.closeTo(b[i]!, tolerance * Math.max(1, Math.abs(b[i]!)));
  });
};

/** The ridge of each feature and problem, shape (features or 1, problems or 1). */
const RIDGES: [string, number, number][] = [
  ['one for all', 1, 1],
  ['one for each feature', 5, 1],
  ['one for each problem', 1, 3],
  ['one for each of both', 5, 3],
];

describe('withRidge', () => {
  onEachBackend(() => {
    for (const [title, rows, cols] of RIDGES) {
      for (const n of [12, 2]) {
        it(`adds Σ ridge/2 ‖W_j‖² to value and gradient, as more samples would: ${title}, ${n} samples`, async () => {
          const [p, B, T] = [5, 3, 2];
          const [X, Y] = [random(1, [n, p]) as tf.Tensor2D, random(2, [n, B, T]) as tf.Tensor3D];
          const W = random(3, [p, B, T]) as tf.Tensor3D;
          const values = Float64Array.from({ length: rows * cols }, (_, i) => 0.2 + i / 4);
          const datafit = withRidge(await quadratic(X, Y), { rows, cols, values });
          expect(datafit.shape).to.deep.equal([p, B, T]);
          for (let b = 0; b < B; b++) {
            const which = tf.tensor1d([b], 'int32');
            const ridge = Array.from({ length: p }, (_, j) => values[(rows > 1 ? j : 0) * cols + (cols > 1 ? b : 0)]!);
            // 1/(2(n + p)) of all samples is 1/(2n) of those there were.
            const grown = (n + p) / n;
            const more = await quadratic(
              tf.concat2d(
                [
                  tf.mul(X, Math.sqrt(grown)),
                  tf.diag(tf.tensor1d(ridge.map((r) => Math.sqrt(r * (n + p))))) as tf.Tensor2D,
                ],
                0,
              ),
              tf.concat3d([tf.mul(tf.gather(Y, which, 1), Math.sqrt(grown)), tf.zeros([p, 1, T])], 0),
            );
            const w = tf.gather(W, which, 1);
            const part = datafit.take(which);
            await close(part.value(w), more.value(w), 1e-5);
            await close(part.gradient(w), more.gradient(w), 1e-5);
            await close(tf.gather(datafit.value(W), which), more.value(w), 1e-5);
            await close(tf.gather(datafit.gradient(W), which, 1), more.gradient(w), 1e-5);
            await close(part.tensors.nullValue, more.tensors.nullValue, 1e-5);
            expect(datafit.lipschitz).to.be.at.least(more.lipschitz / 1.25);
          }
        });
      }
    }

    it('resolves: W + step H W goes to W', async () => {
      for (const n of [20, 3]) {
        const plain = await quadratic(random(1, [n, 7]) as tf.Tensor2D, random(2, [n, 2, 1]) as tf.Tensor3D);
        const datafit = withRidge(plain, { rows: 1, cols: 1, values: Float64Array.of(2.5) });
        const step = 1.4 / datafit.curvature;
        const W = random(4, [7, 2, 1]) as tf.Tensor3D;
        const hessian = tf.sub(datafit.gradient(W), datafit.gradient(tf.zerosLike(W)));
        const V: tf.Tensor3D = tf.add(W, tf.mul(hessian, step));
        await close(datafit.resolve(datafit.resolvent(step), V, step), W, 1e-4);
      }
    });

    it('never resolves too far where ridges differ: no eigenvalue of K (I + step H) is above 1', async () => {
      for (const n of [20, 3]) {
        const plain = await quadratic(random(1, [n, 7]) as tf.Tensor2D, random(2, [n, 2, 1]) as tf.Tensor3D);
        const values = Float64Array.from({ length: 14 }, (_, at) => 10 ** ((at % 5) - 2));
        const datafit = withRidge(plain, { rows: 7, cols: 2, values });
        const step = 1.4 / datafit.curvature;
        const K = datafit.resolvent(step);
        let V = random(4, [7, 2, 1]) as tf.Tensor3D;
        let rayleigh = 0;
        for (let k = 0; k < 30; k++) {
          const hessian = tf.sub(datafit.gradient(V), datafit.gradient(tf.zerosLike(V)));
          const next = datafit.resolve(K, tf.add(V, tf.mul(hessian, step)), step);
          rayleigh = ((await tf.norm(next).data())[0]! as number) / (await tf.norm(V).data())[0]!;
          V = tf.div(next, tf.norm(next));
        }
        expect(rayleigh).to.be.within(0.5, 1 + 1e-4);
      }
    });

    it('rejects another shape, and entries that are negative or not finite', async () => {
      const datafit = await quadratic(tf.ones([4, 3]), tf.ones([4, 2, 1]));
      expect(() => withRidge(datafit, { rows: 2, cols: 1, values: new Float64Array(2) })).to.throw(
        TypeError,
        'withRidge: ridge must have shape [3 or 1, 2 or 1] (features, problems), got [2, 1]',
      );
      for (const bad of [-1, Number.NaN, Infinity]) {
        const values = Float64Array.of(0, bad, 0);
        expect(() => withRidge(datafit, { rows: 3, cols: 1, values })).to.throw(
          RangeError,
          `withRidge: ridge must be >= 0 and finite, got ${bad}`,
        );
      }
    });
  });
});
