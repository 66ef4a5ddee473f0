import { expect } from 'chai';
import { fitBatch, type Method } from '../../src/engine/fit.js';
import type { Weights } from '../../src/engine/row-penalty.js';
import { randomState } from '../../src/random/random-state.js';
import { stopwatch } from '../../src/solvers/stopwatch.js';
import { familyGap } from '../support/family.js';
import { alphaMax, design } from '../support/problems.js';

const alphas: [string, Weights][] = [
  ['elastic net', { l1: 0.08, l2: 0, ridge: 0.1 }],
  ['mostly a ridge', { l1: 0.001, l2: 0, ridge: 2 }],
  ['multi-task elastic net', { l1: 0, l2: 0.1, ridge: 0.05 }],
  ['sparse group Lasso', { l1: 0.04, l2: 0.06, ridge: 0 }],
  ['all three', { l1: 0.03, l2: 0.05, ridge: 0.3 }],
  ['no ridge', { l1: 0, l2: 0.1, ridge: 0 }],
];

describe('the family of row penalties', () => {
  for (const [title, parts] of alphas) {
    for (const method of ['gram', 'workingSets'] as Method[]) {
      for (const { samples, features, tasks } of [
        { samples: 40, features: 90, tasks: 3 },
        { samples: 120, features: 20, tasks: 1 },
        { samples: 30, features: 200, tasks: 1 },
        { samples: 300, features: 60, tasks: 4 },
      ]) {
        for (const positive of [false, true]) {
          const what = `${samples} x ${features}, ${tasks} tasks${positive ? ', not negative' : ''}`;
          it(`is solved and certified: ${title}, ${what}, by ${method}`, async () => {
            const data = design({ samples, features, tasks, rho: 0.6 });
            const { X, Y } = data;
            const scale = alphaMax(data);
            const joint = parts.l2 > 0;
            const rng = randomState(5);
            const factors = rng.randomSample(features).map((value) => 0.5 + value);
            const units = rng.randomSample(features).map((value) => 0.5 + value);
            factors[1] = Infinity;
            const alphas = [scale];
            const weights = { ...parts, ridge: parts.ridge / scale };
            const rows = { parts: weights, factors, units, positive };
            const batch = { X, Y, joint, alphas, rows, fitIntercept: false };
            const tol = 1e-11;
            const { coef, problems } = await fitBatch(batch, {
              method,
              tol,
              maxPasses: 20_000,
              onProgress: () => undefined,
              watch: stopwatch(),
            });
            const of = (part: keyof Weights, power: number) => (j: number) =>
              scale * weights[part] * Math.min(factors[j]!, 1e9) * units[j]! ** power;
            const check = (first: number, end: number, b: number): void => {
              const W = Array.from({ length: features }, (_, j) =>
                Array.from(coef.values.filter((__, at) => at % features === j)).slice(first, end),
              );
              const targets = {
                rows: samples,
                cols: end - first,
                values: Float64Array.from(Y.values.filter((_, at) => at % tasks >= first && at % tasks < end)),
              };
              const plain = { X, Y: targets, l1: of('l1', 1), l2: of('l2', 1), ridge: of('ridge', 2), positive };
              const { objective, gap } = familyGap(plain, W);
              const meanSquare = targets.values.reduce((sum, y) => sum + y * y, 0) / samples;
              expect(W[1], 'an excluded feature').to.deep.equal(new Array(end - first).fill(0));
              expect(gap).to.be.at.most(tol * meanSquare);
              expect(problems[b]!.objective).to.be.closeTo(objective, 1e-12 * meanSquare);
              expect(problems[b]!.relativeGap).to.be.within(gap / meanSquare - 1e-12, tol);
              if (positive) expect(Math.min(...W.flat())).to.equal(0);
              expect(W.flat().filter((w) => w !== 0)).to.not.have.length(0);
            };
            if (joint) check(0, tasks, 0);
            else for (let t = 0; t < tasks; t++) check(t, t + 1, t);
          });
        }
      }
    }
  }
});
