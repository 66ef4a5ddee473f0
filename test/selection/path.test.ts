import { expect } from 'chai';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import { collectPath } from '../../src/selection/collect-path.js';
import { degreesOfFreedom } from '../../src/selection/degrees-of-freedom.js';
import { type PathStep, path } from '../../src/selection/path.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const collect = async (steps: AsyncIterable<PathStep>): Promise<PathStep[]> => {
  const all: PathStep[] = [];
  for await (const step of steps) all.push(step);
  return all;
};

const FAMILIES = { lasso, elasticNet, multiTaskLasso, sparseGroupLasso };

describe('path', () => {
  for (const [name, make] of Object.entries(FAMILIES)) {
    for (const { samples, features } of [
      { samples: 40, features: 15 },
      { samples: 30, features: 120 },
    ]) {
      for (const solver of ['auto', 'fista'] as const) {
        it(`fits as alone, from all 0 to many: ${name}, ${samples} x ${features}, ${solver}`, async () => {
          const { X, Y } = design({ samples, features, tasks: 2, rho: 0.4 });
          const options = { tol: solver === 'auto' ? 1e-10 : 1e-4, solver };
          const steps = await collect(path(make, X, Y, { ...options, count: 6, eps: 0.05 }));
          expect(steps).to.have.length(6);
          expect(support(steps[0]!.fit)).to.deep.equal([]);
          expect(support(steps[5]!.fit).length).to.be.above(2);
          for (const { fit } of steps) {
            const alphas = fit.problems.map(({ alpha }) => alpha);
            const alone = await make({ ...options, alpha: alphas }).fit(X, Y);
            expect(fit.converged).to.equal(true);
            fit.problems.forEach((problem, b) => {
              const difference = Math.abs(problem.objective - alone.problems[b]!.objective);
              expect(difference).to.be.at.most(problem.dualGap + alone.problems[b]!.dualGap + 1e-12);
            });
          }
        });
      }
    }

    it(`begins where the first feature is about to enter: ${name}`, async () => {
      const { X, Y } = design({ tasks: 2, rho: 0.5 });
      for (const own of [
        {},
        { standardize: true },
        { positive: true },
        { penaltyFactor: [1, 3, 0, ...new Array(9).fill(0.5)] },
      ]) {
        const maxima = await make({ ...own, alpha: 1 }).alphaMax(X, Y);
        const used = async (by: number) => {
          const { coef } = await make({ ...own, alpha: Array.from(maxima, (most) => most * by), tol: 1e-9 }).fit(X, Y);
          const penalised = coef.values.filter((_, at) => !('penaltyFactor' in own) || at % coef.cols !== 2);
          return penalised.filter((w) => w !== 0).length;
        };
        expect(await used(1 + 1e-9)).to.equal(0);
        expect(await used(0.99)).to.be.at.least(1);
      }
    });
  }

  it('says what part of the deviance each fit explains, and ends where that is enough', async () => {
    const { X, Y } = design({ samples: 50, features: 8, tasks: 2 });
    const all = await collect(path(lasso, X, Y, { count: 20 }));
    const parts = all.map(({ explained }) => Math.min(...explained));
    expect(parts[0]).to.be.closeTo(0, 1e-12);
    parts.forEach((part, k) => {
      if (k > 0) expect(part).to.be.at.least(parts[k - 1]! - 1e-6);
    });
    const last = all.at(-1)!;
    const left = last.fit.problems.map(({ objective, alpha }, t) => {
      const size = last.fit.coef.values.slice(t * 8, (t + 1) * 8).reduce((sum, w) => sum + Math.abs(w), 0);
      return 2 * (objective - alpha * size);
    });
    left.forEach((meanSquare, t) => {
      const total = Y.values.filter((_, at) => at % 2 === t).reduce((sum, y) => sum + y * y, 0) / 50;
      expect(last.explained[t]).to.be.closeTo(1 - meanSquare / total, 1e-9);
    });
    const some = await collect(path(lasso, X, Y, { count: 20, maxExplained: 0.5 }));
    expect(some.length).to.equal(parts.findIndex((part) => part >= 0.5) + 1);
  });

  it('stops when nobody listens, and ends with the reason of a signal; what was done is not lost', async () => {
    const { X, Y } = design({ tasks: 2 });
    let count = 0;
    for await (const _ of path(multiTaskLasso, X, Y, { count: 50 })) if (++count === 3) break;
    expect(count).to.equal(3);
    const controller = new AbortController();
    const done: PathStep[] = [];
    const error = await failure(
      (async () => {
        for await (const step of path(multiTaskLasso, X, Y, { count: 5000, eps: 1e-4, signal: controller.signal })) {
          done.push(step);
          if (done.length === 4) controller.abort(new Error('enough'));
        }
      })(),
    );
    expect(error).to.have.property('message', 'enough');
    expect(done.length).to.be.within(4, 4999);
    expect(done[3]!.fit.converged).to.equal(true);
  });

  it('keeps what was done when a signal ends it, least squares included', async () => {
    const { X, Y } = design({ samples: 250, features: 400, tasks: 2 });
    const controller = new AbortController();
    const done: PathStep[] = [];
    const all = path(lasso, X, Y, { alphas: [0.5, 0.3, 0], tol: 1e-8, signal: controller.signal });
    const error = await failure(
      (async () => {
        for await (const step of all) {
          done.push(step);
          if (done.length === 2) setTimeout(() => controller.abort(new Error('enough')), 20);
        }
      })(),
    );
    expect(error).to.have.property('message', 'enough');
    const { alphas, relativeGap } = await collectPath(done);
    expect([...alphas.values]).to.deep.equal([0.5, 0.5, 0.3, 0.3]);
    expect(Math.max(...relativeGap.values)).to.be.at.most(1e-8);
  });

  for (const [name, make] of Object.entries(FAMILIES)) {
    it(`tells degrees of freedom if asked: ${name}`, async () => {
      const { X, Y } = design({ samples: 40, features: 12, tasks: 2, rho: 0.4 });
      const sampleWeight = Array.from({ length: 40 }, (_, i) => 1 + (i % 3));
      const options = { alphas: [0.4, 0.1, 0.01], standardize: true, tol: 1e-10, sampleWeight };
      const [plain, told] = [
        await collect(path(make, X, Y, options)),
        await collect(path(make, X, Y, { ...options, df: true })),
      ];
      for (const [k, { fit, df }] of told.entries()) {
        expect(plain[k]).to.not.have.property('df');
        const expected = await degreesOfFreedom(make({ alpha: 1, standardize: true }), fit, { X, sampleWeight });
        expect(df).to.deep.equal(expected);
      }
      expect(told[2]!.df![0]).to.be.above(told[0]!.df![0]!);
    });
  }

  it('may keep coefficients from being negative', async () => {
    const { X, Y } = design({ samples: 40, features: 12, tasks: 2, rho: 0.4 });
    const { coef, df, nonZeros } = await collectPath(
      path(lasso, X, Y, { positive: true, df: true, count: 8, tol: 1e-10 }),
    );
    for (const { values } of coef) expect(Math.min(...values)).to.equal(0);
    expect(df).to.deep.equal(nonZeros);
    expect(Math.max(...nonZeros.values)).to.be.above(1);
  });

  it('rejects what is out of range', async () => {
    const { X, Y } = design({ tasks: 2 });
    for (const [options, message] of [
      [{ maxExplained: 0 }, 'path: maxExplained must be a number above 0 and at most 1, got 0'],
      [{ alphas: [0.1, -1] }, 'path: alphas[1] must be a number >= 0, or one for each problem, got -1'],
      [{ alphas: [[0.1, 0.2, 0.3]] }, 'path: alphas[0] must be one number or one for each of 2 problems, got 3'],
      [{ eps: 2 }, 'path: eps must be a number above 0 and at most 1, got 2'],
    ] as const) {
      expect(await failure(collect(path(lasso, X, Y, options)))).to.have.property('message', message);
    }
  });
});
