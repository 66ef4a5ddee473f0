import { expect } from 'chai';
import type { Estimator } from '../../src/estimators/estimator.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import type { LinearFit } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { design } from '../support/problems.js';

const penaltyFactor = Array.from({ length: 12 }, (_, j) => (j === 3 ? 0 : 1 + (j % 2)));
const groups = Array.from({ length: 12 }, (_, j) => j % 4);

const together = [0.01, 0.5, 0.1];
const alone = [...together, [0.2, 0, 0.1], 0.3];

const cases: [string, number, typeof alone, (alpha: number) => Estimator][] = [
  ['lasso', 12, alone, (alpha) => lasso({ alpha })],
  ['multiTaskLasso', 12, together, (alpha) => multiTaskLasso({ alpha })],
  ['multiTaskLasso by working sets', 150, together, (alpha) => multiTaskLasso({ alpha })],
  ['lasso with a feature that is not penalised', 12, alone, (alpha) => lasso({ alpha, penaltyFactor })],
  ['groupLasso', 12, together, (alpha) => groupLasso({ alpha, groups })],
];

async function collect(fits: AsyncIterable<LinearFit>): Promise<{ seen: Float64Array[]; kept: Float64Array[] }> {
  const [seen, kept]: [Float64Array[], Float64Array[]] = [[], []];
  for await (const { coef } of fits) {
    seen.push(coef.values.slice());
    kept.push(coef.values);
  }
  return { seen, kept };
}

describe('fits along alphas', () => {
  for (const [name, features, alphas, make] of cases) {
    const data = design({ samples: 60, features, tasks: 3, rho: 0.5 });

    it(`keep what they have found: ${name}`, async () => {
      const { seen, kept } = await collect(make(1).path(data.X, data.Y, alphas));
      expect(kept).to.deep.equal(seen);
      expect(seen.at(-1)!.some((w) => w !== 0)).to.equal(true);
    });

    it(`find the same where each may be written over the one before: ${name}`, async () => {
      const { seen } = await collect(make(1).path(data.X, data.Y, alphas));
      const again = await collect(make(1).path(data.X, data.Y, alphas, { reuse: true }));
      expect(again.seen).to.deep.equal(seen);
    });
  }

  it('take no more memory for coefficients where each may be written over the one before', async () => {
    const { X, Y } = design({ samples: 60, features: 150, tasks: 3, rho: 0.5 });
    const { kept } = await collect(multiTaskLasso({ alpha: 1 }).path(X, Y, together, { reuse: true }));
    expect(new Set(kept).size).to.equal(1);
  });
});
