import { takeOff } from './basis.js';
import type { Point, Problem } from './problem.js';
import { type Rounding, roundingOf } from './sizes.js';
import { copyOf, dot, type Twofold, times } from './twofold.js';

/** What is found of a point. */
export interface Found {
  /** All that the penalty is, squares among it. */
  readonly penalty: number;
  /** The least that a multiple of the residuals proves, and what they prove if they are never made larger. */
  readonly gap: number;
  readonly plainGap: number;
  /** By how much rounding in float64 may leave a gap that is told below that. */
  readonly slack: number;
}

/** Residuals without what is not penalised explains of them, each times how much it counts; squares over all samples. */
function orthogonal({ counts, total, bases }: Problem, residuals: readonly Twofold[]) {
  let [explained, loss2] = [0, 0];
  const weighted = residuals.map((r, t) => {
    const left = copyOf(r);
    explained += takeOff(left, bases[t]!) / total;
    const own = times(counts[t]!, left);
    loss2 += dot(own, left) / total;
    return own;
  });
  return { weighted, explained, loss2 };
}

/** `s` where a dual norm is 1/s, if it may be smaller by so much. */
const atMost = (s: number, error: number): number => (s < Infinity && s * error < 1 ? s / (1 - s * error) : Infinity);

/**
 * The duality gap. With the residual R, orthogonal to what is not penalised, and `c_j = x_jᵀR/n − ridge_j W_j`, the point sR is dual
 * feasible if s c is, block by block, and primal minus dual is
 *
 *     explained/2 + (1 − s)² L/2 + Σ_b [Ω_b(W_b) − s ⟨c_b, W_b⟩],   L = ‖R‖²/n + Σ_j ridge_j ‖W_j‖²
 *
 * (squares are data: samples `√(n ridge_j) e_j` with targets 0). It is a parabola in s; the feasible s that is nearest to its minimum,
 * `1 + Σ_b ⟨c_b, W_b⟩/L`, proves the least gap that multiples of R can prove.
 *
 * How much less float64 may find: s is larger if correlations are wrong, and each sum may be, by `roundingOf`.
 */
export function gapOf(problem: Problem, alpha: number, { W, residuals, rounding }: Point): Found {
  const { columns, total, blocks, tasks } = problem;
  const { weighted, explained, loss2 } = orthogonal(problem, residuals);
  const terms: { readonly value: number; readonly fitted: number }[] = [];
  let [L, penalty, fitted, feasible, upper] = [loss2, 0, 0, Infinity, Infinity];
  for (const block of blocks) {
    const w = block.features.map((j) => tasks.map((_, t) => W[t]![j]!));
    const ridges = block.features.map((_, k) => block.ridge(alpha, k));
    const c = block.features.map((j, k) =>
      weighted.map((r, t) => dot(columns[j]!, r) / total - ridges[k]! * w[k]![t]!),
    );
    const errors = block.features.map((j, k) =>
      w[k]!.map((each) => rounding.correlation(j) + rounding.gamma * ridges[k]! * Math.abs(each)),
    );
    const value = block.value(alpha, w);
    let [inner, squares] = [0, 0];
    w.forEach((own, k) => {
      own.forEach((each, t) => {
        if (each === 0) return;
        inner += c[k]![t]! * each;
        squares += ridges[k]! * each * each;
      });
    });
    if (value > 0 || inner !== 0) terms.push({ value, fitted: inner });
    L += squares;
    penalty += value + squares / 2;
    fitted += inner;
    const scale = block.feasible(alpha, c);
    feasible = Math.min(feasible, scale);
    upper = Math.min(upper, atMost(scale, block.error(alpha, errors)));
  }
  const best = L > 0 ? Math.max(0, 1 + fitted / L) : 1;
  const at = (s: number): number =>
    explained / 2 +
    ((1 - s) ** 2 * L) / 2 +
    terms.reduce((sum, { value, fitted: own }) => sum + Math.max(0, value - s * own), 0);
  const [s, most] = [Math.min(best, feasible), Math.min(best, Math.max(feasible, upper))];
  const gap = at(s);
  const plainGap = at(Math.min(1, feasible));
  const sums = rounding.loss2 + rounding.gamma * penalty + most * rounding.fitted;
  const own = Math.sqrt(explained) * rounding.residual + rounding.residual ** 2;
  return {
    penalty,
    gap: Number.isNaN(gap) ? Infinity : gap,
    plainGap,
    slack: Math.max(0, gap - at(most)) + sums + own,
  };
}

/**
 * The smallest alpha at which all coefficients that are penalised by norms are 0, in the units of the data, and by how much float64
 * may be wrong about it.
 */
export function largestAlpha(problem: Problem): { alpha: number; slack: number } {
  const { targets, columns, total, blocks } = problem;
  const { weighted, loss2 } = orthogonal(problem, targets);
  const rounding: Rounding = roundingOf(problem, new Float64Array(columns.length), Math.sqrt(loss2));
  let [alpha, slack] = [0, 0];
  for (const block of blocks) {
    alpha = Math.max(alpha, block.largest(block.features.map((j) => weighted.map((r) => dot(columns[j]!, r) / total))));
    slack = Math.max(slack, block.largestError(block.features.map((j) => weighted.map(() => rounding.correlation(j)))));
  }
  return { alpha, slack };
}
