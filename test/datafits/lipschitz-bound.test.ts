import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { selectBackend } from '../../src/backends/select-backend.js';
import { lipschitzBound as lipschitzBoundOf } from '../../src/datafits/lipschitz-bound.js';
import { randomState } from '../../src/random/random-state.js';
import { failure } from '../support/failure.js';

/** A = Q diag(eigenvalues) Qᵀ with Q a product of random reflections. */
function withSpectrum(eigenvalues: readonly number[], seed: number): (V: tf.Tensor2D) => tf.Tensor2D {
  const m = eigenvalues.length;
  const rng = randomState(seed);
  const reflections = Array.from({ length: 3 }, () => {
    const v = tf.tensor2d(Float32Array.from(rng.randn(m)), [m, 1]);
    return tf.div(v, tf.norm(v)) as tf.Tensor2D;
  });
  const reflect = (V: tf.Tensor2D, v: tf.Tensor2D) =>
    tf.sub(V, tf.mul(v, tf.mul(tf.matMul(v, V, true, false), 2))) as tf.Tensor2D;
  const diagonal = tf.tensor2d([...eigenvalues], [m, 1]);
  return (V) => {
    const turned = reflections.reduce(reflect, V);
    return [...reflections].reverse().reduce(reflect, tf.mul(turned, diagonal) as tf.Tensor2D);
  };
}

const lipschitzBound = (operator: (V: tf.Tensor2D) => tf.Tensor2D, size: number): Promise<number> =>
  lipschitzBoundOf(operator, size, { backend: tf.getBackend(), breathe: () => undefined });

describe('lipschitzBound', () => {
  before(async () => {
    await tf.setBackend(await selectBackend('cpu'));
  });

  const spectra: [string, (m: number, rng: Float64Array) => number[]][] = [
    ['a spike', (m) => Array.from({ length: m }, (_, i) => (i === 0 ? 10 : 1))],
    [
      'two eigenvalues close together',
      (m) => Array.from({ length: m }, (_, i) => (i === 0 ? 1 : i === 1 ? 0.999 : 0.1)),
    ],
    ['a crowded top', (m) => Array.from({ length: m }, (_, i) => 1 - (0.1 * i) / m)],
    ['all the same', (m) => new Array<number>(m).fill(2)],
    ['low rank', (m) => Array.from({ length: m }, (_, i) => (i < 3 ? 3 - i : 0))],
    ['a steep fall', (m) => Array.from({ length: m }, (_, i) => 0.5 ** i)],
    ['random ones', (_, rng) => Array.from(rng, (z) => z * z)],
  ];
  for (const [what, spectrum] of spectra) {
    it(`lies above the largest eigenvalue, by less than 10 %, for ${what}`, async () => {
      for (let seed = 0; seed < 12; seed++) {
        const m = 5 + 15 * (seed % 4);
        const eigenvalues = spectrum(m, randomState(100 + seed).randn(m));
        const largest = Math.max(...eigenvalues);
        const bound = await lipschitzBound(withSpectrum(eigenvalues, seed), m);
        expect(bound).to.be.at.least(largest);
        expect(bound).to.be.at.most(1.1 * largest);
      }
    });
  }

  it('is positive for the zero matrix too, so that there is a step 1/L', async () => {
    expect(await lipschitzBound((V) => tf.zerosLike(V), 4)).to.equal(1);
  });

  it('holds for matrices whose squares are no float32 any more', async () => {
    for (const scale of [1e-25, 1e25]) {
      const bound = await lipschitzBound((V) => tf.mul(V, scale), 4);
      expect(bound / scale).to.be.within(1, 1.1);
    }
  });

  it('says that a matrix overflows', async () => {
    const error = await failure(lipschitzBound((V) => tf.div(V, 0), 4));
    expect(error).to.be.instanceOf(RangeError);
  });

  it('frees all its tensors', async () => {
    const before = tf.memory().numTensors;
    await lipschitzBound((V) => tf.mul(V, 2), 4);
    expect(tf.memory().numTensors).to.equal(before);
  });
});
