import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { DeviceLostError, lossOf, unlessLost, watchDevice } from '../../src/backends/device-loss.js';
import { selectBackend } from '../../src/backends/select-backend.js';
import { own } from '../../src/tensors/own.js';
import { failure } from '../support/failure.js';
import { runNode } from '../support/run-node.js';

/** A backend with a WebGPU device that can be lost, or with a WebGL context that can. */
function losable() {
  let lose: (info: { message: string }) => void = () => {};
  const lost = new Promise<{ message: string }>((resolve) => {
    lose = resolve;
  });
  const canvas = new EventTarget();
  const gl = { canvas, gone: false, isContextLost: () => gl.gone };
  return {
    webgpu: { device: { lost } } as unknown as tf.KernelBackend,
    webgl: { gpgpu: { gl } } as unknown as tf.KernelBackend,
    lose,
    gl,
  };
}

const never = () => new Promise<never>(() => {});

describe('a lost device', () => {
  it('ends the wait for what it would have computed', async () => {
    const { webgpu, lose } = losable();
    watchDevice('webgpu', webgpu);
    const waiting = [failure(unlessLost(webgpu, never)), failure(unlessLost(webgpu, never))];
    expect(lossOf(webgpu)).to.equal(undefined);
    lose({ message: 'unplugged' });
    for (const error of await Promise.all(waiting)) {
      expect(error).to.be.instanceOf(DeviceLostError).with.property('backend', 'webgpu');
      expect(error).to.have.property(
        'message',
        'backend webgpu has lost its device: unplugged; another fit starts it anew',
      );
    }
    expect(lossOf(webgpu)).to.be.instanceOf(DeviceLostError);
    let asked = false;
    const later = await failure(
      unlessLost(webgpu, async () => {
        asked = true;
      }),
    );
    expect(later).to.be.instanceOf(DeviceLostError);
    expect(asked).to.equal(false);
  });

  it('is told by WebGL in an event', async () => {
    const { webgl, gl } = losable();
    watchDevice('webgl', webgl);
    const waiting = failure(unlessLost(webgl, never));
    gl.canvas.dispatchEvent(new Event('webglcontextlost'));
    expect(await waiting)
      .to.have.property('message')
      .match(/^backend webgl has lost its device: the WebGL context was lost/);
  });

  it('is found out when an operation fails, before WebGL tells of it', async () => {
    const { webgl, gl } = losable();
    watchDevice('webgl', webgl);
    const error = await failure(
      unlessLost(webgl, async () => {
        gl.gone = true;
        throw new TypeError('null is not a texture');
      }),
    );
    expect(error).to.be.instanceOf(DeviceLostError);
  });

  it('is what a failure is put down to that comes just before WebGPU tells of it', async () => {
    const { webgpu, lose } = losable();
    watchDevice('webgpu', webgpu);
    const error = await failure(
      unlessLost(webgpu, async () => {
        setTimeout(() => lose({ message: 'unplugged' }), 20);
        throw new DOMException('the buffer was unmapped', 'AbortError');
      }),
    );
    expect(error).to.be.instanceOf(DeviceLostError);
  });

  it('does not get in the way as long as it is there', async () => {
    const { webgpu } = losable();
    watchDevice('webgpu', webgpu);
    expect(await unlessLost(webgpu, async () => 3)).to.equal(3);
    const error = new Error('mine');
    expect(await failure(unlessLost(webgpu, () => Promise.reject(error)))).to.equal(error);
    expect(await unlessLost({}, async () => 4)).to.equal(4);
  });

  it('explains whatever is thrown on it', async () => {
    await selectBackend('cpu');
    const { webgl, gl } = losable();
    const instance = Object.assign(Object.create(tf.findBackend('cpu')), webgl);
    tf.registerBackend('fragile', () => instance);
    await selectBackend('fragile');
    const broken = () => {
      gl.gone = true;
      throw new TypeError('null is not a texture');
    };
    expect(() => own('fragile', broken, () => [])).to.throw(DeviceLostError, 'backend fragile has lost its device');
    tf.removeBackend('fragile');
  });

  it('is noticed too where the program has started the backend itself', async () => {
    const { webgl, gl } = losable();
    await selectBackend('cpu');
    const instance = Object.assign(Object.create(tf.findBackend('cpu')), webgl);
    tf.registerBackend('fragile', () => instance);
    await tf.setBackend('fragile');
    await tf.setBackend(await selectBackend('cpu'));
    await selectBackend('fragile');
    gl.gone = true;
    expect(lossOf(instance)).to.be.instanceOf(DeviceLostError);
    tf.removeBackend('fragile');
  });

  it('takes the programs with it that tfjs would hand on to the next one', async () => {
    await selectBackend('cpu');
    const { webgl, gl } = losable();
    const binaryCache = { add: 'a program of the lost context' };
    const instance = Object.assign(Object.create(tf.findBackend('cpu')), webgl, { binaryCache });
    tf.registerBackend('fragile', () => instance);
    await selectBackend('fragile');
    await selectBackend('fragile');
    expect(binaryCache).to.have.property('add');
    gl.gone = true;
    await selectBackend('fragile');
    expect(binaryCache).to.deep.equal({});
    tf.removeBackend('fragile');
  });

  it('is left behind: the next fit has a new one, or another backend and a warning', async () => {
    const dist = new URL('../../dist/index.js', import.meta.url).href;
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs-core';
      import { lasso, selectBackend } from '${dist}';
      await selectBackend('cpu');
      tf.copyRegisteredKernels('cpu', 'webgpu');
      let starts = 0;
      let lose;
      tf.registerBackend('webgpu', () => {
        if (++starts === 3) throw new Error('no device any more');
        const lost = new Promise((resolve) => { lose = () => resolve({ message: 'unplugged' }); });
        return Object.assign(Object.create(tf.findBackend('cpu')), { device: { lost } });
      });
      const gpu = { requestAdapter: async () => ({ info: { vendor: 'nvidia' } }) };
      Object.defineProperty(globalThis, 'navigator', { value: { gpu } });
      const X = Array.from({ length: 600 }, (_, i) => Array.from({ length: 600 }, (_, j) => Math.sin(i * 600 + j)));
      const Y = X.map((row) => [row[0], row[1], row[2], row[3]]);
      const fit = () => lasso({ alpha: 1, tol: 0.9, solver: 'restartedFista' }).fit(X, Y).then(
        ({ backend, warnings }) => ({ backend, warnings }), ({ name }) => name);
      const results = [await fit()];
      lose();
      results.push(await fit());
      const lost = lasso({ alpha: 1e-3, tol: 1e-12, maxIter: 1e6, solver: 'restartedFista' }).fit(X, Y, { onProgress: lose }).catch(({ name }) => name);
      results.push(await lost, await fit(), await fit());
      console.log(JSON.stringify(results));
    `);
    const [first, second, lost, fallback, later] = JSON.parse(stdout);
    expect(first).to.deep.equal({ backend: 'webgpu', warnings: [] });
    expect(second).to.deep.equal({ backend: 'webgpu', warnings: [] });
    expect(lost).to.equal('DeviceLostError');
    const warning = 'backend webgpu cannot be loaded: no device any more; wasm is used instead';
    expect(fallback).to.deep.equal({ backend: 'wasm', warnings: [warning] });
    expect(later).to.deep.equal(fallback);
  });
});
