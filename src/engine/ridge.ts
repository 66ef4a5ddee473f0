import { type Matrix, row } from '../data/matrix.js';
import { addTimes, dot } from '../data/vector.js';
import type { Breathe } from '../threads/pacer.js';
import type { SingularValues } from './singular-values.js';

/** One task: `minimise 1/(2n) ‖y − Xw‖² + ridge/2 ‖w‖²`, ridge at least 0. */
export interface RidgeProblem {
  /** Shape (n, p). */
  readonly X: Matrix;
  /** Of X. */
  readonly values: SingularValues;
  readonly y: Float64Array;
  readonly ridge: number;
}

/** Its solution, and how good it is. */
export interface RidgeSolution {
  /** Of several solutions the shortest. */
  readonly w: Float64Array;
  readonly objective: number;
  /** `‖y − Xw‖²/n`. */
  readonly deviance: number;
  /** The objective exceeds the smallest possible one by at most this. */
  readonly gap: number;
}

/** `y − Xw`. */
const residual = ({ X, y }: RidgeProblem, w: Float64Array): Float64Array =>
  y.map((value, i) => value - dot(row(X, i), w));

/** Correlations of a residual with columns are rounding below this times the larger size of X, relative to both lengths. */
const ROUNDING = 2 ** -50;

/**
 * What the singular values that were left out may take off the objective at most: nothing, if what the others leave of the residual is
 * orthogonal to all columns but for rounding; else all that is left, or `‖Xᵀr/n‖²/(2 ridge)` (strong convexity), if that is less.
 */
function leftOut({ X, values, ridge }: RidgeProblem, r: Float64Array): number {
  const n = X.rows;
  if (values.s.length === Math.min(n, X.cols)) return 0;
  const rest = r.slice();
  for (const u of values.left) addTimes(rest, -dot(u, rest), u);
  const [slopes, squares] = [new Float64Array(X.cols), new Float64Array(X.cols)];
  for (let i = 0; i < n; i++) {
    const x = row(X, i);
    for (let j = 0; j < X.cols; j++) {
      slopes[j]! += x[j]! * rest[i]!;
      squares[j]! += x[j]! * x[j]!;
    }
  }
  const square = dot(rest, rest);
  const most = ROUNDING * Math.max(n, X.cols) * Math.sqrt(square);
  if (slopes.every((slope, j) => Math.abs(slope) <= most * Math.sqrt(squares[j]!))) return 0;
  const whole = square / (2 * n);
  return ridge > 0 ? Math.min(whole, dot(slopes, slopes) / (2 * n * n * ridge)) : whole;
}

/** Where coefficients stand. */
export interface Standing extends Omit<RidgeSolution, 'w'> {
  /** What Newton's step adds of each v_k. */
  readonly step: Float64Array;
}

/** Where w stands; see `solveRidge`. */
export function standing(problem: RidgeProblem, w: Float64Array): Standing {
  const { values, y, ridge } = problem;
  const n = y.length;
  const r = residual(problem, w);
  const outside = w.slice();
  let square = 0;
  const step = values.s.map((s, k) => {
    const along = dot(values.right[k]!, w);
    addTimes(outside, -along, values.right[k]!);
    const slope = s * dot(values.left[k]!, r) - n * ridge * along;
    const bend = s * s + n * ridge;
    square += (slope / bend) * slope;
    return slope / bend;
  });
  const deviance = dot(r, r) / n;
  return {
    step,
    deviance,
    objective: deviance / 2 + (ridge / 2) * dot(w, w),
    gap: square / (2 * n) + (ridge / 2) * dot(outside, outside) + leftOut(problem, r),
  };
}

/**
 * Newton's step from 0 leads to the solution, a second one makes good what rounding left of it: `w += Σ_k v_k (s_k u_kᵀr − nλ v_kᵀw)
 * / (s_k² + nλ)` with λ = ridge, `r = y − Xw`.
 *
 * The ridge is taken as p more samples `√(nλ) e_j` with targets 0. Feasible for the dual is what is orthogonal to all columns of
 * these data; of the residual `(r, −√(nλ) w)` that is what its projection on their span leaves over, and primal minus dual there is
 * the square of that projection,
 *
 *     1/(2n) Σ_k (s_k u_kᵀr − nλ v_kᵀw)² / (s_k² + nλ) + λ/2 ‖w − Σ_k v_k v_kᵀw‖²,
 *
 * and what singular values that were left out may add to that.
 */
export async function solveRidge(problem: RidgeProblem, breathe: Breathe): Promise<RidgeSolution> {
  const w = new Float64Array(problem.X.cols);
  for (let round = 0; round < 2; round++) {
    const { step } = standing(problem, w);
    step.forEach((part, k) => {
      addTimes(w, part, problem.values.right[k]!);
    });
    const pause = breathe();
    if (pause) await pause;
  }
  const { step: _, ...certificate } = standing(problem, w);
  return { w, ...certificate };
}
