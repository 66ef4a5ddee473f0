import { expect } from 'chai';
import { type Matrix, toRows, transpose } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import type { Estimator } from '../../src/estimators/estimator.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import { type LinearFit, predict } from '../../src/estimators/linear-fit.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { EstimatorOptions, SolverName } from '../../src/estimators/options.js';
import { penalised } from '../../src/estimators/penalised.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import { l21 } from '../../src/penalties/l21.js';
import { randomState } from '../../src/random/random-state.js';
import { fitTasks } from '../../src/selection/fit-tasks.js';
import { path } from '../../src/selection/path.js';

const [N, P, TASKS] = [50, 8, 2];
/** Column 4 is constant, column 5 zeros; feature 3 is to be kept out. */
const [CONSTANT, ZERO, EXCLUDED] = [4, 5, 3];
const draws = randomState(5).randn(N * P);
const X: Matrix = {
  rows: N,
  cols: P,
  values: draws.map((x, at) => ({ [CONSTANT]: 2.5, [ZERO]: 0 })[at % P] ?? x + 0.3),
};
const noise = randomState(6).randn(N * TASKS);
const Y: Matrix = {
  rows: N,
  cols: TASKS,
  values: noise.map((e, at) => {
    const x = (j: number) => X.values[Math.floor(at / TASKS) * P + j]!;
    return 3 * x(0) - 0.3 * x(1) + (at % TASKS) * x(2) + e / 10 + 4;
  }),
};
const masked = { ...Y, values: Y.values.map((y, at) => (at % 7 === 3 ? Number.NaN : y)) };

/** Negative, not small, and nowhere 0. */
const NEGATIVE = {
  coef: { rows: TASKS, cols: P, values: Float64Array.from({ length: TASKS * P }, (_, at) => 5 - 2 * (at % 6)) },
};

const FAMILY: Record<string, (options: EstimatorOptions) => Estimator> = {
  lasso,
  elasticNet,
  multiTaskLasso,
  multiTaskElasticNet,
  sparseGroupLasso,
};
const ONE_EACH = [...Array(P).keys()];
const GROUPED: typeof FAMILY = {
  groupLasso: (options) => groupLasso({ ...options, groups: ONE_EACH }),
  'sparseGroupLasso with groups': (options) => sparseGroupLasso({ ...options, groups: ONE_EACH }),
};
const OWN: typeof FAMILY = { penalised: (options) => penalised({ ...options, penalty: l21 }) };
const SOLVERS: SolverName[] = ['gram', 'workingSets', 'ista', 'fista', 'restartedFista', 'douglasRachford'];

const penaltyFactor = Float64Array.from({ length: P }, (_, j) => (j === EXCLUDED ? Infinity : 1 + (j % 2)));

/** `Σ_j factor_j (l1 ‖w_j‖₁ + l2 ‖w_j‖₂ + ridge/2 ‖w_j‖²)` over tasks that are one problem, or each by itself. */
function penaltyOf({ model: { parts, joint } }: Estimator, coef: Matrix): number {
  const parcels = joint
    ? [transpose(coef)]
    : toRows(coef).map((w) => ({ rows: P, cols: 1, values: Float64Array.from(w) }));
  return parcels.flatMap(toRows).reduce((sum, w, at) => {
    const factor = penaltyFactor[at % P]!;
    const own = parts.l1 * w.reduce((all, x) => all + Math.abs(x), 0) + parts.l2 * Math.hypot(...w);
    return sum + (factor === Infinity ? 0 : factor * (own + (parts.ridge / 2) * Math.hypot(...w) ** 2));
  }, 0);
}

/** No coefficient that is not allowed, and the objective of just those that are there. */
async function expectAllowed(estimator: Estimator, fit: LinearFit, targets: Matrix): Promise<void> {
  toRows(fit.coef).forEach((w) => {
    expect(Math.min(...w)).to.be.at.least(0);
    for (const j of [CONSTANT, ZERO, EXCLUDED]) expect(w[j], `feature ${j}`).to.equal(0);
  });
  const predicted = await predict(fit, X);
  const loss = Array.from({ length: TASKS }, (_, t) => {
    const own = placesOf(targets, t);
    const all = estimator.model.joint ? N : own.length;
    return own.reduce((sum, at) => sum + (targets.values[at]! - predicted.values[at]!) ** 2, 0) / (2 * all);
  });
  const alpha = fit.problems[0]!.alpha;
  const objective = loss.reduce((sum, own) => sum + own, 0) + alpha * penaltyOf(estimator, fit.coef);
  expect(fit.objective).to.be.closeTo(objective, 1e-6 * objective);
}

/** Places of the entries of a task that are there. */
function placesOf({ values }: Matrix, t: number): number[] {
  return Array.from(values.keys()).filter((at) => at % TASKS === t && !Number.isNaN(values[at]!));
}

describe('a start that is not allowed', () => {
  const options = { alpha: 0.02, positive: true, penaltyFactor };
  const cases: [string, typeof FAMILY, readonly (SolverName | undefined)[], Matrix, object][] = [
    ['', FAMILY, SOLVERS, Y, {}],
    [' in groups', GROUPED, [undefined], Y, {}],
    [' under a penalty of its own', OWN, ['restartedFista'], Y, {}],
    [
      ' with missing entries',
      { lasso, multiTaskLasso, multiTaskElasticNet, sparseGroupLasso },
      [undefined],
      masked,
      { missing: 'mask' },
    ],
  ];
  for (const [what, family, solvers, targets, more] of cases) {
    for (const [name, make] of Object.entries(family)) {
      for (const solver of solvers) {
        it(`becomes one that is, before it is certified: ${name}${what}${solver ? `, ${solver}` : ''}`, async () => {
          const free = await make({ alpha: 0.02, ...more, ...(solver && { solver }), tol: 1e-6 }).fit(X, targets);
          for (const [tol, maxIter, init] of [
            [2e-2, 10_000, free], // the start itself is good enough, or nearly
            [1e-2, 10_000, NEGATIVE],
            [1e-6, 1, NEGATIVE], // there is time for hardly a step
            [1e-6, 10_000, NEGATIVE],
          ] as const) {
            const own = { ...options, ...more, ...(solver && { solver }), tol };
            const fit = await make({ ...own, maxIter }).fit(X, targets, { init });
            await expectAllowed(make(own), fit, targets);
            if (maxIter === 1) continue;
            expect(fit.converged).to.equal(true);
            const cold = await make({ ...own, maxIter }).fit(X, targets);
            expect(Math.abs(fit.objective - cold.objective)).to.be.at.most(fit.dualGap + cold.dualGap + 1e-12);
          }
        });
      }
    }
  }

  it('of a group of which a feature is constant takes no longer than none', async () => {
    const estimator = groupLasso({ alpha: 0.1, groups: [0, 0, 1], tol: 1e-8, maxIter: 1000 });
    const x = { rows: N, cols: 3, values: X.values.filter((_, at) => [0, 1, CONSTANT].includes(at % P)) };
    const start = { coef: { rows: 1, cols: 3, values: Float64Array.of(0, 0, 5) } };
    const y = Y.values.filter((_, at) => at % TASKS === 0);
    const [cold, warm] = [await estimator.fit(x, y), await estimator.fit(x, y, { init: start })];
    expect(warm).to.deep.equal(cold);
    expect(warm).to.have.property('converged', true);
    expect(warm.coef.values[2]).to.equal(0);
  });

  it('is a start of fitTasks and of a path as well', async () => {
    const estimator = lasso({ ...options, tol: 1e-2 });
    await expectAllowed(estimator, await fitTasks(estimator, X, Y, { init: NEGATIVE }), Y);
    const { alpha: _, ...own } = options;
    for await (const { fit } of path(lasso, X, Y, { ...own, alphas: [0.5, 0.02], tol: 0.5, init: NEGATIVE })) {
      await expectAllowed(estimator, fit, Y);
    }
  });

  it('of numbers beyond all measure is as good as none', async () => {
    for (const by of [1e20, 1e160, 1e307]) {
      const huge = { coef: { ...NEGATIVE.coef, values: NEGATIVE.coef.values.map((w) => w * by) } };
      for (const [name, make] of Object.entries({ ...FAMILY, ...GROUPED, ...OWN })) {
        for (const solver of name in FAMILY ? SOLVERS : [undefined]) {
          const what = `${name}, ${solver}, ${by}`;
          const estimator = make({ alpha: 0.02, tol: 1e-4, ...(solver && { solver }) });
          const fit = await estimator.fit(X, Y, { init: huge });
          expect(fit.converged, what).to.equal(true);
          expect(fit.warnings, what).to.deep.equal([]);
          const cold = await estimator.fit(X, Y);
          expect(Math.abs(fit.objective - cold.objective), what).to.be.at.most(fit.dualGap + cold.dualGap);
        }
      }
    }
  });
});
