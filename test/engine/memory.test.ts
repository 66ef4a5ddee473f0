import { expect } from 'chai';
import { fitBatch } from '../../src/engine/fit.js';
import { releaseArena } from '../../src/kernels/arena.js';
import { stopwatch } from '../../src/solvers/stopwatch.js';
import { weighted } from '../support/group-penalty.js';
import { alphaMax, design } from '../support/problems.js';
import { withArena } from '../support/with-arena.js';

/** Bytes beside X and the problems: parameters, lists, pieces that pass through. */
const CONSTANT = 2 ** 21;

/** Bytes in which a problem may be held: targets, residuals, coefficients and their history. */
const state = (n: number, p: number, tasks: number): number => 8 * (6 * n * tasks + 16 * p * tasks);

describe('the memory of a fit', () => {
  const cases = [
    ['features without end', { samples: 120, features: 6000, tasks: 2 }, 0.1],
    ['samples without end', { samples: 6000, features: 130, tasks: 2 }, 0.1],
    ['all features in use', { samples: 1500, features: 400, tasks: 3 }, 1e-4],
    ['most features in use, fewer samples', { samples: 250, features: 1500, tasks: 3 }, 1e-3],
    ['few features', { samples: 20_000, features: 40, tasks: 1 }, 0.1],
    ['few features, many problems', { samples: 3000, features: 40, tasks: 400 }, 0.1],
  ] as const;
  for (const [title, sizes, ratio] of cases) {
    for (const tol of [1e-4, 1e-9]) {
      it(`stays below three times the float32 size of X: ${title}, tol ${tol}`, async () => {
        const { samples: n, features: p, tasks } = sizes;
        const data = design({ ...sizes, rho: 0.5 });
        const joint = tasks < 100;
        const batch = { ...data, joint, alpha: ratio * alphaMax(data), fitIntercept: true };
        releaseArena();
        await fitBatch(weighted(batch), { tol, maxPasses: 10_000, onProgress: () => undefined, watch: stopwatch() });
        const bytes = await withArena(async ({ peak }) => peak);
        expect(bytes).to.be.above(4 * n * p);
        expect(bytes).to.be.below(3 * 4 * n * p + state(n, p, tasks) + CONSTANT);
      });
    }
  }
});
