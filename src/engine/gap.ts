import type { Design } from './design.js';
import type { State } from './problem.js';

/**
 * The duality gap of (W, R) if the largest dual ratio `max_j ‖S(c_j, λ₁)‖/λ₂`, `c_j = x̃_jᵀR/n`, is `ratio`. With
 * `s = min(1, 1/ratio)` the point sR is dual feasible (of a row `‖S(s c, λ₁)‖ ≤ s ‖S(c, λ₁)‖`, as s ≤ 1), and primal minus
 * dual is
 *
 *     (1 − s)² ‖R‖²/(2n) + [Ω(W) − s ⟨R, XW⟩/n],
 *
 * neither term below 0 but by rounding. A ridge is part of the data: see `RowPenalty`.
 */
export function gapAt({ loss2, fitted, penalty }: Pick<State, 'loss2' | 'fitted' | 'penalty'>, ratio: number): number {
  const s = ratio > 1 ? 1 / ratio : 1;
  return ((1 - s) ** 2 * loss2) / 2 + Math.max(0, penalty - s * fitted);
}

/** A point in Gram form, and what rounding depends on. */
export interface GramPoint extends Pick<State, 'loss2' | 'fitted' | 'penalty'> {
  /** The largest dual ratio. */
  readonly ratio: number;
  /** `(‖Y‖ + Σ_j ‖x̃_j‖ ‖W_j‖)/√n`. */
  readonly size: number;
  /** `max_j ‖x̃_j‖/(√n limit_j)`. */
  readonly reach: number;
  /** Products that are added up to make an entry of Q, and then to make the sums over Q. */
  readonly terms: number;
  /** Products that are added up to make `‖Y‖²`. */
  readonly cells: number;
  /** How often rows have moved, and Q with them, since Q was new; and the objective from which they did. */
  readonly steps: number;
  readonly first: number;
}

/** `γ_m = mu/(1 − mu)`, u = 2⁻⁵³: what float64 may get wrong in m operations. */
const roundoff = (m: number): number => (m * 2 ** -53) / (1 - m * 2 ** -53);

/**
 * What the duality gap is at most where C and G were made of X̃ and Y in float64, and `Q = C − G W` and the sums over it of
 * those: see `gapAt`.
 *
 * A sum of m products, in any order, errs by `γ_m` times the sum of their magnitudes at most (Higham 2002, lemma 3.1), and so
 * does one of sums, m all that are nested; γ is that of `terms`. By Cauchy–Schwarz the magnitudes in `Q_j` add up to
 * `‖x̃_j‖ size/√n` at most, those in `fitted = ⟨W, Q⟩` to size², and in `loss2 = ‖Y‖²/n − ⟨W, C + Q⟩` those in the product to
 * 2 size². So the error of a dual ratio (`‖S(Q_j, λ₁)‖` is off by no more than
 * Q_j) is below `γ reach size`, of fitted below `2γ size²` (Q's and its own), of loss2 below
 * `4γ size²` and that of ‖Y‖²/n, `γ_cells size²`; 4γ is taken for all of them, and for the penalty, so that what is rounded on
 * the way here is covered.
 *
 * A row that moves by d has `Q_j ← Q_j − g d`, which errs by `u (|Q_j| + |g d|)`. The objective never rises, so that ‖R‖²/n is at
 * most twice the `first` one all the way, `|Q_j|` at most `‖x̃_j‖ √(2 first/n)`, and |g d| twice that: so many steps are as good
 * as so many more terms of that size.
 */
export function gramGapAt(point: GramPoint): number {
  const { loss2, fitted, penalty, ratio, reach, cells, steps, first } = point;
  const size = Math.max(point.size, 3 * Math.sqrt(2 * first));
  const error = 4 * roundoff(point.terms + steps);
  const square = size ** 2;
  const worst = {
    loss2: loss2 + (error + roundoff(cells)) * square,
    fitted: fitted - error * square,
    penalty: penalty * (1 + error),
  };
  return gapAt(worst, ratio + error * reach * size);
}

const UNIT = 2 ** -24;

/**
 * What float32 may get wrong in a correlation, `|c_j − ‖x̃_jᵀR‖/n| ≤ error ‖x̃_j‖ ‖R‖/n`, if at most `depth` products are
 * added up in float32, in any order, before float64 takes over.
 *
 * With u = 2⁻²⁴ each x̃_ij and r_it is rounded to float32, relative error u each; each product and each of at most depth − 1
 * sums has a relative error u (a fused one has less); errors of float64 are below 2⁻⁵³ (n/depth + T + 4) and covered by the
 * last unit. So each product carries at most depth + 3 factors 1 + δ, |δ| ≤ u, and by `γ_k = ku/(1 − ku)` (Higham 2002, lemma
 * 3.1) the error of `x̃_jᵀr_t` is at most `γ Σ_i |x̃_ij r_it| ≤ γ ‖x̃_j‖ ‖r_t‖` within each chunk and, by Cauchy–Schwarz over
 * the chunks, in all; by the triangle inequality the norm over the tasks errs by `γ ‖x̃_j‖ ‖R‖` at most. Underflow adds at
 * most 2⁻¹²⁶ for each of the 3n roundings (some GPUs have no denormals): columns and residuals are scaled to norms within
 * 2^±20 √n, so that this stays below another 2⁻⁸⁰ of the norms.
 */
function narrowError(depth: number): number {
  const k = (depth + 4) * UNIT;
  return k / (1 - k) + 2 ** -80;
}

/** The bound of the error of a state's correlations, for a feature of norm 1. */
export const slackOf = ({ n, depth }: Design, { loss2 }: State): number => narrowError(depth) * Math.sqrt(loss2 / n);

/** The largest lower and upper bound of a dual ratio over all features, c the sizes of their correlations in float32. */
export function ratioBounds(design: Design, state: State, c: Float64Array): { lower: number; upper: number } {
  const { p, norms } = design;
  const error = slackOf(design, state);
  const { limits } = state.problem.penalty;
  let lower = 0;
  let upper = 0;
  for (let j = 0; j < p; j++) {
    const by = 1 / limits[j]!;
    const slack = error * norms[j]!;
    const [low, high] = [(c[j]! - slack) * by, (c[j]! + slack) * by];
    if (low > lower) lower = low;
    if (high > upper) upper = high;
  }
  return { lower, upper };
}
