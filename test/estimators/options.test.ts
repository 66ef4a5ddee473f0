import { expect } from 'chai';
import { lasso } from '../../src/estimators/lasso.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { EstimatorOptions } from '../../src/estimators/options.js';
import { design } from '../support/problems.js';

for (const [name, model] of Object.entries({ lasso, multiTaskLasso })) {
  describe(`the options of ${name}`, () => {
    it('has the defaults that it documents', async () => {
      const { X, Y } = design({ rho: 0.9 });
      const defaults = {
        fitIntercept: true,
        tol: 1e-4,
        maxIter: 10_000,
        solver: 'auto',
        backend: 'auto',
      } as const;
      const [short, long] = [
        await model({ alpha: 0.01 }).fit(X, Y),
        await model({ alpha: 0.01, ...defaults }).fit(X, Y),
      ];
      expect(short).to.deep.equal(long);
    });

    const options: [object, typeof RangeError | typeof TypeError, string][] = [
      [{ alpha: -1 }, RangeError, 'alpha must be a number >= 0, or one for each problem, got -1'],
      [{ alpha: Number.NaN }, RangeError, 'alpha must be a number >= 0, or one for each problem, got NaN'],
      [{ alpha: '1' }, RangeError, "alpha must be a number >= 0, or one for each problem, got '1'"],
      [{}, RangeError, 'alpha must be a number >= 0, or one for each problem, got undefined'],
      [{ alpha: 1, tol: -1 }, RangeError, 'tol must be a number >= 0, got -1'],
      [{ alpha: 1, tol: Infinity }, RangeError, 'tol must be a number >= 0, got Infinity'],
      [{ alpha: 1, maxIter: 2.5 }, RangeError, 'maxIter must be a whole number >= 1, got 2.5'],
      [{ alpha: 1, maxIter: 0 }, RangeError, 'maxIter must be a whole number >= 1, got 0'],
      [{ alpha: 1, fitIntercept: 1 }, RangeError, 'fitIntercept must be true or false, got 1'],
      [
        { alpha: 1, solver: 'sgd' },
        RangeError,
        "solver must be one of auto, gram, workingSets, ista, fista, restartedFista, douglasRachford, got 'sgd'",
      ],
      [{ alpha: 1, backend: 3 }, RangeError, 'backend must be the name of a tfjs backend or auto, got 3'],
      [
        { alpha: 1, alhpa: 2 },
        TypeError,
        'unknown option alhpa, expected alpha, fitIntercept, standardize, positive, penaltyFactor, missing, tol, maxIter, solver, backend',
      ],
    ];
    it('rejects what are no options', () => {
      for (const [given, shown] of [
        [undefined, 'undefined'],
        [null, 'null'],
        [0.1, '0.1'],
      ]) {
        const make = () => model(given as unknown as EstimatorOptions);
        expect(make).to.throw(TypeError, `must be given options such as { alpha: 0.1 }, got ${shown}`);
      }
    });

    for (const [given, kind, message] of options) {
      it(`rejects the options ${JSON.stringify(given)}`, () => {
        expect(() => model(given as EstimatorOptions)).to.throw(kind, `${name}: ${message}`);
      });
    }
  });
}
