import type { Matrix } from '../data/matrix.js';
import { type Design, needRows64 } from './design.js';
import { rowNorm, type State, threshold, width } from './problem.js';

/** `R = Y − W X̃` in float64 from the rows that are not 0, and what depends on W and R. */
export function refresh(design: Design, X: Matrix, state: State): void {
  const { n, n64, rows64, arena } = design;
  const { problem, features } = state;
  const { tasks, Y } = problem;
  const wide = width(tasks);
  const places: number[] = [];
  let penalty = 0;
  for (let s = 0; s < features.length; s++) {
    const size = rowNorm(state, s);
    if (size === 0) continue;
    places.push(s);
    penalty += threshold(design, problem, features[s]!) * size;
  }
  needRows64(
    design,
    X,
    places.map((s) => features[s]!),
  );
  const cells = tasks * n64;
  const at = { Y: 0, R: 8 * cells, W: 16 * cells, list: 0 };
  at.list = at.W + 8 * (rows64.count * wide + 1);
  const start = arena.scratch(at.list + 4 * places.length + 16);
  const { doubles, ints, kernel } = arena;
  doubles.set(Y, (start + at.Y) / 8);
  places.forEach((s, i) => {
    const slot = rows64.slot[features[s]!]!;
    ints[(start + at.list) / 4 + i] = slot;
    doubles.set(state.W.subarray(s * wide, (s + 1) * wide), (start + at.W) / 8 + slot * wide);
  });
  kernel.residual(
    rows64.block.at,
    start + at.W,
    start + at.list,
    places.length,
    start + at.Y,
    start + at.R,
    tasks,
    wide,
    n64,
  );
  state.R = doubles.slice((start + at.R) / 8, (start + at.R) / 8 + cells);
  state.loss2 = kernel.inner(start + at.R, start + at.R, cells) / n;
  state.fitted = kernel.inner(start + at.R, start + at.Y, cells) / n - state.loss2;
  state.penalty = penalty;
  state.nonZeros = places.length;
}
