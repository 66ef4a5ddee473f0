import { FEATURES } from '../kernels/kernel.js';
import type { Breathe } from '../solvers/pacer.js';
import { columns64 } from './columns.js';
import type { Design } from './design.js';
import { gapAt, ratioBounds, slackOf } from './gap.js';
import { type State, width } from './problem.js';
import { CALL } from './rows.js';

/** The power of two next to `1/√(‖R‖²/n)`, so that float32 neither over- nor underflows. */
const scaleOf = ({ loss2 }: State): number => (loss2 > 0 ? 2 ** -Math.round(Math.log2(loss2) / 2) : 1);

/** `‖x̃_jᵀR_b‖/n` of all features for each problem, in float32: see `narrowError`. */
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
  const start = arena.scratch(out + 8 * states.length * p);
  const { doubles, kernel } = arena;
  const scales = states.map(scaleOf);
  states.forEach((state, b) => {
    doubles.set(state.R, start / 8);
    kernel.narrowRows(start, start + R + 4 * b * tasks * n32, tasks, n64, n32, scales[b]!);
  });
  if (design.wide) {
    const R32 = arena.floats.subarray((start + R) / 4, (start + R) / 4 + rows * n32);
    const products = await design.wide.correlate(R32, rows);
    return scales.map((scale, b) => normsOf(products.subarray(b * tasks * p, (b + 1) * tasks * p), p, scale * n));
  }
  const step = FEATURES * Math.max(1, Math.floor(CALL / (n * rows * FEATURES)));
  for (let j = 0; j < p; j += step) {
    const some = Math.min(step, p - j);
    const [x, to] = [narrow.at + 4 * j * n32, start + out + 8 * j];
    kernel.correlations(x, n32, some, start + R, states.length, tasks, start + sums, to, p, 1 / n);
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

/** `√Σ_t c_tj² / divisor` of p columns of some rows. */
function normsOf(c: Float64Array, p: number, divisor: number): Float64Array {
  const norms = new Float64Array(p);
  for (let from = 0; from < c.length; from += p) {
    for (let j = 0; j < p; j++) norms[j]! += c[from + j]! * c[from + j]!;
  }
  for (let j = 0; j < p; j++) norms[j] = Math.sqrt(norms[j]!) / divisor;
  return norms;
}

/** `X̃_j R/n` in float64 of some features: `width` doubles for each. */
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
  const { lambdas } = state.problem;
  const error = slackOf(design, state);
  const known = Math.max(1, lower);
  const close: number[] = [];
  for (let j = 0; j < design.p; j++) {
    if (c[j]! + error * design.norms[j]! > known * lambdas[j]!) close.push(j);
  }
  const exact = await exactCorrelations(design, state, close, breathe);
  const wide = width(state.problem.tasks);
  let ratio = 1;
  close.forEach((j, s) => {
    let squares = 0;
    for (let i = s * wide; i < (s + 1) * wide; i++) squares += exact[i]! * exact[i]!;
    c[j] = Math.sqrt(squares);
    ratio = Math.max(ratio, c[j]! / lambdas[j]!);
  });
  state.gap = gapAt(state, ratio);
  return ratio;
}
