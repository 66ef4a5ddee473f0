import { PARAMETERS } from '../kernels/kernel.js';
import type { Breathe } from '../threads/pacer.js';
import { type Descent, type DescentOptions, descend, type Form, scratchFor } from './descend.js';
import type { Design } from './design.js';
import { gapAt } from './gap.js';
import { type State, width } from './problem.js';
import { copyParameters, penaltyOf, ridgeTerm } from './row-penalty.js';
import { CALL } from './rows.js';

export interface ResidualOptions extends DescentOptions {
  readonly breathe: Breathe;
  /**
   * `X̃_j R/n` in float64, without the ridge, of the rows to pass over where they start, `width` doubles for each. If given, R is only what the
   * residual has changed by since, so that what float32 gets wrong shrinks with the changes.
   */
  readonly base?: Float64Array | undefined;
}

/**
 * Minimises over the working set in residual form: `R = Y − W X̃` is kept in float32, no Gram matrix. The gap it stops by is
 * an estimate, from the correlations seen during the last pass over all rows. Changes the state's W; R is left to the caller.
 *
 * With `base` the gap and the objective count from there, `R = R₀ + D`, C₀ the correlations of R₀ and ΔW what W has changed by:
 *
 *     ‖R‖²/n = ‖R₀‖²/n − 2 ⟨C₀, ΔW⟩ + ‖D‖²/n,   ⟨R, XW⟩/n = ⟨R₀, XW₀⟩/n + ⟨C₀, ΔW⟩ + (⟨D, XW₀⟩ − ‖D‖²)/n;
 *
 * without it `R₀ = 0` and XW₀ = Y. What a ridge adds to these sums is added as it is.
 *
 * @param places - places in the working set of the rows to pass over
 */
export async function residualSolve(
  design: Design,
  state: State,
  places: Int32Array,
  { base, breathe, ...options }: ResidualOptions,
): Promise<Descent> {
  const { arena, n, n32, n64, narrow } = design;
  const { tasks, Y } = state.problem;
  const wide = width(tasks);
  const m = places.length;
  const kept = { at: 0, length: tasks * n32, narrow: true };
  const align = (bytes: number) => Math.ceil(bytes / 64) * 64;
  const at = { R: 0, F: align(4 * kept.length), W: 0, C: 0, P: 0, U: 0, list: 0, sources: 0, wide: 0, end: 0 };
  at.W = at.F + align(4 * kept.length);
  at.C = at.W + align(8 * m * wide);
  at.P = at.C + align(8 * m * wide);
  at.U = at.P + 8 * PARAMETERS * m;
  at.list = at.U + align(16 * wide + 16);
  at.sources = at.list + align(4 * m);
  at.wide = at.sources + align(4 * m);
  at.end = at.wide + align(8 * tasks * n64);
  const start = arena.scratch(at.end + scratchFor(m, wide, kept));
  const { doubles, ints, kernel } = arena;
  for (const key of Object.keys(at) as (keyof typeof at)[]) at[key] += start;

  const load = (values: Float64Array, to: number): void => {
    doubles.set(values, at.wide / 8);
    kernel.narrowRows(at.wide, to, tasks, n64, n32, 1);
  };
  if (base) {
    arena.floats.fill(0, at.R / 4, at.R / 4 + kept.length);
    load(
      Y.map((y, i) => y - state.R[i]!),
      at.F,
    );
  } else {
    load(state.R, at.R);
    load(Y, at.F);
  }
  const { penalty } = state.problem;
  for (let s = 0; s < m; s++) {
    const place = places[s]!;
    const j = state.features[place]!;
    ints[at.list / 4 + s] = s;
    ints[at.sources / 4 + s] = j;
    copyParameters(penalty, j, doubles, at.P / 8 + PARAMETERS * s);
    for (let t = 0; t < wide; t++) {
      doubles[at.W / 8 + s * wide + t] = state.W[place * wide + t]!;
      doubles[at.C / 8 + s * wide + t] = base?.[s * wide + t] ?? 0;
    }
  }

  /** A sum over the rows here. */
  const total = (term: typeof penaltyOf): number => {
    let sum = 0;
    for (let s = 0; s < m; s++) sum += term(penalty, ints[at.sources / 4 + s]!, doubles, at.W / 8 + s * wide, wide);
    return sum;
  };
  const ridgeBefore = total(ridgeTerm);
  /** `⟨C₀, ΔW⟩`. */
  const moved = (): number => {
    let sum = 0;
    for (let s = 0; base && s < m; s++) {
      const [w, old] = [at.W / 8 + s * wide, places[s]! * wide];
      for (let t = 0; t < wide; t++) sum += base[s * wide + t]! * (doubles[w + t]! - state.W[old + t]!);
    }
    return sum;
  };
  const sums = () => {
    const change = moved();
    const squares = kernel.inner32(at.R, at.R, kept.length) / n;
    const ridge = total(ridgeTerm);
    return {
      loss2: (base ? state.loss2 - ridgeBefore : 0) - 2 * change + squares + ridge,
      fitted:
        (base ? state.fitted + ridgeBefore : 0) +
        change +
        kernel.inner32(at.R, at.F, kept.length) / n -
        squares -
        ridge,
    };
  };
  let ratio = 0;
  const step = 2 * Math.max(1, Math.floor(CALL / (4 * n32 * tasks)));
  /** The rest of a pass, some rows a call; it goes on later if others are to have their turn. */
  const passFrom = (list: number, count: number): Promise<void> | undefined => {
    for (let from = 0; from < count; from += step) {
      const some = Math.min(step, count - from);
      const seen = kernel.narrowPass(
        narrow.at,
        at.sources,
        n32,
        at.R,
        at.W,
        at.C,
        at.P,
        list + 4 * from,
        some,
        tasks,
        wide,
        penalty.positive ? 1 : 0,
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
    objective: () => sums().loss2 / 2 + total(penaltyOf),
    seesAll: false,
    look() {
      const seen = { ...sums(), penalty: total(penaltyOf) };
      return { objective: seen.loss2 / 2 + seen.penalty, gap: gapAt(seen, ratio) };
    },
  };
  const descent = await descend(arena, form, options);
  for (let s = 0; s < m; s++) {
    const from = at.W / 8 + s * wide;
    state.W.set(doubles.subarray(from, from + wide), places[s]! * wide);
  }
  return descent;
}
