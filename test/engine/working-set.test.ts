import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { certifyState, narrowCorrelations } from '../../src/engine/correlations.js';
import { makeDesign } from '../../src/engine/design.js';
import { startState } from '../../src/engine/problem.js';
import { growWorkingSet } from '../../src/engine/working-set.js';
import { coordinateDescent } from '../support/coordinate-descent.js';
import { groupPenalty } from '../support/group-penalty.js';
import { alphaMax, design as problem } from '../support/problems.js';
import { withArena } from '../support/with-arena.js';

const breathe = () => undefined;

/** The working set that a problem starts with, so few features that all candidates are taken; and those it needs. */
const first = (seed: number, ratio: number) =>
  withArena(async (arena) => {
    const data = problem({ samples: 40, features: 10, tasks: 1, rho: 0.5, seed });
    const { X, Y } = data;
    const design = await makeDesign(arena, X, { centre: false, breathe, narrow: true });
    const alpha = ratio * alphaMax(data);
    const state = startState(design, { Y: Y.values.slice(), tasks: 1, penalty: groupPenalty(design, alpha, 1) });
    const [c] = await narrowCorrelations(design, [state], breathe);
    const worst = await certifyState(design, state, { c: c!, goal: 0, breathe });
    growWorkingSet(design, state, c!, worst);
    const solution = coordinateDescent({ X: toRows(X), Y: toRows(Y), alpha, penalty: 'rows' });
    return { chosen: [...state.features], support: solution.flatMap(([w], j) => (w === 0 ? [] : [j])) };
  });

describe('growWorkingSet', () => {
  it('leaves out features, but none that is in the solution', async () => {
    let left = 0;
    for (let seed = 0; seed < 20; seed++) {
      for (const ratio of [0.3, 0.6, 0.9, 0.98]) {
        const { chosen, support } = await first(seed, ratio);
        expect(chosen).to.include.members(support);
        left += 10 - chosen.length;
      }
    }
    expect(left).to.be.above(0);
  });
});
