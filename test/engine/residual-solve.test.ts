import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { exactCorrelations } from '../../src/engine/correlations.js';
import { makeDesign } from '../../src/engine/design.js';
import { startState, width } from '../../src/engine/problem.js';
import { refresh } from '../../src/engine/refresh.js';
import { residualSolve } from '../../src/engine/residual-solve.js';
import { textbookGap } from '../support/coordinate-descent.js';
import { groupPenalty } from '../support/group-penalty.js';
import { alphaMax, design as problem } from '../support/problems.js';
import { withArena } from '../support/with-arena.js';

const breathe = () => undefined;

/** Solves from 0 and then from where that ended, each time counting from exact correlations if asked to. */
const solveTwice = ({ tasks, based, goal }: { tasks: number; based: boolean; goal: number }) =>
  withArena(async (arena) => {
    const data = problem({ samples: 50, features: 12, tasks, rho: 0.5 });
    const { X, Y } = data;
    const design = await makeDesign(arena, X, { centre: false, breathe, narrow: true });
    const alpha = 0.1 * alphaMax(data);
    const rows = Float64Array.from(
      { length: 50 * tasks },
      (_, at) => Y.values[(at % 50) * tasks + Math.floor(at / 50)]!,
    );
    const state = startState(design, { Y: rows, tasks, penalty: groupPenalty(design, alpha, tasks) });
    const wide = width(tasks);
    state.features = Int32Array.from({ length: 12 }, (_, j) => j);
    state.W = new Float64Array(12 * wide);
    const gaps: { estimate: number; gap: number }[] = [];
    for (const aim of [1e-3, goal]) {
      const { gap: estimate } = await residualSolve(design, state, state.features, {
        base: based ? await exactCorrelations(design, state, state.features, breathe) : undefined,
        goal: aim * state.problem.meanSquare,
        maxPasses: 200,
        maxRows: Infinity,
        patience: 12,
        breathe,
      });
      await refresh(design, state, breathe);
      const W = Array.from(state.features, (j) => [...state.W.subarray(j * wide, j * wide + tasks)]);
      const gap = textbookGap({ X: toRows(X), Y: toRows(Y), alpha, penalty: 'rows' }, W);
      gaps.push({ estimate: estimate / state.problem.meanSquare, gap: gap / state.problem.meanSquare });
    }
    return gaps;
  });

describe('residualSolve', () => {
  for (const tasks of [1, 3]) {
    it(`estimates the gap that it stops at, ${tasks} tasks`, async () => {
      for (const based of [false, true]) {
        const [rough, fine] = await solveTwice({ tasks, based, goal: 1e-6 });
        expect(rough!.estimate).to.be.at.most(1e-3);
        expect(rough!.gap).to.be.at.most(2e-3);
        expect(fine!.estimate).to.be.at.most(1e-6);
        expect(fine!.gap).to.be.at.most(2e-6);
      }
    });

    it(`goes below what float32 reaches if it counts from exact correlations, ${tasks} tasks`, async () => {
      const [, fine] = await solveTwice({ tasks, based: true, goal: 1e-9 });
      expect(fine!.estimate).to.be.at.most(1e-9);
      expect(fine!.gap).to.be.at.most(3e-9);
    });
  }
});
