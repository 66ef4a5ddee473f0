import type { Arena } from '../kernels/arena.js';
import { DEPTH, extrapolationWeights } from './extrapolation.js';
import { POLISHED } from './newton.js';

/** Block coordinate descent in one of its forms: what is kept beside W so that a pass is cheap. */
export interface Form {
  /** Coefficients, rows of `width` doubles, at W; `rows` of them. */
  readonly W: number;
  readonly width: number;
  /** The rows to pass over, int32; `rows` of them. */
  readonly list: number;
  readonly rows: number;
  /** What depends on W by an affine map: at `at`, `length` doubles or floats (`narrow`). */
  readonly kept: { readonly at: number; readonly length: number; readonly narrow: boolean };
  /** One pass over m rows listed; a promise if others are to have their turn on the way. */
  pass(list: number, m: number): Promise<void> | undefined;
  objective(): number;
  /** The objective, and an estimate of the gap or the gap itself, after a pass over all rows … */
  look(): { readonly objective: number; readonly gap: number };
  /** … or after any pass. */
  readonly seesAll: boolean;
  /** If there is a direct way to the minimum over the m rows listed, none of them 0, goes it as far as they stay so. */
  polish?(list: number, m: number): void;
  /** Bytes of scratch that are free for the extrapolation, and where: see `scratchFor`. */
  readonly scratch: number;
}

/**
 * What a direct step costs, in multiply-adds of passes: for each of m³ (a sixth of that to factor, more than once), and to
 * set it up (1.5 µs). It is taken when passes have cost as much (ski rental).
 */
const PRICE = { cubed: 0.5, once: 3000 };

/** A fall of the objective by less than this part of it is rounding, not progress. */
const ROUNDING = 2 ** -50;

/** Bytes that `descend` needs beside the form. */
export function scratchFor(rows: number, width: number, kept: Form['kept']): number {
  const coefficients = 8 * (rows * width + 2);
  const more = (kept.narrow ? 4 : 8) * kept.length + 16;
  return 64 + 4 * rows + (2 * DEPTH + 3) * coefficients + (DEPTH + 2) * more + 1024;
}

export interface DescentOptions {
  /** Stop when the gap is at most this. */
  readonly goal: number;
  /** Passes at most. */
  readonly maxPasses: number;
  /** Stop when the work, in multiply-adds by row, exceeds this: rows passed over. */
  readonly maxRows: number;
  /** Give up after this many checks in a row without progress. */
  readonly patience: number;
  /** Progress is a fall of the gap by this factor. @default any fall of it, or of the objective by more than rounding */
  readonly gapFactor?: number;
}

export interface Descent {
  readonly gap: number;
  readonly passes: number;
  /** Rows passed over, each pass counted. */
  readonly rowsPassed: number;
  /** The gap is not small, and does not become smaller. */
  readonly stalled: boolean;
}

const align = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/**
 * Cycles of one pass over all rows and DEPTH over those that are not 0, then a step of Anderson's extrapolation on those
 * (W and what is kept beside it alike), taken back unless the objective falls.
 */
export async function descend(arena: Arena, form: Form, options: DescentOptions): Promise<Descent> {
  const { kernel } = arena;
  const { W, width, list, rows, kept } = form;
  const { goal, maxPasses, maxRows, patience, gapFactor } = options;
  const support = align(form.scratch);
  const one = align(support + 4 * rows);
  const identity = one + 128;
  arena.ints.set([0, 1, 2, 3, 4, 5, 6], identity / 4);
  const history = identity + 128;
  const size = kept.narrow ? 4 : 8;
  let passes = 0;
  let rowsPassed = 0;
  let gap = Infinity;
  let best = Infinity;
  let last = Infinity;
  let still = 0;
  let work = 0;

  const pass = (at: number, m: number): Promise<void> | undefined => {
    passes++;
    rowsPassed += m;
    return form.pass(at, m);
  };
  const nonZero = (): number => {
    const { doubles, ints } = arena;
    let m = 0;
    for (let s = 0; s < rows; s++) {
      const j = ints[list / 4 + s]!;
      const start = W / 8 + j * width;
      for (let i = start; i < start + width; i++) {
        if (doubles[i] !== 0) {
          ints[support / 4 + m++] = j;
          break;
        }
      }
    }
    return m;
  };

  for (;;) {
    let pause = pass(list, rows);
    if (pause) await pause;
    const here = form.look();
    const { objective } = here;
    gap = here.gap;
    if (gap <= goal || passes >= maxPasses || rowsPassed >= maxRows) return { gap, passes, rowsPassed, stalled: false };
    const falls = last - objective > ROUNDING * objective;
    const better = gapFactor === undefined ? gap < best || falls : gap < gapFactor * best;
    if (gap < best) best = gap;
    last = objective;
    still = better ? 0 : still + 1;
    if (still >= patience) return { gap, passes, rowsPassed, stalled: true };
    const m = nonZero();
    if (m === 0) continue;
    work += (rows + DEPTH * m) * rows;

    const length = m * width + ((m * width) % 2);
    const step = 8 * length;
    const keptStep = size * kept.length;
    const keptHistory = align(history + (DEPTH + 2) * step);
    const differences = align(keptHistory + (DEPTH + 1) * keptStep);
    const { doubles, ints } = arena;
    const bytes = new Uint8Array(doubles.buffer);
    const snapshot = (at: number): void => {
      for (let s = 0; s < m; s++) {
        const from = W / 8 + ints[support / 4 + s]! * width;
        const to = at / 8 + s * width;
        for (let t = 0; t < width; t++) doubles[to + t] = doubles[from + t]!;
      }
      if ((m * width) % 2) doubles[at / 8 + m * width] = 0;
    };
    const putBack = (at: number): void => {
      for (let s = 0; s < m; s++) {
        const to = W / 8 + ints[support / 4 + s]! * width;
        const from = at / 8 + s * width;
        for (let t = 0; t < width; t++) doubles[to + t] = doubles[from + t]!;
      }
    };
    snapshot(history);
    for (let r = 1; r <= DEPTH && passes < maxPasses; r++) {
      pause = pass(support, m);
      if (pause) await pause;
      snapshot(history + r * step);
      bytes.copyWithin(keptHistory + (r - 1) * keptStep, kept.at, kept.at + keptStep);
    }
    if (passes >= maxPasses) return { gap: form.look().gap, passes, rowsPassed, stalled: false };
    const reached = form.seesAll ? form.look() : { objective: form.objective(), gap: Infinity };
    if (reached.gap <= goal) return { gap: reached.gap, passes, rowsPassed, stalled: false };
    // Differences of the iterates, and their inner products.
    doubles[one / 8] = 1;
    for (let r = 0; r < DEPTH; r++) {
      const to = differences + r * step;
      kernel.residual(history + r * step, length, one, identity, 1, history + (r + 1) * step, to, length, 1, 1, length);
    }
    const inner = differences + DEPTH * step;
    kernel.gram(differences, length, identity, 0, DEPTH, inner, DEPTH + 1, length, 1, 0);
    kernel.mirror(inner, DEPTH + 1, 0, DEPTH);
    const square = new Float64Array(DEPTH * DEPTH);
    for (let a = 0; a < DEPTH; a++) {
      for (let b = 0; b < DEPTH; b++) square[a * DEPTH + b] = doubles[inner / 8 + a * (DEPTH + 1) + b]!;
    }
    const weights = extrapolationWeights(square);
    if (!weights.every(Number.isFinite)) continue;
    // w ← w_m − [(1 − c_m) w_m − Σ_{a<m} c_a w_a], and the same for what is kept.
    const taken = weights.map((weight, a) => (a === DEPTH - 1 ? 1 - weight : -weight));
    doubles.set(taken, one / 8);
    kernel.residual(
      history + step,
      length,
      one,
      identity,
      DEPTH,
      history + DEPTH * step,
      history + (DEPTH + 1) * step,
      length,
      1,
      1,
      length,
    );
    putBack(history + (DEPTH + 1) * step);
    if (kept.narrow) kernel.combine32(keptHistory, one, DEPTH, kept.at, kept.length);
    else {
      const from = keptHistory + (DEPTH - 1) * keptStep;
      kernel.residual(keptHistory, kept.length, one, identity, DEPTH, from, kept.at, kept.length, 1, 1, kept.length);
    }
    if (!(form.objective() < reached.objective)) {
      putBack(history + DEPTH * step);
      bytes.copyWithin(kept.at, keptHistory + (DEPTH - 1) * keptStep, keptHistory + DEPTH * keptStep);
    }
    if (form.polish && m <= POLISHED && work >= PRICE.once + PRICE.cubed * m ** 3) {
      work = 0;
      const still = nonZero();
      const before = form.objective();
      snapshot(history);
      bytes.copyWithin(keptHistory, kept.at, kept.at + keptStep);
      form.polish(support, still);
      if (!(form.objective() <= before)) {
        putBack(history);
        bytes.copyWithin(kept.at, keptHistory, keptHistory + keptStep);
      }
    }
  }
}
