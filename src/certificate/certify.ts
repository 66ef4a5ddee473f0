import { type Matrix, row, zeros } from '../data/matrix.js';
import type { FeatureNorm } from '../penalties/penalty.js';

/** One problem: `minimise 1/(2n) ‖Y − XW‖²_F + α Ω(W) + Σ_j ridge_j/2 ‖W_j‖²`, on the host in float64. */
export interface Problem {
  /** Design, shape (n, p), centred if there is an intercept. */
  readonly X: Matrix;
  /** Targets, shape (n, tasks), centred if there is an intercept. */
  readonly Y: Matrix;
  readonly alpha: number;
  /** Ω, feature by feature. */
  readonly norm: FeatureNorm;
  /** Of each feature, at least 0. @default 0 */
  readonly ridge?: Float64Array;
}

/** What is known for certain about coefficients W. */
export interface Certificate {
  /** `1/(2n) ‖Y − XW‖²_F + α Ω(W) + Σ_j ridge_j/2 ‖W_j‖²`. */
  readonly objective: number;
  /** The objective exceeds the smallest possible one by at most this. */
  readonly dualGap: number;
  /** `‖Y − XW‖²_F/n`. */
  readonly deviance: number;
}

const isZero = (values: Float64Array): boolean => values.every((value) => value === 0);

const inner = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** `target += factor * values`. */
function addScaled(target: Float64Array, factor: number, values: Float64Array): void {
  for (let t = 0; t < target.length; t++) target[t]! += factor * values[t]!;
}

/** Y − XW, passing over the features that W does not use. */
function residual({ X, Y }: Problem, W: Matrix): Matrix {
  const R = { ...Y, values: Y.values.slice() };
  for (let j = 0; j < X.cols; j++) {
    const w = row(W, j);
    if (isZero(w)) continue;
    for (let i = 0; i < X.rows; i++) addScaled(row(R, i), -X.values[i * X.cols + j]!, w);
  }
  return R;
}

/** XᵀR / n. */
function correlations(X: Matrix, R: Matrix): Matrix {
  const G = zeros(X.cols, R.cols);
  const [x, r, g] = [X.values, R.values, G.values];
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < X.cols; j++) {
      const factor = x[i * X.cols + j]! / X.rows;
      for (let t = 0; t < R.cols; t++) g[j * R.cols + t]! += factor * r[i * R.cols + t]!;
    }
  }
  return G;
}

function check({ X, Y, alpha }: Problem, W: Matrix): void {
  if (X.rows !== Y.rows)
    throw new TypeError(`certify: X and Y must have the same number of rows, got ${X.rows} and ${Y.rows}`);
  if (W.rows !== X.cols || W.cols !== Y.cols) {
    const expected = `${X.cols} x ${Y.cols} (features, tasks)`;
    throw new TypeError(`certify: W must have shape ${expected}, got ${W.rows} x ${W.cols}`);
  }
  if (!(alpha >= 0)) throw new RangeError(`certify: alpha must be a number >= 0, got ${alpha}`);
}

/**
 * The objective of W and its duality gap, in float64.
 *
 * With the residual R = Y − XW and G = XᵀR/n, the point sR is dual feasible for `s = min(1, α / max_j Ω°(G_j))`, and the
 * gap between primal and dual there is
 *
 *     (1 − s)² ‖R‖²/(2n) + Σ_j [α Ω(W_j) − s ⟨G_j, W_j⟩],
 *
 * every term of which is at least 0 (Fenchel–Young). The two sums are not taken from each other as primal minus dual,
 * so that the gap of an optimal W comes out near 1e-16 of the objective and not of ‖Y‖²/n. The ridge is taken as data, p more
 * samples `√(n ridge_j) e_j` with targets 0: it adds to ‖R‖², and `−ridge_j W_j` to G_j.
 *
 * @param W - coefficients, shape (p, tasks)
 * @throws TypeError for shapes that do not fit, RangeError for an alpha below 0 or NaN
 * @see Fercoq, Gramfort & Salmon 2015; Massias, Gramfort & Salmon 2018
 */
export function certify(problem: Problem, W: Matrix): Certificate {
  check(problem, W);
  const { X, alpha, norm, ridge } = problem;
  const R = residual(problem, W);
  const G = correlations(X, R);
  const deviance = inner(R.values, R.values) / X.rows;
  let loss = deviance / 2;
  let dualNorm = 0;
  for (let j = 0; j < X.cols; j++) {
    const [g, w] = [row(G, j), row(W, j)];
    if (ridge && ridge[j]! > 0) {
      loss += (ridge[j]! * inner(w, w)) / 2;
      addScaled(g, -ridge[j]!, w);
    }
    dualNorm = Math.max(dualNorm, norm.dual(g, j));
  }
  const s = dualNorm <= alpha ? 1 : alpha / dualNorm;

  let penalty = 0;
  let dualGap = (1 - s) ** 2 * loss;
  for (let j = 0; j < X.cols; j++) {
    const w = row(W, j);
    if (isZero(w)) continue;
    const value = alpha * norm.value(w, j);
    penalty += value;
    dualGap += Math.max(0, value - s * inner(row(G, j), w));
  }
  return { objective: loss + penalty, dualGap, deviance };
}
