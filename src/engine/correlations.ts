import { FEATURES, PARAMETERS } from '../kernels/kernel.js';
import type { Breathe } from '../threads/pacer.js';
import { columns64 } from './columns.js';
import type { Design } from './design.js';
import { gapAt, ratioBounds, slackOf } from './gap.js';
import { type State, width } from './problem.js';
import { ridgeOf, sizeOf, subtractRidge } from './row-penalty.js';
import { CALL } from './rows.js';

/** The power of two next to `1/√(‖R‖²/n)`, so that float32 neither over- nor underflows. */
const scaleOf = ({ loss2 }: State): number => (loss2 > 0 ? 2 ** -Math.round(Math.log2(loss2) / 2) : 1);

/** `−λ₃ W` of all features and problems, times `scales`: p rows of as many doubles as problems have tasks. Nothing without a ridge. */
function ridgeTerms({ p }: Design, states: readonly State[], scales: readonly number[]): Float64Array | undefined {
  if (!states.some(({ problem }) => problem.penalty.hasRidge)) return undefined;
  const { tasks } = states[0]!.problem;
  const [wide, rows] = [width(tasks), tasks * states.length];
  const terms = new Float64Array(p * rows);
  states.forEach(({ features, W, problem }, b) => {
    features.forEach((j, s) => {
      const by = -ridgeOf(problem.penalty, j) * scales[b]!;
      for (let t = 0; t < tasks; t++) terms[j * rows + b * tasks + t] = by * W[s * wide + t]!;
    });
  });
  return terms;
}

/** λ₁ of all features, times `scales`, a row for each problem. Nothing where none is wanted: see `sizeOf`. */
function thresholds({ p }: Design, states: readonly State[], scales: readonly number[]): Float64Array | undefined {
  if (!states.some(({ problem }) => problem.penalty.soft)) return undefined;
  const values = new Float64Array(states.length * p);
  states.forEach(({ problem: { penalty } }, b) => {
    for (let j = 0; j < p; j++) values[b * p + j] = penalty.parameters[PARAMETERS * j + 1]! * scales[b]!;
  });
  return values;
}

/**
 * The sizes (`sizeOf`) of `c_j = x̃_jᵀR/n − λ₃ W_j` of all features for each problem, `x̃_jᵀR` in float32: see `narrowError`.
 */
export async function narrowCorrelations(
  design: Design,
  states: readonly State[],
  breathe: Breathe,
): Promise<Float64Array[]> {
  const { arena, n, n32, n64, p, narrow } = design;
  const { tasks } = states[0]!.problem;
  const rows = tasks * states.length;
  const R = 64 * Math.ceil((8 * tasks * n64) / 64);
  const sums = R + 4 * rows * n32;
  const out = sums + 8 * FEATURES * rows;
  const scales = states.map(scaleOf);
  const [ridge, lambdas] = [ridgeTerms(design, states, scales), thresholds(design, states, scales)];
  const { positive } = states[0]!.problem.penalty;
  const base = out + 8 * states.length * p;
  const soft = base + 8 * (ridge?.length ?? 0);
  const start = arena.scratch(soft + 8 * (lambdas?.length ?? 0));
  const { doubles, kernel } = arena;
  states.forEach((state, b) => {
    doubles.set(state.R, start / 8);
    kernel.narrowRows(start, start + R + 4 * b * tasks * n32, tasks, n64, n32, scales[b]!);
  });
  if (design.wide) {
    const R32 = arena.floats.subarray((start + R) / 4, (start + R) / 4 + rows * n32);
    const products = await design.wide.correlate(R32, rows);
    return states.map(({ problem: { penalty } }, b) => {
      const c = new Float64Array(tasks);
      return Float64Array.from({ length: p }, (_, j) => {
        for (let t = 0; t < tasks; t++) {
          const row = b * tasks + t;
          c[t] = (products[row * p + j]! / n + (ridge?.[j * rows + row] ?? 0)) / scales[b]!;
        }
        return sizeOf(penalty, j, c, 0, tasks);
      });
    });
  }
  if (ridge) doubles.set(ridge, (start + base) / 8);
  if (lambdas) doubles.set(lambdas, (start + soft) / 8);
  const step = FEATURES * Math.max(1, Math.floor(CALL / (n * rows * FEATURES)));
  for (let j = 0; j < p; j += step) {
    const some = Math.min(step, p - j);
    const [x, to] = [narrow.at + 4 * j * n32, start + out + 8 * j];
    const [B, S] = [ridge ? start + base + 8 * j * rows : 0, lambdas ? start + soft + 8 * j : 0];
    const sign = positive ? 1 : 0;
    kernel.correlations(x, n32, some, start + R, states.length, tasks, start + sums, B, S, sign, to, p, 1 / n);
    const pause = breathe();
    if (pause) await pause;
  }
  return scales.map((scale, b) => {
    const from = (start + out) / 8 + b * p;
    const c = doubles.slice(from, from + p);
    for (let j = 0; j < p; j++) c[j]! /= scale;
    return c;
  });
}

/** `X̃_j R/n` in float64 of some features, without the ridge: `width` doubles for each. */
export async function exactCorrelations(
  design: Design,
  state: State,
  features: ArrayLike<number>,
  breathe: Breathe,
): Promise<Float64Array> {
  const { arena, n, n64 } = design;
  const { tasks } = state.problem;
  const wide = width(tasks);
  const m = features.length;
  const columns = columns64(design, features, tasks);
  const at = { out: 8 * tasks * n64, list: 0, X: 0 };
  at.list = at.out + 8 * (m * wide + ((m * wide) % 2));
  at.X = at.list + 16 * Math.ceil(m / 4);
  const start = arena.scratch(at.X + columns.bytes);
  const { doubles, ints, kernel } = arena;
  doubles.set(state.R, start / 8);
  ints.set(columns.rows, (start + at.list) / 4);
  const out = start + at.out;
  doubles.fill(0, out / 8, out / 8 + m * wide);
  for (let first = 0; first < n64; first += columns.step) {
    const length = Math.min(columns.step, n64 - first);
    const X = columns.at(start + at.X, first);
    const R = start + 8 * first;
    kernel.products(X, columns.stride, start + at.list, m, R, n64, tasks, out, wide, length, 1 / n, 1);
    const pause = breathe();
    if (pause) await pause;
  }
  return doubles.slice(out / 8, out / 8 + m * wide);
}

/** W of some features, `width` doubles for each, 0 outside the working set. */
function coefficientsOf({ features, W, problem }: State, wanted: readonly number[]): Float64Array {
  const wide = width(problem.tasks);
  const places = new Map(Array.from(features, (j, s) => [j, s]));
  const values = new Float64Array(wanted.length * wide);
  wanted.forEach((j, i) => {
    const s = places.get(j);
    if (s !== undefined) values.set(W.subarray(s * wide, (s + 1) * wide), i * wide);
  });
  return values;
}

/**
 * The gap of a state: by bounds of the float32 correlations where these decide whether it is at most `goal`, or agree; else
 * with those correlations in float64 that may be the largest.
 *
 * @param c - from `narrowCorrelations`; entries that are computed in float64 are replaced
 * @returns the dual ratio that the gap was taken at
 */
export async function certifyState(
  design: Design,
  state: State,
  { c, goal, breathe }: { c: Float64Array; goal: number; breathe: Breathe },
): Promise<number> {
  const { upper, lower } = ratioBounds(design, state, c);
  state.gap = gapAt(state, upper);
  const least = gapAt(state, lower);
  if (state.gap <= goal || (least > goal && 2 * least > state.gap)) return upper;
  const { penalty, tasks } = state.problem;
  const { limits } = penalty;
  const error = slackOf(design, state);
  const known = Math.max(1, lower);
  const close: number[] = [];
  for (let j = 0; j < design.p; j++) {
    if (c[j]! + error * design.norms[j]! > known * limits[j]!) close.push(j);
  }
  const exact = await exactCorrelations(design, state, close, breathe);
  const wide = width(tasks);
  if (penalty.hasRidge) subtractRidge(exact, coefficientsOf(state, close), { penalty, features: close, width: wide });
  let ratio = 1;
  close.forEach((j, s) => {
    c[j] = sizeOf(penalty, j, exact, s * wide, wide);
    ratio = Math.max(ratio, c[j]! / limits[j]!);
  });
  state.gap = gapAt(state, ratio);
  return ratio;
}
