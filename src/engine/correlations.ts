import type { Matrix } from '../data/matrix.js';
import { COLUMNS } from '../kernels/kernel.js';
import type { Breathe } from '../solvers/pacer.js';
import { CALL, type Design, needRows64 } from './design.js';
import { gapAt, ratioBounds, slackOf } from './gap.js';
import { type State, threshold, width } from './problem.js';

/** The power of two next to `1/√(‖R‖²/n)`, so that float32 neither over- nor underflows. */
const scaleOf = ({ loss2 }: State): number => (loss2 > 0 ? 2 ** -Math.round(Math.log2(loss2) / 2) : 1);

/** `‖x̃_jᵀR_b‖/n` of all features for each problem, in float32: see `narrowError`. */
export async function narrowCorrelations(
  design: Design,
  states: readonly State[],
  breathe: Breathe,
): Promise<Float64Array[]> {
  const { arena, n, n32, n64, ld, p, narrow } = design;
  const { tasks } = states[0]!.problem;
  const rows = tasks * states.length;
  const R = 64 * Math.ceil((8 * tasks * n64) / 64);
  const sums = R + 4 * rows * n32;
  const out = sums + 8 * COLUMNS * (rows + 1);
  const start = arena.scratch(out + 8 * states.length * ld);
  const { doubles, kernel } = arena;
  const scales = states.map(scaleOf);
  states.forEach((state, b) => {
    doubles.set(state.R, start / 8);
    kernel.narrowRows(start, start + R + 4 * b * tasks * n32, tasks, n64, n32, scales[b]!);
  });
  if (design.wide) {
    const R32 = arena.floats.subarray((start + R) / 4, (start + R) / 4 + rows * n32);
    const products = await design.wide.correlate(R32, rows, n32);
    return scales.map((scale, b) => normsOf(products.subarray(b * tasks * ld, (b + 1) * tasks * ld), p, scale * n));
  }
  const step = COLUMNS * Math.max(1, Math.floor(CALL / (n * rows * COLUMNS)));
  for (let j = 0; j < ld; j += step) {
    const columns = Math.min(step, ld - j);
    const [x, to] = [narrow.at + 4 * j, start + out + 8 * j];
    kernel.correlations(x, n, ld, columns, start + R, n32, states.length, tasks, start + sums, to, ld, 1 / n);
    await breathe();
  }
  return scales.map((scale, b) => {
    const from = (start + out) / 8 + b * ld;
    const c = doubles.slice(from, from + p);
    for (let j = 0; j < p; j++) c[j]! /= scale;
    return c;
  });
}

/** `√Σ_t c_tj² / divisor` of p columns of some rows. */
function normsOf(c: Float64Array, p: number, divisor: number): Float64Array {
  const norms = new Float64Array(p);
  const ld = 4 * Math.ceil(p / 4);
  for (let from = 0; from < c.length; from += ld) {
    for (let j = 0; j < p; j++) norms[j]! += c[from + j]! * c[from + j]!;
  }
  for (let j = 0; j < p; j++) norms[j] = Math.sqrt(norms[j]!) / divisor;
  return norms;
}

/** `X̃_j R/n` in float64 of features that have rows in float64: `width` doubles for each. */
export function exactCorrelations(
  { arena, n, n64, rows64 }: Design,
  state: State,
  features: ArrayLike<number>,
): Float64Array {
  const { tasks } = state.problem;
  const wide = width(tasks);
  const cells = features.length * wide;
  const out = 8 * tasks * n64;
  const list = out + 8 * (cells + (cells % 2));
  const start = arena.scratch(list + 4 * features.length + 16);
  const { doubles, ints, kernel } = arena;
  doubles.set(state.R, start / 8);
  for (let s = 0; s < features.length; s++) ints[(start + list) / 4 + s] = rows64.slot[features[s]!]!;
  doubles.fill(0, (start + out) / 8, (start + out) / 8 + cells);
  kernel.products(rows64.block.at, start + list, features.length, start, tasks, start + out, wide, n64, 1 / n);
  return doubles.slice((start + out) / 8, (start + out) / 8 + cells);
}

/**
 * The gap of a state, as small as can be shown: first by bounds of the float32 correlations; where these do not decide
 * whether it is at most `goal`, with those correlations in float64 that may be the largest.
 *
 * @param c - from `narrowCorrelations`; entries that are computed in float64 are replaced
 * @returns the dual ratio that the gap was taken at
 */
export function certifyState(
  design: Design,
  X: Matrix,
  state: State,
  { c, goal }: { c: Float64Array; goal: number },
): number {
  const { upper, lower } = ratioBounds(design, state, c);
  state.gap = gapAt(state, upper);
  if (state.gap <= goal || gapAt(state, lower) > goal) return upper;
  const error = slackOf(design, state);
  const known = Math.max(1, lower);
  const close: number[] = [];
  for (let j = 0; j < design.p; j++) {
    if (c[j]! + error * design.norms[j]! > known * threshold(design, state.problem, j)) close.push(j);
  }
  needRows64(design, X, close);
  const exact = exactCorrelations(design, state, close);
  const wide = width(state.problem.tasks);
  let ratio = 1;
  close.forEach((j, s) => {
    let squares = 0;
    for (let i = s * wide; i < (s + 1) * wide; i++) squares += exact[i]! * exact[i]!;
    c[j] = Math.sqrt(squares);
    ratio = Math.max(ratio, c[j]! / threshold(design, state.problem, j));
  });
  state.gap = gapAt(state, ratio);
  return ratio;
}
