import { expect } from 'chai';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { fitTasks } from '../../src/selection/fit-tasks.js';
import { releaseMemory } from '../../src/selection/release-memory.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const { X, Y } = design({ samples: 40, features: 12, tasks: 50 });
const wide = design({ samples: 30, features: 100, tasks: 40, rho: 0.5 });
const alphas = Array.from({ length: 50 }, (_, t) => (t === 3 ? 0 : 0.05 + t / 200));

describe('fitTasks', () => {
  afterEach(releaseMemory);

  it('is fit, to the bit, where problems are solved one by one', async () => {
    const sampleWeight = Float64Array.from({ length: 40 }, (_, i) => 1 + (i % 3));
    for (const estimator of [
      lasso({ alpha: alphas, standardize: true }),
      elasticNet({ alpha: 0.1, l1Ratio: 0.5 }),
      groupLasso({ alpha: 0.1, groups: Array.from({ length: 12 }, (_, j) => j % 4) }),
      multiTaskLasso({ alpha: 0.3 }),
      lasso({ alpha: 0.1, solver: 'restartedFista', backend: 'cpu' }),
    ]) {
      const fit = await estimator.fit(X, Y, { sampleWeight });
      expect(await fitTasks(estimator, X, Y, { sampleWeight, threads: 2 })).to.deep.equal(fit);
    }
  });

  it('is fit, within its tolerance, where they are solved together', async () => {
    const estimator = lasso({ alpha: 0.1, tol: 1e-9 });
    const [all, fit] = [await fitTasks(estimator, wide.X, wide.Y, { threads: 1 }), await estimator.fit(wide.X, wide.Y)];
    expect(all.converged).to.equal(true);
    all.problems.forEach(({ objective, dualGap }, t) => {
      const other = fit.problems[t]!;
      expect(objective).to.be.closeTo(other.objective, dualGap + other.dualGap);
    });
    expect(all.solver).to.equal(fit.solver);
  });

  it('goes on from an earlier fit, and stays where that is a solution', async () => {
    const estimator = lasso({ alpha: alphas, tol: 1e-8 });
    const first = await fitTasks(estimator, X, Y);
    const again = await fitTasks(estimator, X, Y, { init: first, threads: 2 });
    expect(again.iterations).to.equal(0);
    expect(again.coef).to.deep.equal(first.coef);
  });

  it('tells how far it is, block by block', async () => {
    const seen: number[] = [];
    const onProgress = ({ fraction }: { fraction: number }): number => seen.push(fraction);
    await fitTasks(lasso({ alpha: 0.1 }), wide.X, wide.Y, { threads: 1, onProgress });
    expect(seen).to.deep.equal([13 / 40, 27 / 40, 1]);
  });

  it('rejects what a fit rejects', async () => {
    const init = { coef: { rows: 2, cols: 12, values: new Float64Array(24) } };
    for (const [run, message] of [
      [
        fitTasks(lasso({ alpha: [1, 2] }), X, Y),
        'fitTasks: alpha must be one number or one for each of 50 problems, got 2',
      ],
      [
        fitTasks(lasso({ alpha: 1 }), X, Y, { init }),
        'fitTasks: init must have coef of shape 50 x 12 (tasks, features), got 2 x 12',
      ],
      [fitTasks(lasso({ alpha: 1 }), X, wide.Y), 'fitTasks: X and Y must have the same number of rows, got 40 and 30'],
      [fitTasks(lasso({ alpha: 1 }), X, Y, { threads: 0 }), 'fitTasks: threads must be a whole number >= 1, got 0'],
      [
        fitTasks(lasso({ alpha: 1 }), [[1], [Number.NaN]], [1, 2]),
        'fitTasks: X must be finite, got NaN at row 1, column 0',
      ],
    ] as const) {
      expect(await failure(run)).to.have.property('message', message);
    }
  });
});
