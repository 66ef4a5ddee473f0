import { takeOff } from './basis.js';
import { gapOf } from './gap.js';
import { shifted } from './power.js';
import { type Problem, residualsOf } from './problem.js';
import { type Rounding, roundingOf } from './sizes.js';
import { projectedGap } from './squares.js';
import { copyOf, dot, type Twofold, times } from './twofold.js';

/** Coefficients and intercepts of a problem in the units of the data, as they are returned. */
export interface Returned {
  /** Of each of its tasks, one for each feature. */
  readonly coef: readonly Float64Array[];
  readonly intercept: Float64Array;
}

/** What is true of them, in the units of the problem: squares are to be multiplied by `2^(2 exponent)`. */
export interface Judgement {
  readonly objective: number;
  /** `Σ_t ‖y_t − ŷ_t‖²/total`. */
  readonly deviance: number;
  /** The least that a multiple of the residuals proves. */
  readonly gap: number;
  /** What they prove if they are never made larger. */
  readonly plainGap: number;
  /** By how much rounding in float64 may leave a gap that is told below that. */
  readonly slack: number;
  /** What a relative gap refers to. */
  readonly meanSquare: number;
  /** What intercept, and features that are not penalised, would still explain of the residuals: root of the mean square. */
  readonly left: number;
  /** The same of the intercept alone. */
  readonly leftOfMean: number;
  readonly rounding: Rounding;
  /** What rounding may do to the objective. */
  readonly objectiveSlack: number;
  /** Whether it is not clear which columns depend on each other. */
  readonly blurred: boolean;
  /** The least part of a column, not penalised, that those before it leave of it. */
  readonly least: number;
  /** y_t − ŷ_t. */
  readonly residuals: readonly Twofold[];
}

/** Whether nothing but squares, or nothing at all, is penalised. */
export const isSmooth = ({ posed: { parts } }: Problem, alpha: number): boolean =>
  alpha * (parts.l1 + parts.l2 + parts.max) === 0;

/** `‖Y‖²/total` without what intercepts explain, and features that are never penalised where anything is. */
function meanSquareOf(problem: Problem, alpha: number): number {
  const { targets, counts, total, bases, posed } = problem;
  return targets.reduce((sum, target, t) => {
    const left = copyOf(target);
    const { vectors } = bases[t]!;
    takeOff(left, { vectors: alpha === 0 ? vectors.slice(0, posed.fitIntercept ? 1 : 0) : vectors });
    return sum + dot(times(counts[t]!, left), left) / total;
  }, 0);
}

/** What is true of coefficients at an alpha. */
export function judge(problem: Problem, alpha: number, { coef, intercept }: Returned): Judgement {
  const { exponents, exponent, counts, total, bases, posed } = problem;
  const W = coef.map((own) => own.map((w, j) => shifted(w, exponents[j]! - exponent)));
  const b = Array.from(intercept, (value) => shifted(value, -exponent));
  const residuals = residualsOf(problem, W, b);
  const deviance = residuals.reduce((sum, r, t) => sum + dot(times(counts[t]!, r), r) / total, 0);
  const used = Float64Array.from(exponents, (_, j) => Math.hypot(...W.map((own) => own[j]!)));
  const rounding = roundingOf(problem, used, Math.sqrt(deviance));
  const leftOf = (only: 'mean' | 'all'): number =>
    Math.sqrt(
      residuals.reduce((sum, r, t) => {
        const { vectors } = bases[t]!;
        const own = only === 'all' ? vectors : vectors.slice(0, posed.fitIntercept ? 1 : 0);
        return sum + takeOff(copyOf(r), { vectors: own }) / total;
      }, 0),
    );
  const point = { W, residuals, rounding, deviance };
  const smooth = isSmooth(problem, alpha);
  const found = smooth ? projectedGap(problem, alpha, point) : gapOf(problem, alpha, point);
  return {
    gap: found.gap,
    plainGap: found.plainGap,
    slack: found.slack,
    objective: deviance / 2 + found.penalty,
    deviance,
    meanSquare: meanSquareOf(problem, alpha),
    left: smooth ? 0 : leftOf('all'),
    leftOfMean: leftOf('mean'),
    rounding,
    objectiveSlack: rounding.loss2 + rounding.gamma * found.penalty,
    blurred: bases.some((basis) => basis.blurred),
    least: Math.min(1, ...bases.map((basis) => basis.least)),
    residuals,
  };
}
