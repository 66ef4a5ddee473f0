import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { DeviceLostError } from '../../src/backends/device-loss.js';
import { selectBackend } from '../../src/backends/select-backend.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { own } from '../../src/tensors/own.js';
import { readBack } from '../../src/tensors/read-back.js';
import { BACKENDS, PATIENCE } from '../support/backends.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

type WebGpu = tf.KernelBackend & { device: GPUDevice };
type WebGl = tf.KernelBackend & { gpgpu: { gl: WebGL2RenderingContext } };

/** How the device of a running backend is taken away. */
const LOSE: Readonly<Record<string, (instance: tf.KernelBackend) => void>> = {
  webgpu: (instance) => (instance as WebGpu).device.destroy(),
  webgl: (instance) => (instance as WebGl).gpgpu.gl.getExtension('WEBGL_lose_context')!.loseContext(),
};

const running = async (backend: string): Promise<tf.KernelBackend> =>
  tf.engine().registry[await selectBackend(backend)]!;

for (const backend of BACKENDS.filter((name) => name in LOSE)) {
  describe(`a device lost by ${backend}`, function () {
    this.timeout(PATIENCE);
    const { X, Y } = design({ samples: 20, features: 8 });
    const long = { alpha: 1e-3, tol: 1e-12, maxIter: 1e6, solver: 'restartedFista', backend } as const;

    before(async () => {
      await tf.setBackend(await selectBackend('cpu'));
    });

    it('rejects a fit in the middle, and the next one works', async () => {
      const instance = await running(backend);
      const tensors = tf.engine().state.numTensors;
      const onProgress = () => LOSE[backend]!(instance);
      const interrupted = await failure(multiTaskLasso(long).fit(X, Y, { onProgress }));
      expect(interrupted).to.be.instanceOf(DeviceLostError).with.property('backend', backend);
      expect(tf.engine().state.numTensors).to.equal(tensors);
      const fit = await multiTaskLasso({ alpha: 0.1, tol: 1e-7, backend }).fit(X, Y);
      expect(fit).to.include({ backend, converged: true });
      const expected = await multiTaskLasso({ alpha: 0.1, tol: 1e-7, backend: 'cpu' }).fit(X, Y);
      fit.coef.values.forEach((w, i) => {
        expect(w).to.be.closeTo(expected.coef.values[i]!, 1e-5);
      });
    });

    it('rejects fits that are all under way, whenever it is lost', async () => {
      const instance = await running(backend);
      const fits = [1, 2, 3].map(() => failure(multiTaskLasso(long).fit(X, Y)));
      await new Promise((resolve) => setTimeout(resolve, 100));
      LOSE[backend]!(instance);
      for (const error of await Promise.all(fits)) expect(error).to.be.instanceOf(DeviceLostError);
    });

    it('rejects a read-back that is under way', async () => {
      const instance = await running(backend);
      const tensor = own(
        backend,
        () => tf.square(tf.ones([100, 100])),
        (made) => made,
      );
      const reading = failure(readBack(tensor));
      LOSE[backend]!(instance);
      expect(await reading).to.be.instanceOf(DeviceLostError);
      expect(await running(backend)).not.to.equal(instance);
    });
  });
}
