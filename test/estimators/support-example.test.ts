import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { toMatrix } from '../../src/data/to-matrix.js';
import type { Estimator } from '../../src/estimators/estimator.js';
import { lasso } from '../../src/estimators/lasso.js';
import { support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { EstimatorOptions, SolverName } from '../../src/estimators/options.js';
import { recovery } from '../../src/estimators/recovery.js';
import reference from '../fixtures/support-example.json' with { type: 'json' };
import { BACKENDS } from '../support/backends.js';

/** Of a fit by scikit-learn 1.9.1 in float64 with tol 1e-14. */
type ReferenceFit = typeof reference.lasso;

const models: [string, (options: EstimatorOptions) => Estimator, ReferenceFit, number][] = [
  ['lasso', lasso, reference.lasso, 40],
  ['multiTaskLasso', multiTaskLasso, reference.multiTaskLasso, 1],
];
const solvers: SolverName[] = ['ista', 'fista', 'restartedFista', 'douglasRachford'];

for (const [name, model, expected, problems] of models) {
  describe(`${name} on the support example`, () => {
    for (const backend of BACKENDS) {
      for (const solver of solvers) {
        it(`agrees with scikit-learn (${solver} on ${backend})`, async () => {
          const fit = await model({
            alpha: expected.alpha,
            tol: 2e-7,
            solver,
            backend,
          }).fit(reference.X, reference.Y);
          expect(fit).to.include({ converged: true, solver, backend });
          expect(fit.problems).to.have.length(problems);
          for (const problem of fit.problems) expect(problem.relativeGap).to.be.at.most(2e-7);
          const coef = toRows(fit.coef);
          expect(coef.map((row) => row.map((w) => w !== 0))).to.deep.equal(
            expected.coef.map((row) => row.map((w) => w !== 0)),
          );
          expect(fit.coef.values.filter((w) => w !== 0)).to.have.length(expected.nonZeros);
          const difference = (a: readonly number[], b: readonly number[]) =>
            Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));
          expect(difference(coef.flat(), expected.coef.flat())).to.be.at.most(1e-5);
          expect(difference([...fit.intercept], expected.intercept)).to.be.at.most(1e-5);
          expect(fit.objective / expected.objective).to.be.closeTo(1, 1e-9);
          expect(fit.objective - expected.objective).to.be.at.most(fit.dualGap);
          expect(support(fit)).to.deep.equal([0, 1, 2, 3, 4]);
          expect(recovery(fit.coef, toMatrix('truth', reference.trueCoef)).rmse).to.be.closeTo(
            expected.rmseToTruth,
            1e-6,
          );
        });
      }
    }

    it('is zero at alpha_max, and not just below it', async () => {
      const at = (alpha: number) => model({ alpha }).fit(reference.X, reference.Y);
      const above = await at(expected.alphaMax * (1 + 1e-9));
      expect(support(above)).to.deep.equal([]);
      expect(above).to.include({ dualGap: 0, iterations: 0, converged: true });
      const means = reference.Y[0]!.map((_, t) => reference.Y.reduce((sum, y) => sum + y[t]!, 0) / reference.Y.length);
      above.intercept.forEach((b, t) => {
        expect(b).to.be.closeTo(means[t]!, 1e-14);
      });
      expect(
        support(await model({ alpha: expected.alphaMax * 0.99, tol: 1e-6 }).fit(reference.X, reference.Y)),
      ).to.have.length(1);
    });
  });
}
