import { expect } from 'chai';
import { type Matrix, row, toRows } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { support } from '../../src/estimators/linear-fit.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import configurations from '../fixtures/peers.json' with { type: 'json' };

type Configuration = (typeof configurations)[number];

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((all, value) => all + value, 0);

/** The data of scripts/fixtures/peers.py. */
function draw({ peer, seed, samples, features, tasks, rho }: Configuration) {
  const rng = randomState(seed);
  const X: Matrix = { rows: samples, cols: features, values: rng.randn(samples * features) };
  for (let at = 0; at < X.values.length; at++) {
    if (at % features > 0) X.values[at] = rho * X.values[at - 1]! + Math.sqrt(1 - rho ** 2) * X.values[at]!;
  }
  const W = rng.randn(features * tasks).fill(0, Math.floor(features / 3) * tasks);
  const Y: Matrix = { rows: samples, cols: tasks, values: rng.randn(samples * tasks).map((e) => e + 3) };
  Y.values.forEach((_, at) => {
    const [i, t] = [Math.floor(at / tasks), at % tasks];
    row(X, i).forEach((x, j) => {
      Y.values[at]! += x * W[j * tasks + t]!;
    });
  });
  const weights = rng.randomSample(samples).map((w) => w + 0.25);
  const factors = rng.randomSample(features).map((factor) => factor * 2 + 0.5);
  const mean = peer === 'glmnet' ? sum(factors) / features : 1;
  return { X, Y, weights, factors: factors.map((factor) => factor / mean) };
}

/** The objective of coefficients, shape (tasks, features), and intercepts, in plain loops. */
function objective(
  { alpha, ratio, joint, standardize, tasks }: Configuration,
  { X, Y, weights, factors }: ReturnType<typeof draw>,
  { coef, intercept }: { coef: Matrix; intercept: Float64Array },
): number {
  const [x, y, all] = [toRows(X), toRows(Y), sum(weights)];
  const loss = sum(
    x.flatMap((entries, i) =>
      y[i]!.map((value, t) => {
        const fitted = sum(entries.map((entry, j) => entry * coef.values[t * X.cols + j]!)) + intercept[t]!;
        return (weights[i]! / all) * (value - fitted) ** 2;
      }),
    ),
  );
  const penalties = x[0]!.map((_, j) => {
    const column = x.map((entries) => entries[j]!);
    const mean = sum(column.map((entry, i) => (weights[i]! / all) * entry));
    const squares = column.map((entry, i) => (weights[i]! / all) * (entry - mean) ** 2);
    const sd = standardize ? Math.sqrt(sum(squares)) : 1;
    const w = Array.from({ length: tasks }, (__, t) => sd * coef.values[t * X.cols + j]!);
    const size = joint ? Math.hypot(...w) : sum(w.map(Math.abs));
    return factors[j]! * (ratio * size + ((1 - ratio) / 2) * sum(w.map((value) => value ** 2)));
  });
  return loss / 2 + alpha * sum(penalties);
}

describe('solutions of random problems', () => {
  for (const peer of ['scikit-learn', 'celer', 'skglm', 'adelie', 'glmnet']) {
    for (const joint of [false, true]) {
      const own = configurations.filter((each) => each.peer === peer && each.joint === joint);
      it(`are those of ${peer}: ${own.length} with ${joint ? 'several tasks' : 'one task'}`, async () => {
        expect(own.length).to.be.above(8);
        for (const each of own) {
          const { alpha, ratio, intercept: fitIntercept, positive, standardize } = each;
          const drawn = draw(each);
          const { X, Y } = drawn;
          const options = { alpha, fitIntercept, positive, standardize, tol: 1e-10 };
          const penaltyFactor = each.factored ? { penaltyFactor: drawn.factors } : {};
          const make = joint ? multiTaskElasticNet : elasticNet;
          const estimator =
            ratio < 1
              ? make({ ...options, ...penaltyFactor, l1Ratio: ratio })
              : (joint ? multiTaskLasso : lasso)({ ...options, ...penaltyFactor });
          const fit = await estimator.fit(X, Y, each.weighted ? { sampleWeight: drawn.weights } : {});
          const counted = {
            ...drawn,
            weights: each.weighted ? drawn.weights : drawn.weights.fill(1),
            factors: each.factored ? drawn.factors : drawn.factors.fill(1),
          };
          const reached = objective(each, counted, fit);
          expect(reached, JSON.stringify(each)).to.be.closeTo(each.objective, 1e-8 * each.objective);
          expect(fit.objective).to.be.closeTo(reached, 1e-10 * reached);
          expect(support(fit), JSON.stringify(each)).to.deep.equal(each.support);
          expect(fit.converged).to.equal(true);
        }
      });
    }
  }
});
