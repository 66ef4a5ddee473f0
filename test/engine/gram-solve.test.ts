import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { exactCorrelations } from '../../src/engine/correlations.js';
import { makeDesign } from '../../src/engine/design.js';
import { gramSolve } from '../../src/engine/gram-solve.js';
import { startState } from '../../src/engine/problem.js';
import { needGram } from '../../src/engine/rows.js';
import { coordinateDescent } from '../support/coordinate-descent.js';
import { groupPenalty } from '../support/group-penalty.js';
import { alphaMax, design as problem } from '../support/problems.js';
import { withArena } from '../support/with-arena.js';

const breathe = () => undefined;

describe('gramSolve', () => {
  for (const [title, features, tasks] of [
    ['few rows', 20, 2],
    ['more rows than are passed over at once', 90, 2],
    ['one task, by Newton steps', 90, 1],
  ] as const) {
    it(`finds the minimum, and what belongs to it: ${title}`, () =>
      withArena(async (arena) => {
        const data = problem({ samples: 100, features, tasks, rho: 0.8 });
        const { X, Y } = data;
        const design = await makeDesign(arena, X, { centre: false, breathe, narrow: false });
        const all = Int32Array.from({ length: features }, (_, j) => j);
        await needGram(design, all, breathe);
        const rows = new Float64Array(tasks * 100);
        for (let t = 0; t < tasks; t++) for (let i = 0; i < 100; i++) rows[t * 100 + i] = Y.values[i * tasks + t]!;
        const alpha = 0.02 * alphaMax(data);
        const penalty = groupPenalty(design, alpha, tasks);
        const state = startState(design, { Y: rows, tasks, penalty });
        const W = new Float64Array(features * tasks);
        const Q = await exactCorrelations(design, state, all, breathe);
        const { loss2: start } = state;
        const slots = all.map((j) => design.gram.slot[j]!);
        const options = { goal: 1e-13 * start, maxPasses: 100_000, breathe };
        const found = await gramSolve(
          design,
          { features: all, slots, width: tasks, W, Q, penalty, loss2: start },
          options,
        );
        expect(found.gap).to.be.at.most(1e-13 * start);

        const plain = { X: toRows(X), Y: toRows(Y), alpha, penalty: 'rows' } as const;
        coordinateDescent(plain).forEach((w, j) => {
          w.forEach((value, t) => {
            expect(W[j * tasks + t]).to.be.closeTo(value, 1e-5);
          });
        });
        const R = plain.Y.map((y, i) =>
          y.map((value, t) => value - plain.X[i]!.reduce((sum, x, j) => sum + x * W[j * tasks + t]!, 0)),
        );
        const squares = R.flat().reduce((sum, r) => sum + r * r, 0) / 100;
        expect(found.loss2 / squares).to.be.closeTo(1, 1e-11);
        for (let j = 0; j < features; j++) {
          for (let t = 0; t < tasks; t++) {
            const c = R.reduce((sum, r, i) => sum + (r[t]! * plain.X[i]![j]!) / 100, 0);
            expect(Q[j * tasks + t]).to.be.closeTo(c, 1e-11);
          }
        }
      }));
  }
});
