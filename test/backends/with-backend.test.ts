import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { selectBackend } from '../../src/backends/select-backend.js';
import { withBackend } from '../../src/backends/with-backend.js';

describe('withBackend', () => {
  before(async () => {
    await selectBackend('wasm');
    await tf.setBackend(await selectBackend('cpu'));
  });

  it('runs on the backend it names and goes back', async () => {
    const tensor = withBackend('wasm', () => {
      expect(tf.getBackend()).to.equal('wasm');
      return tf.matMul(tf.ones([2, 2]), tf.ones([2, 2]));
    });
    expect(tf.getBackend()).to.equal('cpu');
    expect(tf.backend()).to.equal(tf.findBackend('cpu'));
    expect(tf.engine().registry.wasm!.memory()).to.be.an('object');
    expect(Array.from(await tensor.data())).to.deep.equal([2, 2, 2, 2]);
  });

  it('goes back after an error too', () => {
    expect(() =>
      withBackend('wasm', () => {
        throw new Error('mine');
      }),
    ).to.throw('mine');
    expect(tf.getBackend()).to.equal('cpu');
    expect(tf.backend()).to.equal(tf.findBackend('cpu'));
  });
});
