import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { loadBackend } from '../../src/backends/load-backend.js';
import { withBackend } from '../../src/backends/with-backend.js';
import { BACKENDS } from '../support/backends.js';
import { runNode } from '../support/run-node.js';

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );

describe('loadBackend', () => {
  for (const name of BACKENDS) {
    it(`makes ${name} ready and leaves the active backend as it is`, async () => {
      await tf.setBackend(await loadBackend('cpu'));
      expect(await loadBackend(name)).to.equal(name);
      expect(tf.getBackend()).to.equal('cpu');
      const sum = withBackend(name, () => tf.sum(tf.tensor1d([1, 2, 3])));
      expect(Array.from(await sum.data())).to.deep.equal([6]);
    });
  }

  it('takes wasm by itself', async () => expect(await loadBackend()).to.equal('wasm'));

  it('takes a backend that the program has registered', async () => {
    const instance = tf.findBackend('cpu');
    tf.registerBackend('mine', () => instance);
    expect(await loadBackend('mine')).to.equal('mine');
    tf.removeBackend('mine');
  });

  it('says which backends there are when asked for another', async () => {
    const error = await failure(loadBackend('nope'));
    expect(error).to.be.instanceOf(RangeError);
    expect(error).to.have.property('message', 'backend must be one of auto, wasm, cpu, got nope');
  });

  it('says why a backend does not start', async () => {
    tf.registerBackend('broken', () => {
      throw new Error('no such device');
    });
    const error = await failure(loadBackend('broken'));
    tf.removeBackend('broken');
    expect(error).to.have.property('message', 'backend broken cannot be loaded: no such device');
  });
});

describe('loadBackend in a fresh process', () => {
  const dist = new URL('../../dist/index.js', import.meta.url).href;

  it('leaves tfjs as untouched as it was: no active backend, no error listeners', async () => {
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs-core';
      import { lasso } from '${dist}';
      await lasso({ alpha: 1 }).fit([[1], [2], [4]], [1, 2, 3]);
      console.log(JSON.stringify([tf.getBackend() ?? null, process.listeners('unhandledRejection').length,
        process.listeners('uncaughtException').length, tf.engine().state.numTensors]));
    `);
    expect(JSON.parse(stdout)).to.deep.equal([null, 0, 0, 0]);
  });

  it('leaves a program that uses tfjs the default it would have had', async () => {
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs';
      import { lasso } from '${dist}';
      tf.enableProdMode();
      const { backend } = await lasso({ alpha: 1 }).fit([[1], [2], [4]], [1, 2, 3]);
      console.log(backend, tf.getBackend());
    `);
    expect(stdout.trim()).to.equal('wasm cpu');
  });

  it('falls back to cpu where wasm does not start', async () => {
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs-core';
      import { loadBackend } from '${dist}';
      tf.registerBackend('wasm', () => { throw new Error('no WebAssembly here'); });
      console.log(await loadBackend(), await loadBackend('wasm').catch((error) => error.message));
    `);
    expect(stdout.trim()).to.equal('cpu backend wasm cannot be loaded: no WebAssembly here');
  });

  it('gives all reasons when nothing can be loaded', async () => {
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs-core';
      import { loadBackend } from '${dist}';
      for (const name of ['wasm', 'cpu']) tf.registerBackend(name, () => { throw new Error('no ' + name); });
      console.log(await loadBackend().catch((error) => error.message));
    `);
    const expected = 'backend wasm cannot be loaded: no wasm; backend cpu cannot be loaded: no cpu';
    expect(stdout.trim()).to.equal(`no backend can be loaded: ${expected}`);
  });
});
