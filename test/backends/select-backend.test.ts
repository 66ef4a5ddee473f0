import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { selectBackend } from '../../src/backends/select-backend.js';
import { withBackend } from '../../src/backends/with-backend.js';
import { BACKENDS } from '../support/backends.js';
import { failure } from '../support/failure.js';
import { runNode } from '../support/run-node.js';

const dist = new URL('../../dist/index.js', import.meta.url).href;

describe('selectBackend', () => {
  for (const name of BACKENDS) {
    it(`makes ${name} ready and leaves the active backend as it is`, async () => {
      await tf.setBackend(await selectBackend('cpu'));
      expect(await selectBackend(name)).to.equal(name);
      expect(tf.getBackend()).to.equal('cpu');
      const sum = withBackend(name, () => tf.sum(tf.tensor1d([1, 2, 3])));
      expect(Array.from(await sum.data())).to.deep.equal([6]);
    });
  }

  it('takes wasm for a small problem', async () => {
    expect(await selectBackend('auto', { flops: 1000 })).to.equal('wasm');
  });

  it('takes a backend that the program has registered', async () => {
    const instance = tf.findBackend('cpu');
    tf.registerBackend('mine', () => instance);
    expect(await selectBackend('mine')).to.equal('mine');
    tf.removeBackend('mine');
  });

  it('says which backends there are when asked for another', async () => {
    const error = await failure(selectBackend('nope'));
    expect(error).to.be.instanceOf(RangeError);
    expect(error).to.have.property(
      'message',
      "selectBackend: name must be one of auto, tensorflow, webgpu, wasm, cpu, got 'nope'",
    );
  });

  it('says why a backend does not start', async () => {
    tf.registerBackend('broken', () => {
      throw new Error('no such device');
    });
    const error = await failure(selectBackend('broken'));
    tf.removeBackend('broken');
    expect(error).to.have.property('message', 'backend broken cannot be loaded: no such device');
  });
});

describe('selectBackend in a fresh process', () => {
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

  it('lets tfjs go on with the backend it has started, where the program has chosen none', async () => {
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs-core';
      import { lasso } from '${dist}';
      const fit = () => lasso({ alpha: 0.1, solver: 'fista' }).fit([[1], [2], [4]], [1, 2, 3]);
      await fit();
      const sum = await tf.sum(tf.tensor1d([1, 2, 3])).data();
      console.log(tf.getBackend(), sum[0], (await fit()).converged, tf.engine().registry.wasm === tf.backend());
    `);
    expect(stdout.trim()).to.equal('wasm 6 true true');
  });

  it('starts no backend for a small fit by coordinate descent', async () => {
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs-core';
      import { lasso } from '${dist}';
      const { backend } = await lasso({ alpha: 1 }).fit([[1], [2], [4]], [1, 2, 3]);
      console.log(backend, Object.keys(tf.engine().registry).length);
    `);
    expect(stdout.trim()).to.equal('wasm 0');
  });

  it('leaves a program that uses tfjs the default it would have had', async () => {
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs';
      import { lasso } from '${dist}';
      tf.enableProdMode();
      const { backend } = await lasso({ alpha: 1, solver: 'fista' }).fit([[1], [2], [4]], [1, 2, 3]);
      console.log(backend, tf.getBackend());
    `);
    expect(stdout.trim()).to.equal('wasm cpu');
  });

  it('falls back to cpu where wasm does not start', async () => {
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs-core';
      import { selectBackend } from '${dist}';
      tf.registerBackend('wasm', () => { throw new Error('no WebAssembly here'); });
      console.log(await selectBackend(), await selectBackend('wasm').catch((error) => error.message));
    `);
    expect(stdout.trim()).to.equal('cpu backend wasm cannot be loaded: no WebAssembly here');
  });

  it('gives all reasons when nothing can be loaded', async () => {
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs-core';
      import { selectBackend } from '${dist}';
      for (const name of ['wasm', 'cpu']) tf.registerBackend(name, () => { throw new Error('no ' + name); });
      console.log(await selectBackend().catch((error) => error.message));
    `);
    expect(stdout.trim()).to.match(
      new RegExp(
        '^no backend can be loaded: ' +
          'backend tensorflow cannot be loaded: it is not installed; npx tensor-lasso install-native installs it; ' +
          'backend webgpu cannot be loaded: .*; ' +
          'backend wasm cannot be loaded: no wasm; backend cpu cannot be loaded: no cpu$',
      ),
    );
  });

  it('starts a backend once for fits that ask for it at the same time', async () => {
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs-core';
      import { selectBackend } from '${dist}';
      await selectBackend('cpu');
      let starts = 0;
      tf.registerBackend('mine', async () => {
        starts += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
        return tf.findBackend('cpu');
      });
      await Promise.all([selectBackend('mine'), selectBackend('mine'), selectBackend('mine')]);
      console.log(starts);
    `);
    expect(stdout.trim()).to.equal('1');
  });
});

describe("selectBackend's automatic choice", () => {
  const SWIFTSHADER = { vendor: 'google', architecture: 'swiftshader', description: 'SwiftShader' };
  const GPU = { vendor: 'nvidia', architecture: 'hopper', description: 'NVIDIA H200' };

  interface Machine {
    /** TensorFlow is there and uses a GPU, or not. */
    tensorflow?: 'gpu' | 'cpu';
    webgpu?: object;
    flops?: number;
    wasm?: false;
  }

  /** What is chosen on a machine with these backends; they are imitated by plain JavaScript. */
  async function choice({ tensorflow, webgpu, flops = 1e9, wasm }: Machine): Promise<string> {
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs-core';
      import { selectBackend } from '${dist}';
      await selectBackend('cpu');
      const like = (properties) => Object.assign(Object.create(tf.findBackend('cpu')), properties);
      const imitate = (name, properties) => tf.registerBackend(name, () => like(properties));
      const { tensorflow, webgpu, wasm } = ${JSON.stringify({ tensorflow, webgpu, wasm })};
      if (tensorflow) imitate('tensorflow', { binding: { TF_Version: '2', isUsingGpuDevice: () => tensorflow === 'gpu' } });
      if (webgpu) imitate('webgpu', {});
      if (wasm === false) tf.registerBackend('wasm', () => { throw new Error('no WebAssembly'); });
      const navigator = { gpu: { requestAdapter: async () => webgpu ? { info: webgpu } : null } };
      Object.defineProperty(globalThis, 'navigator', { value: navigator });
      console.log(await selectBackend('auto', { flops: ${flops} }));
    `);
    return stdout.trim();
  }

  const machines: readonly [string, Machine, string][] = [
    ['tensorflow with a GPU before all others', { tensorflow: 'gpu', webgpu: GPU }, 'tensorflow'],
    ['webgpu with a GPU before tensorflow without', { tensorflow: 'cpu', webgpu: GPU }, 'webgpu'],
    ['tensorflow before a GPU that the processor imitates', { tensorflow: 'cpu', webgpu: SWIFTSHADER }, 'tensorflow'],
    ['wasm before such a GPU', { webgpu: SWIFTSHADER }, 'wasm'],
    ['a fallback adapter for such a GPU too', { webgpu: { ...GPU, isFallbackAdapter: true } }, 'wasm'],
    ['wasm for a small problem, whatever else there is', { tensorflow: 'gpu', webgpu: GPU, flops: 1e4 }, 'wasm'],
    ['cpu for a small problem where there is no wasm', { tensorflow: 'cpu', wasm: false, flops: 1e4 }, 'cpu'],
    ['cpu where there is nothing else', { wasm: false }, 'cpu'],
  ];
  for (const [what, machine, expected] of machines) {
    it(`takes ${what}`, async () => expect(await choice(machine)).to.equal(expected));
  }
});
