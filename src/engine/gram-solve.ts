import type { Breathe } from '../threads/pacer.js';
import { type Descent, descend } from './descend.js';
import type { Design } from './design.js';
import { gapAt } from './gap.js';
import { formBytes, type GramForm, gramForm } from './gram-form.js';
import { multiple } from './multiple.js';
import { penaltyOf, type RowPenalty, ridgeOf, sizeOf } from './row-penalty.js';

/** Rows up to which all of them are passed over; of more, those that are not 0 or should not be. */
export const ALL = 64;

/** A problem in Gram form: k rows of `width` doubles each in W and Q. */
export interface GramProblem {
  /** The features here, and their rows of the Gram matrix. */
  readonly features: Int32Array;
  readonly slots: Int32Array;
  readonly width: number;
  /** Coefficients; changed. */
  readonly W: Float64Array;
  /** `X̃R/n` at W, exact, with the ridge; changed. */
  readonly Q: Float64Array;
  readonly penalty: RowPenalty;
  /** `‖R‖²/n` at W. */
  readonly loss2: number;
}

export interface GramOptions {
  /** Stop when the gap over the rows here is at most this. */
  readonly goal: number;
  readonly maxPasses: number;
  readonly breathe: Breathe;
}

/** The largest dual ratio over rows, their penalty and `⟨W, Q⟩`. */
interface Sums {
  readonly ratio: number;
  readonly penalty: number;
  readonly fitted: number;
}

/** Of all rows of a problem. */
export function sumsOver({
  W,
  Q,
  width,
  features,
  penalty,
}: Pick<GramProblem, 'W' | 'Q' | 'width' | 'features' | 'penalty'>): Sums {
  const sums = { ratio: 0, penalty: 0, fitted: 0 };
  for (let s = 0; s < features.length; s++) {
    const j = features[s]!;
    const first = s * width;
    sums.ratio = Math.max(sums.ratio, sizeOf(penalty, j, Q, first, width) / penalty.limits[j]!);
    sums.penalty += penaltyOf(penalty, j, W, first, width);
    for (let t = first; t < first + width; t++) sums.fitted += W[t]! * Q[t]!;
  }
  return sums;
}

const descentOptions = ({ goal, maxPasses }: GramOptions) => ({
  goal,
  maxPasses,
  maxRows: Infinity,
  patience: 10,
});

/** Descent over the rows `active` of a problem, the others at 0. */
async function solveActive(
  design: Design,
  problem: GramProblem & { active: Int32Array },
  options: GramOptions,
): Promise<{ form: GramForm; descent: Descent }> {
  const { arena, gram } = design;
  const { slots, features, penalty, width, W, Q, active, loss2 } = problem;
  const k = active.length;
  const ld = multiple(k, 2);
  const G = arena.scratch(8 * ld * k + formBytes(k, width));
  const { doubles } = arena;
  for (let a = 0; a < k; a++) {
    const s = active[a]!;
    const from = gram.block.at / 8 + slots[s]! * gram.ld;
    const to = G / 8 + a * ld;
    for (let b = 0; b < k; b++) doubles[to + b] = doubles[from + slots[active[b]!]!]!;
    if (ld > k) doubles[to + k] = 0;
    doubles[to + a]! += ridgeOf(penalty, features[s]!);
  }
  const here = active.map((s) => features[s]!);
  const form = gramForm(arena, {
    G,
    ld,
    features: here,
    penalty,
    width,
    start: G + 8 * ld * k,
    breathe: options.breathe,
  });
  form.loss2 = loss2;
  for (let a = 0; a < k; a++) {
    const s = active[a]!;
    for (let t = 0; t < width; t++) {
      const i = a * width + t;
      doubles[form.W / 8 + i] = W[s * width + t]!;
      doubles[form.W0 / 8 + i] = W[s * width + t]!;
      doubles[form.Q / 8 + i] = Q[s * width + t]!;
      doubles[form.Q0 / 8 + i] = Q[s * width + t]!;
    }
  }
  return { form, descent: await descend(arena, form, descentOptions(options)) };
}

/** What is known of a problem when it has been solved. */
export interface GramSolution extends Descent {
  /** The Gram matrix was found not to be semi-definite: it has been rounded too coarsely. */
  readonly indefinite: boolean;
  readonly loss2: number;
  readonly penalty: number;
  readonly fitted: number;
}

/**
 * Minimises over the rows of a Gram matrix, in float64: descent over the rows that are active, then the correlations of the
 * others, and again with those among them that violate the dual constraint.
 */
export async function gramSolve(design: Design, problem: GramProblem, options: GramOptions): Promise<GramSolution> {
  const { gram, arena } = design;
  const { slots, features, width, W, Q, penalty } = problem;
  const k = slots.length;
  const violates = (s: number): boolean =>
    sizeOf(penalty, features[s]!, Q, s * width, width) > penalty.limits[features[s]!]!;
  const isZero = (s: number): boolean => {
    for (let i = s * width; i < (s + 1) * width; i++) if (W[i] !== 0) return false;
    return true;
  };
  const inside = new Uint8Array(k);
  let loss2 = problem.loss2;
  let passes = 0;
  let rowsPassed = 0;
  let indefinite = false;
  const start = sumsOver(problem);
  const gap = gapAt({ loss2, ...start }, start.ratio);
  if (gap <= options.goal) return { gap, passes, rowsPassed, stalled: false, indefinite: false, loss2, ...start };
  for (;;) {
    let count = 0;
    for (let s = 0; s < k; s++) if (!isZero(s) || violates(s)) count++;
    for (let s = 0; s < k; s++) {
      if (k <= ALL || 2 * count >= k || !isZero(s) || violates(s)) inside[s] = 1;
    }
    const active = Int32Array.from({ length: k }, (_, s) => s).filter((s) => inside[s] === 1);
    const left = { ...options, maxPasses: options.maxPasses - passes };
    const solved = await solveActive(design, { ...problem, active, loss2 }, left);
    const { descent, form } = solved;
    const { doubles } = arena;
    const [w, q, w0] = [form.W / 8, form.Q / 8, form.W0 / 8];
    passes += descent.passes;
    rowsPassed += descent.rowsPassed;
    ({ loss2 } = form.sums());
    indefinite ||= form.indefinite;
    for (let s = 0; s < k; s++) {
      if (inside[s]) continue;
      const row = gram.block.at / 8 + slots[s]! * gram.ld;
      for (let a = 0; a < active.length; a++) {
        const factor = arena.doubles[row + slots[active[a]!]!]!;
        for (let t = 0; t < width; t++) {
          Q[s * width + t]! -= factor * (doubles[w + a * width + t]! - doubles[w0 + a * width + t]!);
        }
      }
    }
    active.forEach((s, a) => {
      for (let t = 0; t < width; t++) {
        W[s * width + t] = doubles[w + a * width + t]!;
        Q[s * width + t] = doubles[q + a * width + t]!;
      }
    });
    const sums = sumsOver(problem);
    const gap = gapAt({ loss2, ...sums }, sums.ratio);
    const more = slots.some((_, s) => inside[s] === 0 && violates(s));
    if (gap <= options.goal || passes >= options.maxPasses || !more) {
      return { gap, passes, rowsPassed, stalled: descent.stalled, indefinite, loss2, ...sums };
    }
  }
}
