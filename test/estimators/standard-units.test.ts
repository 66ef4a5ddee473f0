import { expect } from 'chai';
import type { Matrix } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import type { Estimator } from '../../src/estimators/estimator.js';
import { lasso } from '../../src/estimators/lasso.js';
import type { LinearFit } from '../../src/estimators/linear-fit.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { EstimatorOptions, TensorSolverName } from '../../src/estimators/options.js';
import { penalised } from '../../src/estimators/penalised.js';
import { l1inf } from '../../src/penalties/l1inf.js';
import { design } from '../support/problems.js';

const [N, P, TASKS] = [60, 9, 2];
const { X, Y } = design({ samples: N, features: P, tasks: TASKS, rho: 0.4 });
/** Powers of two: numbers in other units are the same to the bit. */
const UNITS = Float64Array.from({ length: P }, (_, j) => 2 ** (5 * (j - 4)));
const inOtherUnits: Matrix = { ...X, values: X.values.map((x, at) => x * UNITS[at % P]!) };

const FAMILY: Record<string, (options: EstimatorOptions) => Estimator> = {
  lasso,
  elasticNet,
  multiTaskLasso,
  multiTaskElasticNet,
  penalised: (options) => penalised({ ...options, penalty: l1inf }),
};
const SOLVERS: TensorSolverName[] = ['ista', 'fista', 'restartedFista', 'douglasRachford'];

/** Coefficients in the units of X. */
const back = ({ coef }: LinearFit): Matrix => ({ ...coef, values: coef.values.map((w, at) => w * UNITS[at % P]!) });

describe('standardize with a solver on tensors', () => {
  const how: [string, Partial<EstimatorOptions>, object][] = [
    ['', {}, {}],
    [' with factors', { penaltyFactor: [1, 2, 0, 1, Infinity, 0.5, 1, 1, 3] }, {}],
    [' with weights', {}, { sampleWeight: Float64Array.from({ length: N }, (_, i) => 1 + (i % 3)) }],
    [' without intercept', { fitIntercept: false }, {}],
  ];
  for (const [name, make] of Object.entries(FAMILY)) {
    for (const [what, more, fitOptions] of how) {
      it(`makes units of features a matter of indifference, to solvers too: ${name}${what}`, async () => {
        for (const solver of SOLVERS) {
          const estimator = make({ alpha: 0.1, tol: 1e-6, standardize: true, ...more, solver });
          const [plain, other] = [
            await estimator.fit(X, Y, fitOptions),
            await estimator.fit(inOtherUnits, Y, fitOptions),
          ];
          expect(other.converged, solver).to.equal(true);
          expect(other.problems, solver).to.deep.equal(plain.problems);
          expect(back(other), solver).to.deep.equal(plain.coef);
          const again = await estimator.fit(inOtherUnits, Y, { ...fitOptions, init: other });
          expect(again.iterations, solver).to.equal(0);
        }
        expect(
          await make({ alpha: 1, standardize: true, ...more }).alphaMax(inOtherUnits, Y, fitOptions),
        ).to.deep.equal(await make({ alpha: 1, standardize: true, ...more }).alphaMax(X, Y, fitOptions));
      });
    }
  }
});
