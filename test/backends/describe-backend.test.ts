import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { describeBackend } from '../../src/backends/describe-backend.js';
import { failure } from '../support/failure.js';
import { runNode } from '../support/run-node.js';

describe('describeBackend', () => {
  it('says what a backend is and how fast, and leaves no tensor', async () => {
    const before = tf.engine().state.numTensors;
    const description = await describeBackend('wasm');
    expect(description).to.include({ name: 'wasm', version: '4.22.0', kind: 'cpu', precision: 32 });
    expect(description.gflops).to.be.within(0.1, 1e4);
    expect(description.microsecondsPerOp).to.be.within(0.1, 1e4);
    expect(tf.engine().state.numTensors).to.equal(before);
  });

  it('says what auto stands for', async () => {
    expect(await describeBackend('auto', { flops: 1 })).to.include({ name: 'wasm' });
  });

  it('knows nothing of the device of a backend that the program has brought itself', async () => {
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs-core';
      import { describeBackend, selectBackend } from '${new URL('../../dist/index.js', import.meta.url).href}';
      await selectBackend('cpu');
      tf.copyRegisteredKernels('cpu', 'mine');
      tf.registerBackend('mine', () => Object.create(tf.findBackend('cpu')));
      console.log(JSON.stringify(await describeBackend('mine')));
    `);
    const description = JSON.parse(stdout);
    expect(description).to.include({ name: 'mine', version: 'unknown', device: 'unknown' });
  });

  it('rejects what is not there', async () => {
    expect(await failure(describeBackend('abacus'))).to.be.instanceOf(RangeError);
  });
});
