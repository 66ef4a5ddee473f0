import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { platform } from '#platform';
import { selectBackend } from '../../src/backends/select-backend.js';
import { lasso } from '../../src/estimators/lasso.js';
import { support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { MatrixInput } from '../../src/estimators/read-matrix.js';
import { randomState } from '../../src/random/random-state.js';
import { failure } from '../support/failure.js';

for (const [name, model] of Object.entries({ lasso, multiTaskLasso })) {
  describe(`the data of ${name}`, () => {
    it('takes every form of X and Y alike', async () => {
      await tf.setBackend(await selectBackend('cpu'));
      const X = [
        [1, 2],
        [3, 5],
        [4, 4],
        [7, 1],
      ];
      const Y = [
        [1, 0],
        [2, 1],
        [2, 2],
        [5, 3],
      ];
      const forms: [MatrixInput, MatrixInput][] = [
        [X, Y],
        [X.map((row) => Float32Array.from(row)), { data: Float64Array.from(Y.flat()), shape: [4, 2] }],
        [{ rows: 4, cols: 2, values: Float64Array.from(X.flat()) }, Y],
        [tf.tensor2d(X), tf.tensor2d(Y, [4, 2], 'int32')],
      ];
      const fits = await Promise.all(forms.map(([x, y]) => model({ alpha: 0.1 }).fit(x, y)));
      for (const fit of fits) expect(fit).to.deep.equal(fits[0]);
      const column = await model({ alpha: 0.1 }).fit(X, tf.tensor1d([1, 2, 2, 5]));
      expect(column.coef.rows).to.equal(1);
    });

    const data: [string, MatrixInput, MatrixInput, typeof RangeError | typeof TypeError, string][] = [
      ['NaN in X', [[1], [Number.NaN]], [1, 2], RangeError, 'X must be finite, got NaN at row 1, column 0'],
      ['Infinity in Y', [[1], [2]], [1, Infinity], RangeError, 'Y must be finite, got Infinity at row 1, column 0'],
      ['ragged X', [[1, 2], [3]], [1, 2], TypeError, 'X must have rows of equal length: row 0 has 2, row 1 has 1'],
      ['an empty X', [], [1], TypeError, 'X must have at least one row and one column, got 0 x 0'],
      ['unequal rows', [[1], [2]], [1], TypeError, 'X and Y must have the same number of rows, got 2 and 1'],
    ];
    for (const [what, X, Y, kind, message] of data) {
      it(`rejects ${what}`, async () => {
        const error = await failure(model({ alpha: 1 }).fit(X, Y));
        expect(error).to.be.instanceOf(kind).with.property('message', `${name}.fit: ${message}`);
      });
    }

    for (const solver of ['auto', 'gram', 'workingSets', 'fista'] as const) {
      it(`rejects what is not finite wherever it is in X, and not what is large, by ${solver}`, async () => {
        const { randn } = randomState(3);
        const X = { data: randn(7 * 5), shape: [7, 5] as const };
        for (const [row, column, value] of [
          [0, 0, Number.NaN],
          [4, 2, -Infinity],
          [6, 4, Number.NaN],
        ] as const) {
          const bad = X.data.map((entry, i) => (i === row * 5 + column ? value : entry));
          const error = await failure(model({ solver, alpha: 1 }).fit({ ...X, data: bad }, randn(7)));
          const message = `${name}.fit: X must be finite, got ${value} at row ${row}, column ${column}`;
          expect(error).to.be.instanceOf(RangeError).with.property('message', message);
        }
        const large = { ...X, data: X.data.map((entry) => entry * 1e200) };
        const fit = await model({ solver, alpha: 1e199 }).fit(large, randn(7));
        expect(fit).to.have.property('converged', true);
        expect(support(fit), 'features in use').to.not.deep.equal([]);
      });
    }

    it('rejects tensors of rank 3 and tensors that are disposed', async () => {
      const wide = await failure(model({ alpha: 1 }).fit(tf.ones([2, 2, 2]), [1, 2]));
      expect(wide).to.have.property('message', `${name}.fit: X must have a shape [rows, columns], got [2, 2, 2]`);
      const dead = tf.ones([2, 2]);
      dead.dispose();
      const gone = await failure(model({ alpha: 1 }).fit(dead, [1, 2]));
      expect(gone).to.have.property('message', `${name}.fit: X must be a live tensor, got one that is disposed`);
    });

    it('rejects coefficients of another shape to start from', async () => {
      const init = { coef: { rows: 1, cols: 2, values: new Float64Array(2) } };
      const error = await failure(model({ alpha: 1 }).fit([[1], [2]], [1, 2], { init }));
      const message = `${name}.fit: init must have coef of shape 1 x 1 (tasks, features), got 1 x 2`;
      expect(error).to.be.instanceOf(TypeError).with.property('message', message);
    });

    it('rejects a backend that is not there', async () => {
      const error = await failure(model({ alpha: 1, backend: 'abacus' }).fit([[1], [2]], [1, 2]));
      const names = platform.candidates.map((each) => each.name).join(', ');
      expect(error).to.have.property('message', `${name}.fit: backend must be one of auto, ${names}, got 'abacus'`);
    });
  });
}
