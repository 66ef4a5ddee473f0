import { type Design, needGram, needRows64 } from './design.js';
import { gapAt } from './gap.js';
import { ALL, gramSolve, smallSolver } from './gram-solve.js';
import { rowNorm, type State, threshold, width } from './problem.js';
import type { Job } from './solve-by-working-sets.js';

/** Problems whose correlations with all features are computed together. */
const TOGETHER = 256;

/** What rounding in the Gram form may leave undone is done again, from exact correlations, so many times at most. */
const REPAIRS = 5;

/** Residuals of some problems, and their correlations with all features, in float64: rows of `width` doubles. */
interface Exact {
  readonly state: State;
  readonly Q: Float64Array;
}

/**
 * `R = Y − W X̃` of some problems with their sums, from all features, and `Q = X̃R/n`; all in float64.
 */
function exact({ arena, n, n64, p, rows64 }: Design, states: readonly State[]): Exact[] {
  const { tasks } = states[0]!.problem;
  const wide = width(tasks);
  const columns = states.length * tasks;
  const cells = tasks * n64;
  const W = 16 * columns * n64;
  const out = W + 8 * (p * wide + (wide % 2) * (p % 2));
  const list = out + 8 * (p * columns + ((p * columns) % 2));
  const rows = list + 16 * Math.ceil(p / 4);
  const start = arena.scratch(rows + 4 * p + 16);
  const { doubles, ints, kernel } = arena;
  const slots = rows64.slot;
  states.forEach((state, b) => {
    const Y = start + 8 * b * cells;
    const R = Y + 8 * columns * n64;
    doubles.set(state.problem.Y, Y / 8);
    let m = 0;
    for (let s = 0; s < state.features.length; s++) {
      if (rowNorm(state, s) === 0) continue;
      const slot = slots[state.features[s]!]!;
      ints[(start + list) / 4 + m++] = slot;
      for (let t = 0; t < wide; t++) doubles[(start + W) / 8 + slot * wide + t] = state.W[s * wide + t]!;
    }
    kernel.residual(rows64.block.at, start + W, start + list, m, Y, R, tasks, wide, n64);
    state.loss2 = kernel.inner(R, R, cells) / n;
    state.fitted = kernel.inner(R, Y, cells) / n - state.loss2;
    state.nonZeros = m;
  });
  for (let j = 0; j < p; j++) ints[(start + rows) / 4 + j] = slots[j]!;
  const R = start + 8 * columns * n64;
  kernel.products(rows64.block.at, start + rows, p, R, columns, start + out, columns, n64, 1 / n);
  return states.map((state, b) => {
    const Q = new Float64Array(p * wide);
    const from = (start + out) / 8 + b * tasks;
    for (let j = 0; j < p; j++) {
      for (let t = 0; t < tasks; t++) Q[j * wide + t] = doubles[from + j * columns + t]!;
    }
    return { state, Q };
  });
}

/** The gap of a state whose features are all, at exact correlations. */
function certify(state: State, Q: Float64Array, lambdas: Float64Array): void {
  const wide = width(state.problem.tasks);
  let [ratio, penalty] = [0, 0];
  for (let j = 0; j < lambdas.length; j++) {
    let squares = 0;
    for (let i = j * wide; i < (j + 1) * wide; i++) squares += Q[i]! * Q[i]!;
    ratio = Math.max(ratio, Math.sqrt(squares) / lambdas[j]!);
    const size = rowNorm(state, j);
    if (size > 0) penalty += lambdas[j]! * size;
  }
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

/**
 * Solves problems that share a design with the Gram matrix of all its features: few features, or many problems. Each is
 * certified by its residual, not by the Gram form, in which rounding adds up, and solved further from there if need be.
 */
export async function solveByGram(job: Job, states: readonly State[]): Promise<void> {
  const { design, X, tol, maxPasses, breathe, report, watch } = job;
  const features = Int32Array.from({ length: design.p }, (_, j) => j);
  needRows64(design, X, features);
  await needGram(design, features, breathe);
  const slots = features.map((j) => design.gram.slot[j]!);
  const common = states[0]!.problem;
  const wide = width(common.tasks);
  const lambdas = Float64Array.from({ length: design.p }, (_, j) => threshold(design, common, j));
  let most = 0;
  for (let first = 0; first < states.length; first += TOGETHER) {
    let open = states.slice(first, first + TOGETHER);
    for (const state of open) takeAll(state, features);
    for (let repair = 0; open.length > 0; repair++) {
      watch.enter('certificate');
      const points = exact(design, open);
      for (const { state, Q } of points) certify(state, Q, lambdas);
      watch.enter('solve');
      const unsolved = ({ state }: Exact) =>
        state.gap > tol * state.problem.meanSquare && state.passes < maxPasses && repair <= REPAIRS;
      const left = points.filter(unsolved);
      const small =
        design.p <= ALL && repair === 0 ? smallSolver(design, { lambdas, width: wide, breathe }) : undefined;
      for (const { state, Q } of left) {
        const goal = (repair === 0 ? 0.9 : 0.5) * tol * state.problem.meanSquare;
        const options = { goal, maxPasses: maxPasses - state.passes, breathe };
        const problem = { slots, width: wide, W: state.W, Q, lambdas, loss2: state.loss2 };
        const solve = small && state.nonZeros === 0 ? small(problem, options) : gramSolve(design, problem, options);
        state.passes += (await solve).passes;
      }
      open = left.map(({ state }) => state);
      for (const { state } of points) most = Math.max(most, state.passes);
    }
    report(Math.min(first + TOGETHER, states.length), 0, most);
  }
}
