import { expect } from 'chai';
import { foresight, further } from '../../src/engine/foresight.js';
import { POLICY } from '../../src/engine/policy.js';
import { lasso } from '../../src/estimators/lasso.js';
import type { LinearFit } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { path } from '../../src/selection/path.js';
import { design } from '../support/problems.js';

describe('foresight', () => {
  it('is the next step as a part of the last, for each problem by itself', () => {
    const stepOf = foresight(2);
    expect([16, 12, 10, 9].map((alpha) => stepOf(0, alpha))).to.deep.equal([0, 0, 0.5, 0.5]);
    expect([8, 4, 1].map((alpha) => stepOf(1, alpha))).to.deep.equal([0, 0, 0.75]);
  });

  it('is nothing where a path turns, stands, or widens its steps', () => {
    for (const alphas of [
      [8, 6, 7],
      [8, 6, 6],
      [8, 8, 6],
      [8, 7, 5],
    ]) {
      const stepOf = foresight(1);
      expect(alphas.map((alpha) => stepOf(0, alpha))[2]).to.equal(0);
    }
  });
});

describe('further', () => {
  it('goes on in a straight line, but not from or beyond 0', () => {
    expect(further(3, 2, 0.5)).to.equal(3.5);
    expect(further(-3, -2, 0.5)).to.equal(-3.5);
    expect(further(1, 4, 0.5)).to.equal(0);
    expect(further(0, 4, 0.5)).to.equal(0);
    expect(further(4, 0, 0.5)).to.equal(4);
  });
});

describe('a path that looks ahead', () => {
  for (const make of [lasso, multiTaskLasso]) {
    for (const [features, parts] of [
      [12, 0.7],
      [400, 1],
    ] as const) {
      it(`takes fewer passes than fits that start where the last one ended: ${make.name}, ${features} features`, async () => {
        const { X, Y } = design({ samples: 120, features, tasks: 3, rho: 0.6 });
        const tol = 1e-7;
        const passes = [0, 0];
        let init: LinearFit | undefined;
        for await (const { fit } of path(make, X, Y, { tol, eps: 0.02 })) {
          const alpha = fit.problems.map((problem) => problem.alpha);
          const alone = await make({ alpha, tol }).fit(X, Y, init && { init });
          fit.problems.forEach((problem, b) => {
            passes[0]! += problem.iterations;
            passes[1]! += alone.problems[b]!.iterations;
            expect(problem.objective).to.be.closeTo(
              alone.problems[b]!.objective,
              problem.dualGap + alone.dualGap + 1e-12,
            );
          });
          init = alone;
        }
        expect(passes[0]! / passes[1]!).to.be.below(parts);
      });
    }
  }

  for (const make of [lasso, multiTaskLasso]) {
    it(`does not move from a solution, however long the last fit took: ${make.name}`, async () => {
      const { X, Y } = design({ samples: 120, features: 1500, tasks: make === lasso ? 1 : 5, rho: 0.6 });
      const tol = 1e-4;
      let [last, stays]: [LinearFit | undefined, number] = [undefined, 0];
      for await (const { fit } of path(make, X, Y, { tol, eps: 1e-3, fitIntercept: false })) {
        if (last && last.iterations > 0) {
          const again = await make({ alpha: fit.problems[0]!.alpha, tol, fitIntercept: false }).fit(X, Y, {
            init: last,
          });
          if (again.iterations === 0) {
            expect(fit.iterations).to.equal(0);
            expect(fit.coef.values).to.deep.equal(last.coef.values);
            if (last.iterations >= POLICY.long) stays++;
          }
        }
        last = fit;
      }
      expect(stays).to.be.above(0);
    });
  }
});
