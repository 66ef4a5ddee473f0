import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import type { Datafit } from '../../src/datafits/datafit.js';
import type { Making } from '../../src/datafits/making.js';
import { type Samples, samplesOf } from '../../src/datafits/samples.js';
import { randomState } from '../../src/random/random-state.js';
import { onEachBackend } from '../support/backends.js';

type MakeDatafit = (samples: Samples, making: Making) => Promise<Datafit>;

const SHAPES: [string, number, number, number, number][] = [
  ['more samples than features', 20, 4, 3, 2],
  ['more features than samples', 5, 14, 2, 3],
  ['one of each', 1, 1, 1, 1],
];

const random = (seed: number, shape: number[]): tf.Tensor =>
  tf.tensor(Float32Array.from(randomState(seed).randn(shape.reduce((a, b) => a * b))), shape);

/** `1/(2n) ‖Y_b − X W_b‖²` for each problem, in plain loops. */
async function losses(X: tf.Tensor2D, Y: tf.Tensor3D, W: tf.Tensor3D): Promise<number[]> {
  const [x, y, w] = [await X.array(), await Y.array(), await W.array()];
  return y[0]!.map((_, b) => {
    let sum = 0;
    y.forEach((problems, i) => {
      problems[b]!.forEach((value, t) => {
        const fitted = x[i]!.reduce((s, entry, j) => s + entry * w[j]![b]![t]!, 0);
        sum += (value - fitted) ** 2;
      });
    });
    return sum / (2 * x.length);
  });
}

const closeTo = (got: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void => {
  expect(got.length).to.equal(expected.length);
  for (let i = 0; i < got.length; i++) {
    expect(got[i], `entry ${i}`).to.be.closeTo(expected[i]!, tolerance * Math.max(1, Math.abs(expected[i]!)));
  }
};

/** What every quadratic datafit must satisfy. */
export function datafitContract(name: string, makeOf: MakeDatafit): void {
  const make = async (X: tf.Tensor2D, Y: tf.Tensor3D): Promise<Datafit> => {
    const samples = samplesOf(X, Y);
    try {
      return await makeOf(samples, { backend: tf.getBackend(), breathe: () => undefined });
    } finally {
      samples.free();
    }
  };
  describe(`${name} as a datafit`, () => {
    onEachBackend(() => {
      for (const [what, n, p, B, T] of SHAPES) {
        describe(`with ${what}`, () => {
          const X = () => random(1, [n, p]) as tf.Tensor2D;
          const Y = () => random(2, [n, B, T]) as tf.Tensor3D;
          const W = () => random(3, [p, B, T]) as tf.Tensor3D;

          it('has the value 1/(2n) ‖Y − XW‖² of each problem, and that of W = 0', async () => {
            const datafit = await make(X(), Y());
            expect(datafit.shape).to.deep.equal([p, B, T]);
            closeTo(await datafit.value(W()).data(), await losses(X(), Y(), W()), 1e-5);
            closeTo(await datafit.tensors.nullValue.data(), await losses(X(), Y(), tf.zerosLike(W())), 1e-6);
          });

          it('has the gradient that differences of its value give', async () => {
            const datafit = await make(X(), Y());
            const gradient = await datafit.gradient(W()).array();
            for (let k = 0; k < Math.min(8, p * B * T); k++) {
              const [j, b, t] = [k % p, k % B, k % T];
              const bump = tf.buffer([p, B, T]);
              bump.set(1, j, b, t);
              const [up, down] = [0.5, -0.5].map((h) => tf.add(W(), tf.mul(bump.toTensor(), h)) as tf.Tensor3D);
              const difference = (await losses(X(), Y(), up!))[b]! - (await losses(X(), Y(), down!))[b]!;
              expect(gradient[j]![b]![t]).to.be.closeTo(difference, 2e-5 * Math.max(1, Math.abs(difference)));
            }
          });

          it('has a Lipschitz constant that no two points break, and that is not far above the best', async () => {
            const datafit = await make(X(), Y());
            const atZero = datafit.gradient(tf.zeros([p, B, T]));
            let longest: tf.Tensor = tf.scalar(0);
            for (let seed = 10; seed < 12; seed++) {
              const start = random(seed, [p, B, T]) as tf.Tensor3D;
              let D: tf.Tensor3D = tf.div(start, tf.norm(start));
              for (let k = 0; k < 40; k++) {
                const image = tf.sub(datafit.gradient(D), atZero) as tf.Tensor3D;
                const length = tf.norm(image); // the distance of D from zero is 1
                longest = tf.maximum(longest, length);
                D = tf.div(image, tf.maximum(length, 1e-30));
              }
            }
            const [most = Infinity] = await longest.data();
            expect(datafit.lipschitz).to.be.at.least(most);
            expect(datafit.lipschitz).to.be.at.most(1.25 * most);
          });

          it('knows the mean eigenvalue of its Hessian', async () => {
            const { curvature } = await make(X(), Y());
            const squares = Array.from(await X().data()).reduce((sum, x) => sum + x * x, 0);
            expect(curvature).to.be.closeTo(squares / (n * p), 1e-5 * curvature);
          });

          it('resolves: W + step H W goes to W', async () => {
            const datafit = await make(X(), Y());
            const step = 1.4 / datafit.curvature;
            const hessian = tf.sub(datafit.gradient(W()), datafit.gradient(tf.zeros([p, B, T])));
            const V = tf.add(W(), tf.mul(hessian, step)) as tf.Tensor3D;
            const back = datafit.resolve(datafit.resolvent(step), V, step);
            closeTo(await back.data(), await W().data(), 1e-4);
          });

          it('takes some of its problems, which then live on their own', async () => {
            const datafit = await make(X(), Y());
            const which = tf.tensor1d([B - 1], 'int32');
            const part = datafit.take(which);
            const gradient = await tf.gather(datafit.gradient(W()), which, 1).data();
            tf.dispose(datafit.tensors);
            expect(part.shape).to.deep.equal([p, 1, T]);
            expect([part.lipschitz, part.curvature]).to.deep.equal([datafit.lipschitz, datafit.curvature]);
            const w = tf.gather(W(), which, 1);
            closeTo(await part.gradient(w).data(), gradient, 1e-6);
            closeTo(await part.value(w).data(), [(await losses(X(), Y(), W()))[B - 1]!], 1e-5);
          });
        });
      }

      it('holds its tensors and no other, leaves X and Y to the caller, and gives all back', async () => {
        const [X, Y] = [random(1, [9, 4]) as tf.Tensor2D, random(2, [9, 2, 1]) as tf.Tensor3D];
        const before = tf.memory().numTensors;
        const datafit = await make(X, Y);
        expect(tf.memory().numTensors - before).to.equal(Object.keys(datafit.tensors).length);
        tf.dispose(datafit.tensors);
        expect(tf.memory().numTensors).to.equal(before);
        expect([X.isDisposed, Y.isDisposed]).to.deep.equal([false, false]);
      });
    });
  });
}
