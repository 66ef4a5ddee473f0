import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { selectBackend } from '../../src/backends/select-backend.js';
import { lasso } from '../../src/estimators/lasso.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

for (const [name, model] of Object.entries({ lasso, multiTaskLasso })) {
  describe(name, () => {
    it('leaves the state of tfjs as it was: backend, tensors, scopes', async () => {
      await tf.setBackend(await selectBackend('cpu'));
      const { X, Y } = design();
      const before = tf.memory().numTensors;
      for (const backend of ['wasm', 'cpu']) {
        await model({ alpha: 0.1, backend }).fit(X, Y);
        expect([tf.getBackend(), tf.memory().numTensors]).to.deep.equal(['cpu', before]);
      }
      let inTidy: Promise<unknown> = Promise.resolve();
      const kept = tf.tidy(() => {
        inTidy = model({ alpha: 0.1, backend: 'wasm' }).fit(X, Y);
        return tf.ones([2]);
      });
      expect(tf.getBackend()).to.equal('cpu');
      kept.dispose();
      await inTidy;
      const failed = await failure(
        model({ alpha: 0.1 }).fit(X, Y, {
          onProgress: () => {
            throw new Error('enough');
          },
        }),
      );
      expect(failed).to.have.property('message', 'enough');
      await model({ alpha: 0.1 }).fit(X, Y);
      expect(tf.memory().numTensors).to.equal(before);
    });

    it('runs several fits at once, on different backends', async () => {
      const { X, Y } = design({ rho: 0.9 });
      const alone = await model({ alpha: 0.01, backend: 'cpu' }).fit(X, Y);
      const together = await Promise.all(
        ['cpu', 'wasm', 'cpu'].map((backend) => model({ alpha: 0.01, backend }).fit(X, Y)),
      );
      expect(together.map(({ backend }) => backend)).to.deep.equal(['cpu', 'wasm', 'cpu']);
      expect(together[0]).to.deep.equal(alone);
      expect(together[2]).to.deep.equal(alone);
      expect(together.every(({ converged }) => converged)).to.equal(true);
    });
  });
}
