import { PARAMETERS } from '../kernels/kernel.js';
import type { Breathe } from '../solvers/pacer.js';
import { type Descent, type DescentOptions, descend, type Form, scratchFor } from './descend.js';
import { CALL, type Design } from './design.js';
import { gapAt } from './gap.js';
import { setParameters } from './parameters.js';
import { type State, threshold, width } from './problem.js';

/** Float32 for speed, float64 where float32 is exhausted. */
export type Precision = 32 | 64;

/**
 * Minimises over the working set in residual form: `R = Y − W X̃` is kept, no Gram matrix. The gap it stops by is an
 * estimate, from the correlations seen during the last pass over all rows. Changes the state's W; R is left to the caller.
 *
 * @param places - places in the working set of the rows to pass over
 */
export async function residualSolve(
  design: Design,
  state: State,
  places: Int32Array,
  { precision, breathe, ...options }: DescentOptions & { precision: Precision; breathe: Breathe },
): Promise<Descent> {
  const { arena, n, n32, n64 } = design;
  const { tasks, Y } = state.problem;
  const wide = width(tasks);
  const narrow = precision === 32;
  const rows = narrow ? design.rows32 : design.rows64;
  const length = narrow ? n32 : n64;
  const m = places.length;
  const kept = { at: 0, length: tasks * length, narrow };
  const size = (narrow ? 4 : 8) * kept.length;
  const align = (bytes: number) => Math.ceil(bytes / 64) * 64;
  const at = { R: 0, Y: align(size), W: 0, P: 0, U: 0, list: 0, wide: 0, end: 0 };
  at.W = at.Y + align(size);
  at.P = at.W + align(8 * rows.count * wide);
  at.U = at.P + 8 * PARAMETERS * rows.count;
  at.list = at.U + align(16 * wide + 16);
  at.wide = at.list + align(4 * m);
  at.end = at.wide + align(narrow ? 8 * tasks * n64 : 0);
  const start = arena.scratch(at.end + scratchFor(m, wide, kept));
  const { doubles, ints, kernel } = arena;
  for (const key of Object.keys(at) as (keyof typeof at)[]) at[key] += start;

  const load = (values: Float64Array, to: number): void => {
    if (!narrow) doubles.set(values, to / 8);
    else {
      doubles.set(values, at.wide / 8);
      kernel.narrowRows(at.wide, to, tasks, n64, n32, 1);
    }
  };
  load(state.R, at.R);
  load(Y, at.Y);
  const lambdas = new Float64Array(m);
  const slots = new Int32Array(m);
  for (let s = 0; s < m; s++) {
    const place = places[s]!;
    const j = state.features[place]!;
    const slot = rows.slot[j]!;
    slots[s] = slot;
    lambdas[s] = threshold(design, state.problem, j);
    setParameters(arena, at.P, slot, { L: design.norms[j]! ** 2 / n, lambda: lambdas[s]! });
    for (let t = 0; t < wide; t++) doubles[at.W / 8 + slot * wide + t] = state.W[place * wide + t]!;
  }
  ints.set(slots, at.list / 4);

  const inner = narrow ? kernel.inner32 : kernel.inner;
  const penalty = (): number => {
    let sum = 0;
    for (let s = 0; s < m; s++) {
      const w = at.W / 8 + slots[s]! * wide;
      let squares = 0;
      for (let t = w; t < w + wide; t++) squares += doubles[t]! * doubles[t]!;
      if (squares > 0) sum += lambdas[s]! * Math.sqrt(squares);
    }
    return sum;
  };
  let ratio = 0;
  const passOver = narrow ? kernel.narrowPass : kernel.residualPass;
  const step = 2 * Math.max(1, Math.floor(CALL / (4 * length * tasks)));
  /** The rest of a pass, some rows a call; it goes on later if others are to have their turn. */
  const passFrom = (list: number, count: number): Promise<void> | undefined => {
    for (let from = 0; from < count; from += step) {
      const some = Math.min(step, count - from);
      const seen = passOver(
        rows.block.at,
        length,
        at.R,
        at.W,
        at.P,
        list + 4 * from,
        some,
        tasks,
        wide,
        0,
        1 / n,
        at.U,
      );
      ratio = Math.max(ratio, seen);
      const pause = breathe();
      if (pause) return pause.then(() => passFrom(list + 4 * (from + some), count - from - some));
    }
    return undefined;
  };
  const form: Form = {
    W: at.W,
    width: wide,
    list: at.list,
    rows: m,
    kept: { ...kept, at: at.R },
    scratch: at.end,
    pass: (list, count) => {
      ratio = 0;
      return passFrom(list, count);
    },
    objective: () => inner(at.R, at.R, kept.length) / (2 * n) + penalty(),
    gap: () => {
      const loss2 = inner(at.R, at.R, kept.length) / n;
      return gapAt({ loss2, penalty: penalty(), fitted: inner(at.R, at.Y, kept.length) / n - loss2 }, ratio);
    },
  };
  const descent = await descend(arena, form, options);
  for (let s = 0; s < m; s++) {
    const from = at.W / 8 + slots[s]! * wide;
    state.W.set(doubles.subarray(from, from + wide), places[s]! * wide);
  }
  return descent;
}
