import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { selectBackend } from '../../src/backends/select-backend.js';
import { gramQuadratic } from '../../src/datafits/gram-quadratic.js';
import { residualQuadratic } from '../../src/datafits/residual-quadratic.js';
import { samplesOf } from '../../src/datafits/samples.js';
import { randomState } from '../../src/random/random-state.js';
import { datafitContract } from '../contracts/datafit.js';

datafitContract('gramQuadratic', gramQuadratic);

describe('gramQuadratic', () => {
  it('makes a large Gram matrix in parts, and has the value and gradient of the residual form', async () => {
    await tf.setBackend(await selectBackend('wasm'));
    const [n, p] = [300, 1500];
    const random = (seed: number, shape: number[]) =>
      tf.tensor(Float32Array.from(randomState(seed).randn(shape.reduce((a, b) => a * b))), shape);
    const samples = samplesOf(random(1, [n, p]) as tf.Tensor2D, random(2, [n, 2, 1]) as tf.Tensor3D);
    const making = { backend: 'wasm', breathe: () => undefined };
    const [gram, residual] = [await gramQuadratic(samples, making), await residualQuadratic(samples, making)];
    samples.free();
    const { G0, G1 } = gram.tensors;
    expect(G0!.shape[0] + G1!.shape[0]).to.equal(p);
    const W = random(3, [p, 2, 1]) as tf.Tensor3D;
    for (const [a, b] of [
      [gram.gradient(W), residual.gradient(W)],
      [gram.value(W), residual.value(W)],
      [gram.resolve(gram.resolvent(0.5), W, 0.5), residual.resolve(residual.resolvent(0.5), W, 0.5)],
    ] as const) {
      const [largest = 0] = await tf.max(tf.abs(b)).data();
      const [error = Infinity] = await tf.max(tf.abs(tf.sub(a, b))).data();
      expect(error).to.be.below(1e-4 * largest);
    }
    tf.dispose([gram.tensors, residual.tensors]);
  });
});
