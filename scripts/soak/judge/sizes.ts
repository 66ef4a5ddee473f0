import { shifted } from './power.js';
import type { Problem } from './problem.js';

/** What rounding in float64 depends on. */
interface Sizes {
  /** Of column j about its mean, if there is an intercept, and as it is: `‖x_j‖/√total`, the largest of all tasks. */
  readonly centred: Float64Array;
  readonly raw: Float64Array;
  /** Of all targets. */
  readonly target: { readonly centred: number; readonly raw: number };
}

/** Mean square of a column about its mean, or 0, and about 0. */
function squares(x: Float64Array, v: Float64Array, total: number, about: boolean): [number, number] {
  let [sum, weight, raw, centred] = [0, 0, 0, 0];
  x.forEach((value, i) => {
    sum += v[i]! * value;
    weight += v[i]!;
    raw += v[i]! * value * value;
  });
  const mean = about && weight > 0 ? sum / weight : 0;
  x.forEach((value, i) => {
    centred += v[i]! * (value - mean) ** 2;
  });
  return [centred / total, raw / total];
}

const known = new WeakMap<Problem, Sizes>();

/** Sizes of the data of a problem, found once. */
function sizesOf(problem: Problem): Sizes {
  const found = known.get(problem);
  if (found) return found;
  const { columns, targets, counts, total, posed } = problem;
  const p = columns.length;
  const [centred, raw] = [new Float64Array(p), new Float64Array(p)];
  for (const v of new Set(counts)) {
    columns.forEach(({ hi }, j) => {
      const [about, whole] = squares(hi, v, total, posed.fitIntercept);
      centred[j] = Math.max(centred[j]!, Math.sqrt(about));
      raw[j] = Math.max(raw[j]!, Math.sqrt(whole));
    });
  }
  const both = targets.map(({ hi }, t) => squares(hi, counts[t]!, total, posed.fitIntercept));
  const together = (k: 0 | 1): number => Math.sqrt(both.reduce((sum, pair) => sum + pair[k], 0));
  const sizes = { centred, raw, target: { centred: together(0), raw: together(1) } };
  known.set(problem, sizes);
  return sizes;
}

/** What float64 may get wrong, of a point of which `residual` is `‖R‖/√total`. */
export interface Rounding {
  /** Of m operations, relative to the sizes of what is added up. */
  readonly gamma: number;
  /** `(‖Y‖ + Σ_j ‖x_j‖ ‖W_j‖)/√total`, as penalties see the data. */
  readonly size: number;
  /** Of `‖R‖/√total`. */
  readonly residual: number;
  /** Of `‖R‖²/total`. */
  readonly loss2: number;
  /** Of `⟨R, XW⟩/total`. */
  readonly fitted: number;
  /** Of `‖Y‖²/total`. */
  readonly meanSquare: number;
  /** Of `x_jᵀR/total`. */
  correlation(j: number): number;
}

/** Half of the distance from 1 to the next double. */
const UNIT = 2 ** -53;

/** Operations on numbers as they are given: taking off a mean that is itself rounded, a root of a weight. */
const FEW = 8;

/**
 * How much plain float64 may differ from what is true, by textbook bounds. A sum of m products errs by `γ = m u` times the sum of their
 * magnitudes at most (Higham 2002, lemma 3.1); means are taken off at first, so that γ belongs to what is left, and a few u to the
 * numbers as they were. By the Cauchy–Schwarz inequality magnitudes in R add up to `size`. Where a Gram matrix stands for the data,
 * `‖R‖²` errs by γ size² whatever R is.
 *
 * @param used - sizes of the scaled coefficients of each feature, `‖W_j‖`
 */
export function roundingOf(problem: Problem, used: Float64Array, residual: number): Rounding {
  const { centred, raw, target } = sizesOf(problem);
  const gamma = UNIT * (problem.rows.length + used.length + problem.tasks.length + 20);
  const sum = (start: number, columns: Float64Array): number =>
    used.reduce((all, w, j) => (w === 0 ? all : all + columns[j]! * w), start);
  const [size, whole] = [sum(target.centred, centred), sum(target.raw, raw)];
  // An intercept near the end of the range of doubles is rounded to multiples of the smallest of them.
  const step = problem.posed.fitIntercept ? shifted(1, -1074 - problem.exponent) : 0;
  const error = gamma * size + FEW * UNIT * whole + step;
  return {
    gamma,
    size,
    residual: error,
    loss2: 2 * error * residual + error * error + gamma * size * size,
    fitted: gamma * size * size + error * (residual + size),
    meanSquare: gamma * target.centred ** 2 + FEW * UNIT * target.raw * (target.centred + FEW * UNIT * target.raw),
    correlation: (j) => centred[j]! * (gamma * size + error) + FEW * UNIT * raw[j]! * residual,
  };
}
