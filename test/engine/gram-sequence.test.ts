import { expect } from 'chai';
import { type Matrix, toRows } from '../../src/data/matrix.js';
import { type EngineFit, openSession } from '../../src/engine/fit.js';
import { POLICY } from '../../src/engine/policy.js';
import { randomState } from '../../src/random/random-state.js';
import { stopwatch } from '../../src/solvers/stopwatch.js';
import { objective, textbookGap } from '../support/coordinate-descent.js';
import { groupNorms } from '../support/group-penalty.js';

const [samples, features] = [40, 5];

/** Two features are nearly copies, and targets need large coefficients of both. */
function nearCopies(difference: number, tasks: number): { X: Matrix; Y: Matrix; alpha: number } {
  const rng = randomState(12);
  const [values, noise] = [rng.randn(samples * features), rng.randn(samples * tasks)];
  for (let i = 0; i < samples; i++) {
    values[i * features + 1] = values[i * features]! + difference * values[i * features + 1]!;
  }
  const Y = noise.map((value, at) => {
    const i = Math.floor(at / tasks);
    return (values[i * features + 1]! - values[i * features]!) / difference + value / 10;
  });
  return {
    X: { rows: samples, cols: features, values },
    Y: { rows: samples, cols: tasks, values: Y },
    alpha: 0.05 * difference,
  };
}

const session = (data: { X: Matrix; Y: Matrix; init?: Matrix }, joint: boolean, tol: number) =>
  openSession(
    { rows: { parts: groupNorms, positive: false }, fitIntercept: false, ...data, joint },
    { method: 'gram', tol, maxPasses: 10_000, onProgress: () => undefined, watch: stopwatch() },
  );

/** Gaps and objectives of a fit, reckoned without the engine. */
function judge({ X, Y }: { X: Matrix; Y: Matrix }, joint: boolean, alpha: number, { coef, problems }: EngineFit) {
  const tasks = joint ? Y.cols : 1;
  return problems.map((problem, b) => {
    const targets = toRows(Y).map((row) => row.slice(b * tasks, (b + 1) * tasks));
    const plain = { X: toRows(X), Y: targets, alpha, penalty: 'rows' } as const;
    const W = Array.from({ length: X.cols }, (_, j) =>
      Array.from({ length: tasks }, (__, t) => coef.values[(b * tasks + t) * X.cols + j]!),
    );
    const meanSquare = targets.flat().reduce((sum, y) => sum + y * y, 0) / X.rows;
    return { problem, meanSquare, gap: textbookGap(plain, W), value: objective(plain, W) };
  });
}

describe('gramSequence', () => {
  for (const tasks of [1, 2, 3]) {
    it(`takes into account what rounding hides: ${tasks} tasks`, async () => {
      let quick = 0;
      for (const difference of [1, 0.7, 0.5, 0.3, 1e-2, 1e-4]) {
        for (const tol of [1e-6, 1e-9, 1e-12]) {
          const data = nearCopies(difference, tasks);
          const { solve, close } = await session(data, true, tol);
          for (const alpha of [4 * data.alpha, data.alpha]) {
            for (const { gap, meanSquare, problem } of judge(data, true, alpha, await solve([alpha]))) {
              const what = `difference ${difference}, tol ${tol}`;
              if (problem.iterations > POLICY.quick) continue;
              expect(problem.relativeGap, what).to.be.at.most(tol);
              expect(gap, what).to.be.at.most((tol + 1e-15) * meanSquare);
              quick++;
            }
          }
          close();
        }
      }
      expect(quick).to.be.at.least(8);
    });
  }

  for (const joint of [true, false]) {
    it(`goes on from where it was, those that are too hard for it as well: ${joint ? 'one problem' : 'three'}`, async () => {
      const data = nearCopies(0.03, 3);
      const alphas = [9, 3, 1, 0.1, 0.03, 0.5].map((factor) => factor * data.alpha);
      const { solve, close } = await session(data, joint, 1e-11);
      let hard = 0;
      for (const alpha of alphas) {
        const fit = await solve([alpha]);
        for (const { problem, gap, meanSquare, value } of judge(data, joint, alpha, fit)) {
          expect(problem.relativeGap).to.be.at.most(1e-11);
          expect(gap).to.be.at.most(1e-11 * meanSquare);
          expect(problem.dualGap).to.be.closeTo(gap, 1e-12 * meanSquare);
          expect(problem.objective).to.be.closeTo(value, 1e-13 * meanSquare);
          if (problem.iterations > POLICY.quick) hard++;
        }
        const again = await solve([alpha]);
        expect(again.coef, 'the same again').to.deep.equal(fit.coef);
        expect(again.problems.map(({ iterations }) => iterations)).to.deep.equal(fit.problems.map(() => 0));
      }
      close();
      expect(hard).to.be.at.least(3);
    });
  }

  it('starts where it is told to', async () => {
    const data = nearCopies(0.1, 2);
    const first = await session(data, true, 1e-10);
    const { coef } = await first.solve([data.alpha]);
    first.close();
    const second = await session({ ...data, init: coef }, true, 1e-10);
    const fit = await second.solve([data.alpha]);
    second.close();
    expect(fit.coef).to.deep.equal(coef);
    expect(fit.problems[0]!.iterations).to.equal(0);
  });
});
