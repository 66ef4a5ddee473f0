import type { Breathe } from '../solvers/pacer.js';
import { type Descent, descend } from './descend.js';
import type { Design } from './design.js';
import { gapAt, gramGapAt } from './gap.js';
import { formBytes, type GramForm, gramForm } from './gram-form.js';
import { multiple } from './multiple.js';
import { setParameters } from './parameters.js';

/** Rows up to which all of them are passed over; of more, those that are not 0 or should not be. */
export const ALL = 64;

/** A problem in Gram form: k rows of `width` doubles each in W and Q. */
export interface GramProblem {
  /** Rows of the Gram matrix, one for each row here. */
  readonly slots: Int32Array;
  readonly width: number;
  /** Coefficients; changed. */
  readonly W: Float64Array;
  /** `X̃R/n` at W, exact; changed. */
  readonly Q: Float64Array;
  /** λ of each row. */
  readonly lambdas: Float64Array;
  /** `‖R‖²/n` at W. */
  readonly loss2: number;
}

export interface GramOptions {
  /** Stop when the gap over the rows here is at most this. */
  readonly goal: number;
  readonly maxPasses: number;
  readonly breathe: Breathe;
}

function norm(values: Float64Array, start: number, width: number): number {
  if (width === 1) return Math.abs(values[start]!);
  let squares = 0;
  for (let i = start; i < start + width; i++) squares += values[i]! * values[i]!;
  return Math.sqrt(squares);
}

/** The largest dual ratio over rows, `Σ λ_j ‖W_j‖` and `⟨W, Q⟩`. */
function sums({ W, Q, width, lambdas }: Pick<GramProblem, 'W' | 'Q' | 'width' | 'lambdas'>) {
  let [ratio, penalty, fitted] = [0, 0, 0];
  for (let s = 0; s < lambdas.length; s++) {
    const first = s * width;
    ratio = Math.max(ratio, norm(Q, first, width) / lambdas[s]!);
    const size = norm(W, first, width);
    if (size === 0) continue;
    penalty += lambdas[s]! * size;
    for (let t = first; t < first + width; t++) fitted += W[t]! * Q[t]!;
  }
  return { ratio, penalty, fitted };
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
  const { slots, width, W, Q, active, loss2 } = problem;
  const k = active.length;
  const ld = multiple(k, 2);
  const G = arena.scratch(8 * ld * k + formBytes(k, width));
  const form = gramForm(arena, { G, ld, k, width, start: G + 8 * ld * k, breathe: options.breathe });
  form.loss2 = loss2;
  const { doubles } = arena;
  for (let a = 0; a < k; a++) {
    const s = active[a]!;
    const from = gram.block.at / 8 + slots[s]! * gram.ld;
    const to = G / 8 + a * ld;
    for (let b = 0; b < k; b++) doubles[to + b] = doubles[from + slots[active[b]!]!]!;
    if (ld > k) doubles[to + k] = 0;
    form.lambdas[a] = problem.lambdas[s]!;
    setParameters(arena, G + 8 * ld * k, a, { L: doubles[to + a]!, lambda: form.lambdas[a]! });
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

/** A problem of few rows when it has been solved. */
export interface SmallSolution extends Pick<GramSolution, 'passes' | 'loss2' | 'penalty' | 'fitted'> {
  readonly gap: number;
  /** What the gap is at most: what rounding may have hidden is included. */
  readonly gapBound: number;
  readonly nonZeros: number;
}

/**
 * Solves problems one after another that start at W = 0 and have all rows of the Gram matrix in common; few rows, so that
 * what it takes to set up a problem counts. The Gram matrix and the correlations at the start were made in float64.
 *
 * @param lambdas - of the rows, the same for all problems
 * @returns a function of a problem at W = 0, which writes its W
 */
export function smallSolver(
  { arena, gram, n, norms }: Design,
  { lambdas, width, breathe }: { lambdas: Float64Array; width: number; breathe: Breathe },
) {
  const k = lambdas.length;
  const start = arena.scratch(formBytes(k, width));
  const form = gramForm(arena, { G: gram.block.at, ld: gram.ld, k, width, start, breathe });
  form.lambdas.set(lambdas);
  const { doubles, ints } = arena;
  const lengths = new Float64Array(k);
  let reach = 0;
  for (let s = 0; s < k; s++) {
    setParameters(arena, start, s, { L: doubles[gram.block.at / 8 + s * (gram.ld + 1)]!, lambda: lambdas[s]! });
    lengths[s] = norms[ints[gram.sources.at / 4 + s]!]! / Math.sqrt(n);
    reach = Math.max(reach, lengths[s]! / lambdas[s]!);
  }
  const terms = n + k * (width + 1) + width + 8;
  const cells = (n + 1) * width;
  const W = doubles.subarray(form.W / 8, form.W / 8 + k * width);
  const Q = doubles.subarray(form.Q / 8, form.Q / 8 + k * width);
  return async (problem: Pick<GramProblem, 'W' | 'Q' | 'loss2'>, options: GramOptions): Promise<SmallSolution> => {
    W.fill(0);
    Q.set(problem.Q);
    doubles.set(problem.Q, form.Q0 / 8);
    form.loss2 = problem.loss2;
    const { passes } = await descend(arena, form, descentOptions(options));
    problem.W.set(W);
    form.renew();
    let size = Math.sqrt(problem.loss2);
    let nonZeros = 0;
    for (let s = 0; s < k; s++) {
      const row = norm(W, s * width, width);
      size += lengths[s]! * row;
      if (row > 0) nonZeros++;
    }
    const { ratio, ...sums } = form.sums();
    const gap = gapAt(sums, ratio);
    return { passes, nonZeros, ...sums, gap, gapBound: gramGapAt({ ...sums, ratio, size, reach, terms, cells }) };
  };
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
  const { slots, width, W, Q, lambdas } = problem;
  const k = slots.length;
  const violates = (s: number): boolean => norm(Q, s * width, width) > lambdas[s]!;
  const inside = new Uint8Array(k);
  let loss2 = problem.loss2;
  let passes = 0;
  let rowsPassed = 0;
  let indefinite = false;
  const start = sums(problem);
  const gap = gapAt({ loss2, ...start }, start.ratio);
  if (gap <= options.goal) return { gap, passes, rowsPassed, stalled: false, indefinite: false, loss2, ...start };
  for (;;) {
    let count = 0;
    for (let s = 0; s < k; s++) if (norm(W, s * width, width) > 0 || violates(s)) count++;
    for (let s = 0; s < k; s++) {
      if (k <= ALL || 2 * count >= k || norm(W, s * width, width) > 0 || violates(s)) inside[s] = 1;
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
    const { ratio, penalty, fitted } = sums(problem);
    const gap = gapAt({ loss2, penalty, fitted }, ratio);
    const more = slots.some((_, s) => inside[s] === 0 && violates(s));
    if (gap <= options.goal || passes >= options.maxPasses || !more) {
      return { gap, passes, rowsPassed, stalled: descent.stalled, indefinite, loss2, penalty, fitted };
    }
  }
}
