import { expect } from 'chai';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { modelFromJSON, modelToJSON } from '../../src/estimators/model-json.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { EstimatorOptions } from '../../src/estimators/options.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import { design } from '../support/problems.js';

const { X: centred, Y: plain } = design({ samples: 40, features: 90, tasks: 3, rho: 0.6 });
/** Columns in units of their own, away from 0; few features, and many. */
const wide = { ...centred, values: centred.values.map((x, at) => 3 * (1 + (at % 90) / 7) * x + 0.3) };
const narrow = {
  rows: 40,
  cols: 9,
  values: Float64Array.from({ length: 360 }, (_, at) => wide.values[Math.floor(at / 9) * 90 + (at % 9)]!),
};
const Y = { ...plain, values: plain.values.map((y) => 7 * y + 11) };
const sampleWeight = Float64Array.from({ length: 40 }, (_, i) => i % 4);

const factors = (features: number, free: boolean): number[] =>
  Array.from({ length: features }, (_, j) => (j === 3 ? Infinity : free && j < 2 ? 0 : 0.5 + (j % 3)));

type Own = Partial<EstimatorOptions>;
const OPTIONS: Record<string, (features: number) => Own> = {
  plain: () => ({}),
  'without intercept': () => ({ fitIntercept: false }),
  'in standard units': () => ({ standardize: true }),
  positive: () => ({ positive: true }),
  'with penalty factors': (features) => ({ penaltyFactor: factors(features, false) }),
  'with features that are not penalised': (features) => ({ penaltyFactor: factors(features, true), standardize: true }),
};

describe('a fit that starts at a solution', () => {
  for (const make of [lasso, elasticNet, multiTaskLasso, multiTaskElasticNet, sparseGroupLasso]) {
    for (const [what, optionsFor] of Object.entries(OPTIONS)) {
      it(`takes no iterations and returns it unchanged: ${make.name}, ${what}`, async () => {
        for (const X of [narrow, wide]) {
          for (const weights of [{}, { sampleWeight }]) {
            for (const tol of [1e-4, 1e-10]) {
              const estimator = make({ alpha: 2, tol, ...optionsFor(X.cols) });
              const fit = await estimator.fit(X, Y, weights);
              expect(fit.converged).to.equal(true);
              for (const init of [fit, modelFromJSON(JSON.stringify(modelToJSON(fit)))]) {
                const again = await estimator.fit(X, Y, { ...weights, init });
                expect(again.problems.map(({ iterations }) => iterations)).to.deep.equal(fit.problems.map(() => 0));
                expect(again.coef).to.deep.equal(fit.coef);
                expect(again.intercept).to.deep.equal(fit.intercept);
                expect(again.converged).to.equal(true);
              }
            }
          }
        }
      });
    }
  }
});
