import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { lasso } from '../../src/estimators/lasso.js';
import type { LinearFit } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { BACKENDS } from '../support/backends.js';
import { coordinateDescent, objective } from '../support/coordinate-descent.js';
import { alphaMax, design } from '../support/problems.js';

describe('certified fits', () => {
  for (const [name, model, penalty] of [
    ['lasso', lasso, 'entries'],
    ['multiTaskLasso', multiTaskLasso, 'rows'],
  ] as const) {
    it(`of ${name} lie within their gaps of the smallest objective, and so of each other, on all backends`, async () => {
      const { X, Y } = design({ tasks: 2, rho: 0.5, seed: 6 });
      const alpha = 0.1 * alphaMax({ X, Y });
      const plain = { X: toRows(X), Y: toRows(Y), alpha, penalty } as const;
      const least = objective(plain, coordinateDescent(plain));
      const fits: LinearFit[] = [];
      for (const backend of BACKENDS) {
        const fit = await model({ alpha, tol: 1e-5, fitIntercept: false, backend }).fit(X, Y);
        expect(fit).to.include({ backend, converged: true });
        expect(fit.objective - least).to.be.within(-1e-12 * least, fit.dualGap);
        fits.push(fit);
      }
      for (const a of fits) {
        for (const b of fits) {
          expect(Math.abs(a.objective - b.objective)).to.be.at.most(Math.max(a.dualGap, b.dualGap) + 1e-12 * least);
        }
      }
    }).timeout(120_000);
  }
});
