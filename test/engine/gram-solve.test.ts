import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { exactCorrelations } from '../../src/engine/correlations.js';
import { makeDesign } from '../../src/engine/design.js';
import { gramSolve, smallSolver } from '../../src/engine/gram-solve.js';
import { startState, width } from '../../src/engine/problem.js';
import { needGram } from '../../src/engine/rows.js';
import { randomState } from '../../src/random/random-state.js';
import { coordinateDescent, objective, textbookGap } from '../support/coordinate-descent.js';
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

describe('smallSolver', () => {
  const [n, p] = [40, 5];

  /** Solves for tasks that are one problem; two features are nearly copies, so that their coefficients are large. */
  const solved = ({ difference, tasks, goal }: { difference: number; tasks: number; goal: number }) =>
    withArena(async (arena) => {
      const rng = randomState(12);
      const values = rng.randn(n * p);
      const noise = rng.randn(n * tasks);
      for (let i = 0; i < n; i++) values[i * p + 1] = values[i * p]! + difference * values[i * p + 1]!;
      const Y = Array.from({ length: n }, (_, i) =>
        Array.from(
          { length: tasks },
          (__, t) => (values[i * p + 1]! - values[i * p]!) / difference + noise[i * tasks + t]! / 10,
        ),
      );
      const design = await makeDesign(arena, { rows: n, cols: p, values }, { centre: false, breathe, narrow: false });
      const all = Int32Array.from({ length: p }, (_, j) => j);
      await needGram(design, all, breathe);
      const rows = Float64Array.from({ length: tasks * n }, (_, at) => Y[at % n]![Math.floor(at / n)]!);
      const alpha = 0.05 * difference;
      const state = startState(design, { Y: rows, tasks, penalty: groupPenalty(design, alpha, tasks) });
      const W = new Float64Array(p * width(tasks));
      const Q = await exactCorrelations(design, state, all, breathe);
      const solve = smallSolver(design, { penalty: state.problem.penalty, width: width(tasks), breathe });
      const found = await solve({ W, Q, loss2: state.loss2 }, { goal: goal * state.loss2, maxPasses: 3000, breathe });
      const plain = { X: toRows({ rows: n, cols: p, values }), Y, alpha, penalty: 'rows' } as const;
      const rowsOfW = [...all].map((j) => [...W.subarray(j * width(tasks), j * width(tasks) + tasks)]);
      return { found, meanSquare: state.loss2, gap: textbookGap(plain, rowsOfW), plain, W: rowsOfW };
    });

  it('takes into account what rounding hides', async () => {
    for (const tasks of [1, 2, 3]) {
      for (const difference of [1e-1, 1e-2, 1e-3, 1e-4]) {
        for (const goal of [1e-6, 1e-9, 1e-12]) {
          const { found, gap, meanSquare } = await solved({ difference, tasks, goal });
          expect(found.gapBound - gap, `${tasks} tasks, ${difference}, goal ${goal}`).to.be.at.least(
            -1e-15 * meanSquare,
          );
        }
      }
    }
  });

  it('knows what belongs to its solution', async () => {
    for (const tasks of [1, 2, 3]) {
      const { found, gap, meanSquare, plain, W } = await solved({ difference: 1, tasks, goal: 1e-6 });
      expect(found.gapBound - gap).to.be.at.most(1e-11 * meanSquare);
      expect(found.gap).to.be.closeTo(gap, 1e-14 * meanSquare);
      expect(found.gap).to.be.at.most(1e-6 * meanSquare);
      expect(found.nonZeros).to.equal(W.filter((w) => w.some((value) => value !== 0)).length);
      expect(found.loss2 / 2 + found.penalty).to.be.closeTo(objective(plain, W), 1e-13);
    }
  });
});
