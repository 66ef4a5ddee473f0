import type { Breathe } from '../threads/pacer.js';
import { columns64 } from './columns.js';
import type { Design } from './design.js';
import { gapAt } from './gap.js';
import { gramSolve, sumsOver } from './gram-solve.js';
import { multiple } from './multiple.js';
import { POLICY } from './policy.js';
import { noteProgress, type State, width } from './problem.js';
import { problemsTogether } from './problems-together.js';
import { nonZeroPlaces } from './refresh.js';
import { ridgeTerm, subtractRidge } from './row-penalty.js';
import { needGram } from './rows.js';
import type { Job } from './solve-by-working-sets.js';

/** Problems at most whose correlations with all features are computed together. */
export const TOGETHER = 256;

/** Where residuals `R = Y − W X̃` of some problems and targets lie in the arena's scratch, and what their correlations are. */
interface Correlated {
  /** Y and R of problem b. */
  at(b: number): { readonly Y: number; readonly R: number };
  /** Writes `Q = X̃R/n` of problem b, rows of `width` doubles. */
  read(b: number, to: Float64Array, first: number): void;
}

/** Targets, coefficients of all features and which of them are not 0. */
interface Located {
  readonly Y: Float64Array;
  readonly W: Float64Array;
  readonly active: Int32Array;
}

/** Residuals of some problems, and their correlations with all features, in float64. */
export async function correlate(
  design: Design,
  problems: readonly Located[],
  tasks: number,
  breathe: Breathe,
): Promise<Correlated> {
  const { arena, n, n64, p } = design;
  const wide = width(tasks);
  const targets = problems.length * tasks;
  const cells = tasks * n64;
  const columns = columns64(
    design,
    Int32Array.from({ length: p }, (_, j) => j),
    2 * targets,
  );
  const at = { R: 8 * targets * n64, W: 16 * targets * n64, out: 0, X: 0, list: 0, every: 0 };
  at.out = at.W + 8 * multiple(problems.length * p * wide, 2);
  at.X = at.out + 8 * multiple(p * targets, 2);
  at.every = at.X + columns.bytes;
  at.list = at.every + 16 * Math.ceil(p / 4);
  const lengths = problems.map(({ active }) => 16 * Math.ceil(active.length / 4));
  const start = arena.scratch(at.list + lengths.reduce((sum, length) => sum + length, 0));
  const { doubles, ints, kernel } = arena;
  const lists: number[] = [];
  let end = start + at.list;
  problems.forEach(({ Y, W, active }, b) => {
    doubles.set(Y, start / 8 + b * cells);
    lists.push(end);
    active.forEach((j, i) => {
      const row = columns.rows[j]!;
      ints[end / 4 + i] = row;
      doubles.set(W.subarray(j * wide, (j + 1) * wide), (start + at.W) / 8 + (b * p + row) * wide);
    });
    end += lengths[b]!;
  });
  const every = start + at.every;
  ints.set(columns.rows, every / 4);
  const [out, R] = [start + at.out, start + at.R];
  doubles.fill(0, out / 8, out / 8 + p * targets);
  for (let first = 0; first < n64; first += columns.step) {
    const length = Math.min(columns.step, n64 - first);
    const X = columns.at(start + at.X, first);
    for (const [b, { active }] of problems.entries()) {
      const [y, w] = [start + 8 * (b * cells + first), start + at.W + 8 * b * p * wide];
      kernel.residual(X, columns.stride, w, lists[b]!, active.length, y, y + at.R, n64, tasks, wide, length);
    }
    kernel.products(X, columns.stride, every, p, R + 8 * first, n64, targets, out, targets, length, 1 / n, 1);
    const pause = breathe();
    if (pause) await pause;
  }
  return {
    at: (b) => ({ Y: start + 8 * b * cells, R: R + 8 * b * cells }),
    read(b, to, first) {
      const from = out / 8 + b * tasks;
      for (let j = 0; j < p; j++) {
        for (let t = 0; t < tasks; t++) to[first + j * wide + t] = doubles[from + j * targets + t]!;
      }
    },
  };
}

/** A state whose features are all, and its correlations with the ridge, in float64: rows of `width` doubles. */
interface Exact {
  readonly state: State;
  readonly Q: Float64Array;
}

/** The sums of some states at their residuals, in float64, and their correlations. */
async function exact(design: Design, states: readonly State[], breathe: Breathe): Promise<Exact[]> {
  const { arena, n, n64, p } = design;
  const { tasks } = states[0]!.problem;
  const wide = width(tasks);
  const problems = states.map((state) => ({ Y: state.problem.Y, W: state.W, active: nonZeroPlaces(state) }));
  const { at, read } = await correlate(design, problems, tasks, breathe);
  const { kernel } = arena;
  return states.map((state, b) => {
    const { features, W } = state;
    const { penalty } = state.problem;
    const { active } = problems[b]!;
    const { Y, R } = at(b);
    let ridge = 0;
    for (const j of active) ridge += ridgeTerm(penalty, j, W, j * wide, wide);
    state.loss2 = kernel.inner(R, R, tasks * n64) / n + ridge;
    state.fitted = kernel.inner(R, Y, tasks * n64) / n - state.loss2;
    state.ridge = ridge;
    state.nonZeros = active.length;
    const Q = new Float64Array(p * wide);
    read(b, Q, 0);
    subtractRidge(Q, W, { penalty, features, width: wide });
    return { state, Q };
  });
}

/** The gap of a state whose features are all, at exact correlations. */
function certify(state: State, Q: Float64Array): void {
  const { features, W, problem } = state;
  const { ratio, penalty } = sumsOver({ features, W, Q, width: width(problem.tasks), penalty: problem.penalty });
  state.penalty = penalty;
  state.gap = gapAt(state, ratio);
}

/** Spreads the coefficients of a working set over all features. */
function takeAll(state: State, features: Int32Array): void {
  const wide = width(state.problem.tasks);
  const W = new Float64Array(features.length * wide);
  state.features.forEach((j, s) => {
    W.set(state.W.subarray(s * wide, (s + 1) * wide), j * wide);
  });
  state.features = features;
  state.W = W;
}

/** Solves a problem further, from exact correlations. */
async function solve({ design, tol, maxPasses, breathe }: Job, { state, Q }: Exact, slots: Int32Array): Promise<void> {
  const { W, features, problem, loss2, passes } = state;
  const { meanSquare, tasks, penalty } = problem;
  const room = Math.min(Math.max(POLICY.stayInGram, passes), maxPasses - passes);
  const goal = (passes === 0 ? 0.9 : 0.5) * tol * meanSquare;
  const rows = { W, Q, loss2, features, slots, penalty, width: width(tasks) };
  const solved = await gramSolve(design, rows, { goal, maxPasses: room, breathe });
  state.rested = solved.passes < room;
  state.passes += solved.passes;
}

/**
 * Solves problems that share a design with the Gram matrix of all its features, each certified by its residual, and solved
 * further from there if need be: again and again, as long as that is progress.
 */
export async function solveByGram(job: Job, states: readonly State[]): Promise<void> {
  const { design, tol, maxPasses, breathe, report, watch } = job;
  const features = Int32Array.from({ length: design.p }, (_, j) => j);
  await needGram(design, features, breathe);
  const slots = features.map((j) => design.gram.slot[j]!);
  const some = problemsTogether(design, states[0]!.problem.tasks, TOGETHER);
  for (let first = 0; first < states.length; first += some) {
    let open = states.slice(first, first + some);
    for (const state of open) takeAll(state, features);
    while (open.length > 0) {
      watch.enter('certificate');
      const points = await exact(design, open, breathe);
      for (const { state, Q } of points) {
        certify(state, Q);
        noteProgress(state);
      }
      watch.enter('solve');
      const left = points.filter(
        ({ state }) =>
          state.gap > tol * state.problem.meanSquare && state.passes < maxPasses && state.still < POLICY.patience,
      );
      for (const point of left) await solve(job, point, slots);
      open = left.map(({ state }) => state);
    }
    report(states.slice(first + some));
  }
}
