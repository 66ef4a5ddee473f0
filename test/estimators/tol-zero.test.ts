import { expect } from 'chai';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import type { Estimator } from '../../src/estimators/estimator.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import type { LinearFit } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { SolverName } from '../../src/estimators/options.js';
import { penalised } from '../../src/estimators/penalised.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import { l21 } from '../../src/penalties/l21.js';
import { design } from '../support/problems.js';

const { X, Y } = design({ rho: 0.9 });
const most = 3000;
const zero = { tol: 0, maxIter: most, backend: 'cpu' };

/** Whether each problem says what its gap says. */
function checkHonest({ problems, converged }: LinearFit): void {
  for (const { relativeGap, converged: own, stopped } of problems) {
    expect(relativeGap).to.be.at.least(0);
    expect(own).to.equal(relativeGap === 0);
    expect(stopped === 'tol').to.equal(own);
  }
  expect(converged).to.equal(problems.every((problem) => problem.converged));
}

describe('an estimator with tol 0', () => {
  const makes = [lasso, elasticNet, multiTaskLasso, sparseGroupLasso];
  const solvers: SolverName[] = ['auto', 'gram', 'workingSets', 'ista', 'fista', 'restartedFista', 'douglasRachford'];
  for (const make of makes) {
    for (const solver of solvers) {
      it(`goes as far as it can: ${make.name}, ${solver}`, async () => {
        const fit = await make({ alpha: 0.05, ...zero, solver }).fit(X, Y);
        checkHonest(fit);
        const host = /gram|workingSets/.test(fit.solver);
        for (const { relativeGap } of fit.problems) expect(relativeGap).to.be.below(host ? 1e-14 : 1e-5);
      });
    }
    it(`has no gap where all coefficients are 0: ${make.name}`, async () => {
      const { problems } = await make({ alpha: 100, ...zero }).fit(X, Y);
      for (const problem of problems) {
        expect(problem).to.include({ relativeGap: 0, converged: true, stopped: 'tol', iterations: 0 });
      }
    });
  }

  it('does so by blocks, with entries missing, with a penalty of its own and by singular values', async () => {
    const groups = Array.from({ length: X.cols }, (_, j) => j % 5);
    const holes = { ...Y, values: Y.values.map((y, at) => (at % 7 === 3 ? Number.NaN : y)) };
    const fits: [Estimator, typeof Y, number][] = [
      [groupLasso({ alpha: 0.05, ...zero, groups }), Y, 1e-14],
      [multiTaskLasso({ alpha: 0.05, tol: 0, missing: 'mask' }), holes, 1e-14],
      [penalised({ alpha: 0.05, ...zero, penalty: l21 }), Y, 1e-5],
      [lasso({ alpha: 0, ...zero }), Y, 1e-28],
    ];
    for (const [estimator, targets, gap] of fits) {
      const fit = await estimator.fit(X, targets);
      checkHonest(fit);
      for (const { relativeGap } of fit.problems) expect(relativeGap).to.be.below(gap);
    }
  });

  it('does so along a path', async () => {
    for await (const fit of multiTaskLasso({ alpha: 1, ...zero }).path(X, Y, [0.5, 0.1, 0.1, 0.02])) {
      checkHonest(fit);
      expect(fit.problems[0]!.relativeGap).to.be.below(1e-14);
    }
  });
});
