import type { Breathe } from '../threads/pacer.js';
import { columns64 } from './columns.js';
import type { Design } from './design.js';
import { rowNorm, type State, width } from './problem.js';
import { penaltyOf, ridgeTerm } from './row-penalty.js';

/** Places in the working set of the rows that are not 0. */
export function nonZeroPlaces(state: State): Int32Array {
  const places = new Int32Array(state.features.length);
  let m = 0;
  for (let s = 0; s < places.length; s++) if (rowNorm(state, s) > 0) places[m++] = s;
  return places.subarray(0, m);
}

/** `R = Y − W X̃` in float64 from the rows that are not 0, and what depends on W and R. */
export async function refresh(design: Design, state: State, breathe: Breathe): Promise<void> {
  const { n, n64, arena } = design;
  const { problem, features } = state;
  const { tasks, Y } = problem;
  const wide = width(tasks);
  const places = nonZeroPlaces(state);
  const m = places.length;
  const cells = tasks * n64;
  const columns = columns64(
    design,
    places.map((s) => features[s]!),
    tasks,
  );
  const at = { R: 8 * cells, W: 16 * cells, list: 0, X: 0 };
  at.list = at.W + 8 * (columns.count * wide + ((columns.count * wide) % 2));
  at.X = at.list + 16 * Math.ceil(m / 4);
  const start = arena.scratch(at.X + columns.bytes);
  const { doubles, ints, kernel } = arena;
  doubles.set(Y, start / 8);
  ints.set(columns.rows, (start + at.list) / 4);
  state.penalty = 0;
  let ridge = 0;
  places.forEach((s, i) => {
    doubles.set(state.W.subarray(s * wide, (s + 1) * wide), (start + at.W) / 8 + columns.rows[i]! * wide);
    state.penalty += penaltyOf(problem.penalty, features[s]!, state.W, s * wide, wide);
    ridge += ridgeTerm(problem.penalty, features[s]!, state.W, s * wide, wide);
  });
  for (let first = 0; first < n64; first += columns.step) {
    const length = Math.min(columns.step, n64 - first);
    const X = columns.at(start + at.X, first);
    const [y, r] = [start + 8 * first, start + at.R + 8 * first];
    kernel.residual(X, columns.stride, start + at.W, start + at.list, m, y, r, n64, tasks, wide, length);
    const pause = breathe();
    if (pause) await pause;
  }
  const R = start + at.R;
  state.R = doubles.slice(R / 8, R / 8 + cells);
  state.loss2 = kernel.inner(R, R, cells) / n + ridge;
  state.fitted = kernel.inner(R, start, cells) / n - state.loss2;
  state.ridge = ridge;
  state.nonZeros = m;
  state.seen = undefined;
}
