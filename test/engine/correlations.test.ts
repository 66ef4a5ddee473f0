import { expect } from 'chai';
import type { Matrix } from '../../src/data/matrix.js';
import { certifyState, narrowCorrelations } from '../../src/engine/correlations.js';
import { makeDesign } from '../../src/engine/design.js';
import { ratioBounds, slackOf } from '../../src/engine/gap.js';
import { startState } from '../../src/engine/problem.js';
import { randomState } from '../../src/random/random-state.js';
import { groupPenalty } from '../support/group-penalty.js';
import { withArena } from '../support/with-arena.js';

const breathe = () => undefined;

/** Correlations in plain loops. */
function exact(X: Matrix, Y: Float64Array, { tasks, n64 }: { tasks: number; n64: number }): number[] {
  return Array.from({ length: X.cols }, (_, j) => {
    let squares = 0;
    for (let t = 0; t < tasks; t++) {
      let sum = 0;
      for (let i = 0; i < X.rows; i++) sum += X.values[i * X.cols + j]! * Y[t * n64 + i]!;
      squares += (sum / X.rows) ** 2;
    }
    return Math.sqrt(squares);
  });
}

const noise = randomState(9);
const cases: [string, (x: number, i: number, j: number) => number, (y: number, i: number) => number][] = [
  ['random numbers', (x) => x, (y) => y],
  ['positive numbers, whose errors add up', (x) => Math.abs(x) + 1, (y) => Math.abs(y) + 1],
  ['one large entry among small ones', (x, i) => (i === 7 ? 1e4 : x * 1e-3), (y, i) => (i === 7 ? 1e-3 : y)],
  ['entries that float32 has no normal numbers for', (x, i) => (i === 3 ? x : x * 1e-44), (y, i) => (i === 3 ? 0 : y)],
  ['a tiny residual', (x) => x, (y) => y * 1e-30],
  ['numbers just between those of float32', (x) => 1 + 2 ** -24 + x * 2 ** -30, (y) => 1 + 2 ** -24 + y * 2 ** -30],
];

describe('correlations in float32', () => {
  for (const [title, x, y] of cases) {
    for (const [n, tasks] of [
      [1000, 1],
      [131, 3],
    ] as const) {
      it(`err by less than the bound: ${title}, ${n} samples, ${tasks} tasks`, () =>
        withArena(async (arena) => {
          const p = 30;
          const X = { rows: n, cols: p, values: noise.randn(n * p).map((v, at) => x(v, Math.floor(at / p), at % p)) };
          const design = await makeDesign(arena, X, { centre: false, breathe, narrow: true });
          const Y = new Float64Array(tasks * design.n64);
          for (let t = 0; t < tasks; t++) {
            noise.randn(n).forEach((v, i) => {
              Y[t * design.n64 + i] = y(v, i);
            });
          }
          const state = startState(design, { Y, tasks, penalty: groupPenalty(design, 1, tasks) });
          const [c] = await narrowCorrelations(design, [state], breathe);
          const truth = exact(X, Y, { tasks, n64: design.n64 });
          const slack = slackOf(design, state);
          truth.forEach((value, j) => {
            expect(Math.abs(c![j]! - value * design.scale * design.factors[j]!)).to.be.at.most(
              slack * design.norms[j]!,
            );
          });
          const { lower, upper } = ratioBounds(design, state, c!);
          const most = Math.max(
            ...truth.map((value, j) => (value * design.scale * design.factors[j]!) / design.factors[j]!),
          );
          expect(most).to.be.within(lower, upper);
        }));
    }
  }

  it('do not lose digits as samples become many, all of them rounded the same way', () =>
    withArena(async (arena) => {
      const n = 20_000;
      const X = { rows: n, cols: 2, values: new Float64Array(2 * n).fill(0.1) };
      const design = await makeDesign(arena, X, { centre: false, breathe, narrow: true });
      const state = startState(design, {
        Y: new Float64Array(n).fill(0.7),
        tasks: 1,
        penalty: groupPenalty(design, 1, 1),
      });
      const [c] = await narrowCorrelations(design, [state], breathe);
      expect(Math.abs(c![0]! - 0.07)).to.be.at.most(slackOf(design, state) * design.norms[0]!);
    }));

  it('are made exact only where they decide', () =>
    withArena(async (arena) => {
      const X = { rows: 200, cols: 300, values: noise.randn(60_000) };
      const design = await makeDesign(arena, X, { centre: false, breathe, narrow: true });
      const Y = noise.randn(200);
      const most = Math.max(...exact(X, Y, { tasks: 1, n64: 200 }));
      // W = 0 is the solution from alpha = most on: the gap is 0, and float32 cannot tell.
      const state = startState(design, { Y, tasks: 1, penalty: groupPenalty(design, most, 1) });
      const [c] = await narrowCorrelations(design, [state], breathe);
      const rounded = c!.slice();
      await certifyState(design, state, { c: c!, goal: 1e-14, breathe });
      expect(state.gap).to.be.at.most(1e-28);
      expect(c!.filter((value, j) => value !== rounded[j])).to.have.lengthOf.within(1, 3);
      const below = startState(design, { Y, tasks: 1, penalty: groupPenalty(design, most * (1 - 1e-9), 1) });
      await certifyState(design, below, { c: c!, goal: 1e-30, breathe });
      expect(below.gap).to.be.above(1e-20);
    }));
});
