import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict } from '../../src/estimators/linear-fit.js';
import type { EstimatorOptions } from '../../src/estimators/options.js';
import { estimatorContract, exactContract } from '../contracts/estimator.js';
import { onEachBackend, SLOW } from '../support/backends.js';
import { design } from '../support/problems.js';

describe('lasso', () => {
  onEachBackend((backend) => {
    const model = (options: EstimatorOptions) => lasso({ ...options, backend });

    estimatorContract(model, 'entries');
    exactContract(model, 'entries');
    for (const solver of ['gram', 'workingSets'] as const) {
      describe(`by ${solver}`, () => {
        estimatorContract(
          (options) => model({ ...options, solver }),
          'entries',
          solver === 'gram' ? 'exact' : 'bounds',
        );
        exactContract((options) => model({ ...options, solver }), 'entries');
      });
    }
    const slow = SLOW.includes(backend); // as the solver contract runs there, one is enough
    for (const solver of slow ? (['restartedFista'] as const) : (['restartedFista', 'douglasRachford'] as const)) {
      describe(`by ${solver}`, () => {
        estimatorContract((options) => model({ ...options, solver }), 'entries');
      });
    }

    it('is finished in float64 where float32 on tensors can do no more', async () => {
      const { X, Y } = design({ rho: 0.9, tasks: 2 });
      const options = { alpha: 0.01, tol: 1e-10, solver: 'restartedFista' } as const;
      const fit = await model(options).fit(X, Y);
      expect(fit.solver).to.equal('restartedFista, gram');
      expect(fit.problems.map(({ stopped }) => stopped)).to.deep.equal(['tol', 'tol']);
      for (const { relativeGap, iterations } of fit.problems) {
        expect(relativeGap).to.be.at.most(1e-10);
        expect(iterations).to.be.above(500);
      }
      const short = await model({ ...options, maxIter: 20 }).fit(X, Y);
      expect([short.solver, short.converged]).to.deep.equal(['restartedFista', false]);
    });

    // scikit-learn's toy: y = x on −1, 0, 1.
    const toy: [number, number][] = [
      [1e-8, 1],
      [0.1, 0.85],
      [0.5, 0.25],
      [1, 0],
    ];
    for (const [alpha, w] of toy) {
      it(`has the coefficient ${w} on the line y = x at alpha ${alpha}`, async () => {
        const fit = await model({ alpha, tol: 1e-6 }).fit([[-1], [0], [1]], [-1, 0, 1]);
        expect(fit.coef.values[0]).to.be.closeTo(w, 1e-6);
        const ahead = await predict(fit, [[2], [3], [4]]);
        [2, 3, 4].forEach((x, i) => {
          expect(ahead.values[i]).to.be.closeTo(w * x, 1e-5);
        });
        expect(fit.dualGap).to.be.at.most(1e-6);
      });
    }

    it('treats each task as if it were alone, in one batch', async () => {
      const { X, Y } = design({ tasks: 3 });
      const together = await model({ alpha: 0.1, tol: 1e-6 }).fit(X, Y);
      for (let t = 0; t < 3; t++) {
        const alone = await model({ alpha: 0.1, tol: 1e-6 }).fit(
          X,
          toRows(Y).map((row) => row[t]!),
        );
        expect(alone.problems[0]!.iterations).to.equal(together.problems[t]!.iterations);
        alone.coef.values.forEach((w, j) => {
          expect(together.coef.values[t * 12 + j]).to.be.closeTo(w, 1e-6);
        });
      }
    });
  });
});
