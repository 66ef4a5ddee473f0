import type { Breathe } from '../solvers/pacer.js';
import { columns64 } from './columns.js';
import type { Design } from './design.js';
import { gapAt } from './gap.js';
import { ALL, gramSolve, smallSolver, sumsOver } from './gram-solve.js';
import { multiple } from './multiple.js';
import { POLICY } from './policy.js';
import { noteProgress, type State, width } from './problem.js';
import { problemsTogether } from './problems-together.js';
import { nonZeroPlaces } from './refresh.js';
import { type RowPenalty, ridgeTerm, subtractRidge } from './row-penalty.js';
import { needGram } from './rows.js';
import type { Job } from './solve-by-working-sets.js';

/** Problems at most whose correlations with all features are computed together. */
const TOGETHER = 256;

/** Residuals of some problems, and their correlations with all features and the ridge, in float64: rows of `width` doubles. */
interface Exact {
  readonly state: State;
  readonly Q: Float64Array;
}

/** `R = Y − W X̃` of some problems with their sums, and `Q = X̃R/n`; all in float64. Their features are all. */
async function exact(design: Design, states: readonly State[], breathe: Breathe): Promise<Exact[]> {
  const { arena, n, n64, p } = design;
  const { tasks } = states[0]!.problem;
  const wide = width(tasks);
  const targets = states.length * tasks;
  const cells = tasks * n64;
  const features = states[0]!.features;
  const active = states.map(nonZeroPlaces);
  const columns = columns64(design, features, 2 * targets);
  const at = { R: 8 * targets * n64, W: 16 * targets * n64, out: 0, X: 0, list: 0, every: 0 };
  at.out = at.W + 8 * multiple(states.length * p * wide, 2);
  at.X = at.out + 8 * multiple(p * targets, 2);
  at.every = at.X + columns.bytes;
  at.list = at.every + 16 * Math.ceil(p / 4);
  const start = arena.scratch(at.list + active.reduce((sum, places) => sum + 16 * Math.ceil(places.length / 4), 0));
  const { doubles, ints, kernel } = arena;
  const lists: number[] = [];
  let end = start + at.list;
  states.forEach((state, b) => {
    doubles.set(state.problem.Y, start / 8 + b * cells);
    lists.push(end);
    active[b]!.forEach((j, i) => {
      const row = columns.rows[j]!;
      ints[end / 4 + i] = row;
      doubles.set(state.W.subarray(j * wide, (j + 1) * wide), (start + at.W) / 8 + (b * p + row) * wide);
    });
    end += 16 * Math.ceil(active[b]!.length / 4);
  });
  const every = start + at.every;
  ints.set(columns.rows, every / 4);
  const [out, R] = [start + at.out, start + at.R];
  doubles.fill(0, out / 8, out / 8 + p * targets);
  for (let first = 0; first < n64; first += columns.step) {
    const length = Math.min(columns.step, n64 - first);
    const X = columns.at(start + at.X, first);
    for (const [b, places] of active.entries()) {
      const [y, w] = [start + 8 * (b * cells + first), start + at.W + 8 * b * p * wide];
      kernel.residual(X, columns.stride, w, lists[b]!, places.length, y, y + at.R, n64, tasks, wide, length);
    }
    kernel.products(X, columns.stride, every, p, R + 8 * first, n64, targets, out, targets, length, 1 / n, 1);
    const pause = breathe();
    if (pause) await pause;
  }
  return states.map((state, b) => {
    const [y, r] = [start + 8 * b * cells, R + 8 * b * cells];
    const { penalty } = state.problem;
    let ridge = 0;
    for (const j of active[b]!) ridge += ridgeTerm(penalty, j, state.W, j * wide, wide);
    state.loss2 = kernel.inner(r, r, cells) / n + ridge;
    state.fitted = kernel.inner(r, y, cells) / n - state.loss2;
    state.nonZeros = active[b]!.length;
    const Q = new Float64Array(p * wide);
    const from = out / 8 + b * tasks;
    for (let j = 0; j < p; j++) {
      for (let t = 0; t < tasks; t++) Q[j * wide + t] = doubles[from + j * targets + t]!;
    }
    subtractRidge(Q, state.W, { penalty, features, width: wide });
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

type Small = ReturnType<typeof smallSolver>;

/** Solves a problem further, from exact correlations; whether that has certified it. */
async function solve(
  { design, tol, maxPasses, breathe }: Job,
  { state, Q }: Exact,
  { slots, small }: { slots: Int32Array; small: Small | undefined },
): Promise<boolean> {
  const { meanSquare, tasks, penalty } = state.problem;
  const room = Math.min(Math.max(POLICY.stayInGram, state.passes), maxPasses - state.passes);
  const goal = (state.passes === 0 ? 0.9 : 0.5) * tol * meanSquare;
  const options = { goal, maxPasses: room, breathe };
  const problem = { W: state.W, Q, loss2: state.loss2 };
  const solved = small
    ? await small(problem, options)
    : await gramSolve(design, { ...problem, features: state.features, slots, penalty, width: width(tasks) }, options);
  state.rested = solved.passes < room;
  state.passes += solved.passes;
  if (!('gapBound' in solved) || solved.gapBound > tol * meanSquare) return false;
  const { gap, loss2, fitted, nonZeros } = solved;
  Object.assign(state, { gap, loss2, fitted, penalty: solved.penalty, nonZeros });
  return true;
}

/**
 * Solves problems that share a design with the Gram matrix of all its features: few features, or many problems. Each is
 * certified in Gram form where what rounding adds there leaves the gap below the tolerance, else by its residual, and solved
 * further from there if need be: again and again, as long as that is progress.
 */
export async function solveByGram(job: Job, states: readonly State[]): Promise<void> {
  const { design, tol, maxPasses, breathe, report, watch } = job;
  const features = Int32Array.from({ length: design.p }, (_, j) => j);
  await needGram(design, features, breathe);
  const slots = features.map((j) => design.gram.slot[j]!);
  const { tasks } = states[0]!.problem;
  const wide = width(tasks);
  const some = problemsTogether(design, tasks, TOGETHER);
  for (let first = 0; first < states.length; first += some) {
    let open = states.slice(first, first + some);
    for (const state of open) takeAll(state, features);
    for (let repair = 0; open.length > 0; repair++) {
      watch.enter('certificate');
      const points = await exact(design, open, breathe);
      for (const { state, Q } of points) {
        certify(state, Q);
        noteProgress(state);
      }
      watch.enter('solve');
      const unsolved = ({ state }: Exact) =>
        state.gap > tol * state.problem.meanSquare && state.passes < maxPasses && state.still < POLICY.patience;
      // Those that start at 0 first: their solver's workspace is lost when others need some.
      const left = points.filter(unsolved).sort((a, b) => a.state.nonZeros - b.state.nonZeros);
      open = [];
      let penalty: RowPenalty | undefined;
      let small: Small | undefined;
      for (const point of left) {
        const { state } = point;
        if (state.nonZeros > 0 || design.p > ALL || repair > 0) small = undefined;
        else if (!small || penalty !== state.problem.penalty) {
          ({ penalty } = state.problem);
          small = smallSolver(design, { penalty, width: wide, breathe });
        }
        const done = await solve(job, point, { slots, small });
        if (!done) open.push(state);
      }
    }
    report(states.slice(first + some));
  }
}
