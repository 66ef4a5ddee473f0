import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { lasso } from '../../src/estimators/lasso.js';
import { support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { EstimatorOptions } from '../../src/estimators/options.js';
import { estimatorContract, exactContract } from '../contracts/estimator.js';
import { onEachBackend, SLOW } from '../support/backends.js';
import { design } from '../support/problems.js';

describe('multiTaskLasso', () => {
  onEachBackend((backend) => {
    const model = (options: EstimatorOptions) => multiTaskLasso({ ...options, backend });

    estimatorContract(model, 'rows');
    exactContract(model, 'rows');
    for (const solver of ['gram', 'workingSets'] as const) {
      describe(`by ${solver}`, () => {
        estimatorContract((options) => model({ ...options, solver }), 'rows', solver === 'gram' ? 'exact' : 'bounds');
        exactContract((options) => model({ ...options, solver }), 'rows');
      });
    }
    const slow = SLOW.includes(backend); // as the solver contract runs there, one is enough
    for (const solver of slow ? (['restartedFista'] as const) : (['restartedFista', 'douglasRachford'] as const)) {
      describe(`by ${solver}`, () => {
        estimatorContract((options) => model({ ...options, solver }), 'rows');
      });
    }

    // Some 10,000 steps: minutes on a device that is imitated.
    if (!SLOW.includes(backend)) {
      it('gives the numbers of scikit-learn and skglm on a Vandermonde matrix', async () => {
        const X = [0, 1, 2, 3, 4].map((x) => [x ** 3, x ** 2, x, 1]);
        const Y = [0, 1, 2, 3, 4].map((i) => [3 * i, 3 * i + 1, 3 * i + 2]);
        const fit = await model({
          alpha: 0.1,
          tol: 1e-6,
          maxIter: 20_000,
        }).fit(X, Y);
        expect(fit.objective).to.be.at.least(0.4965993692547902 - 1e-12);
        expect(fit.objective - 0.4965993692547902).to.be.at.most(fit.dualGap);
        expect(fit.coef.values[3]).to.equal(0);
      });
    }

    it('with one task is the lasso', async () => {
      const { X, Y } = design({ tasks: 1 });
      const [single, group] = [
        await lasso({ alpha: 0.1, tol: 1e-7, backend }).fit(X, Y),
        await model({ alpha: 0.1, tol: 1e-7 }).fit(X, Y),
      ];
      expect(support(group)).to.deep.equal(support(single));
      expect(support(single).length).to.be.within(1, 11);
      group.coef.values.forEach((w, j) => {
        expect(w).to.be.closeTo(single.coef.values[j]!, 1e-6);
      });
    });

    it('with the same target twice gives the same coefficients twice', async () => {
      const { X, Y } = design({ tasks: 1 });
      const twice = toRows(Y).map(([y = 0]) => [y, y]);
      const { coef } = await model({ alpha: 0.1 }).fit(X, twice);
      expect(toRows(coef)[0]).to.deep.equal(toRows(coef)[1]);
    });
  });
});
