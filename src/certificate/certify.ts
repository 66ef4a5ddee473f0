import { checkHas } from '../arguments/check.js';
import { any, hasMethods, number, type Rules } from '../arguments/rules.js';
import { type Matrix, row } from '../data/matrix.js';
import { toFinite } from '../data/to-matrix.js';
import { toVector } from '../data/to-vector.js';
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

/** Matrices and the ridge have rules of their own. */
const RULES: Rules<Omit<Problem, 'ridge'>> = {
  X: any,
  Y: any,
  alpha: number('a number >= 0', (value) => value >= 0),
  norm: {
    accepts: (value) => hasMethods(value, 'value', 'dual'),
    expected: 'an object with functions value and dual',
    error: TypeError,
  },
};

/** A certificate in the making, of a design that comes row by row. */
export interface Certifier {
  /** Takes row i of X; each once. */
  read(x: Float64Array, i: number): void;
  /** Once all rows have been read. */
  certificate(): Certificate;
}

const isZero = (values: Float64Array): boolean => values.every((value) => value === 0);

const inner = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** In float64, all of it. @throws TypeError for kinds and shapes that do not fit, RangeError for numbers out of range */
function readProblem(problem: Problem, coefficients: Matrix): { readonly problem: Problem; readonly W: Matrix } {
  checkHas('certify', 'problem', problem, RULES);
  const [X, Y] = [toFinite('certify: X', problem.X), toFinite('certify: Y', problem.Y)];
  const W = toFinite('certify: W', coefficients);
  const { alpha, norm, ridge } = problem;
  if (X.rows !== Y.rows)
    throw new TypeError(`certify: X and Y must have the same number of rows, got ${X.rows} and ${Y.rows}`);
  if (W.rows !== X.cols || W.cols !== Y.cols) {
    const expected = `${X.cols} x ${Y.cols} (features, tasks)`;
    throw new TypeError(`certify: W must have shape ${expected}, got ${W.rows} x ${W.cols}`);
  }
  const expected = {
    what: `${X.cols} numbers >= 0, one for each feature`,
    length: X.cols,
    accepts: (value: number) => value >= 0 && value < Infinity,
  };
  const own = ridge === undefined ? {} : { ridge: toVector('certify: ridge', ridge, expected) };
  return { problem: { X, Y, alpha, norm, ...own }, W };
}

/** `r −= Σ_j x_j W_j` over the rows of W listed, of `r.length` tasks each. */
function takeOff(r: Float64Array, x: Float64Array, W: Float64Array, listed: Int32Array): void {
  const tasks = r.length;
  for (let k = 0; k < listed.length; k++) {
    const j = listed[k]!;
    for (let t = 0; t < tasks; t++) r[t]! -= x[j]! * W[j * tasks + t]!;
  }
}

/** `G_j += x_j r/n` for all j. */
function correlate(G: Float64Array, x: Float64Array, r: Float64Array, n: number): void {
  const tasks = r.length;
  const first = r[0]! / n;
  if (tasks === 1) {
    for (let j = 0; j < x.length; j++) G[j]! += x[j]! * first;
    return;
  }
  const shares = r.map((value) => value / n);
  for (let j = 0; j < x.length; j++) {
    for (let t = 0; t < tasks; t++) G[j * tasks + t]! += x[j]! * shares[t]!;
  }
}

/**
 * The certificate of W, from one reading of X: the residual of a sample, and what that adds to the correlations, take no more of X
 * than its row. See {@link certify} for the formula.
 *
 * @param W - coefficients, shape (p, tasks)
 */
export function certifier({ Y, alpha, norm, ridge }: Omit<Problem, 'X'>, W: Matrix): Certifier {
  const [n, tasks] = [Y.rows, Y.cols];
  const used = Int32Array.from({ length: W.rows }, (_, j) => j).filter((j) => !isZero(row(W, j)));
  const G = new Float64Array(W.rows * tasks);
  const r = new Float64Array(tasks);
  let squares = 0;
  return {
    read(x, i) {
      for (let t = 0; t < tasks; t++) r[t] = Y.values[i * tasks + t]!;
      takeOff(r, x, W.values, used);
      for (let t = 0; t < tasks; t++) squares += r[t]! * r[t]!;
      correlate(G, x, r, n);
    },
    certificate() {
      const deviance = squares / n;
      let loss = deviance / 2;
      let dualNorm = 0;
      const correlations = (j: number): Float64Array => G.subarray(j * tasks, (j + 1) * tasks);
      for (let j = 0; j < W.rows; j++) {
        const [g, w] = [correlations(j), row(W, j)];
        if (ridge && ridge[j]! > 0) {
          loss += (ridge[j]! * inner(w, w)) / 2;
          for (let t = 0; t < tasks; t++) g[t]! -= ridge[j]! * w[t]!;
        }
        dualNorm = Math.max(dualNorm, norm.dual(g, j));
      }
      const s = dualNorm <= alpha ? 1 : alpha / dualNorm;

      let penalty = 0;
      let dualGap = (1 - s) ** 2 * loss;
      for (const j of used) {
        const w = row(W, j);
        const value = alpha * norm.value(w, j);
        penalty += value;
        dualGap += Math.max(0, value - s * inner(correlations(j), w));
      }
      return { objective: loss + penalty, dualGap, deviance };
    },
  };
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
 * @throws TypeError for kinds and shapes that do not fit, RangeError for numbers out of range
 * @see Fercoq, Gramfort & Salmon 2015; Massias, Gramfort & Salmon 2018
 */
export function certify(problem: Problem, W: Matrix): Certificate {
  const own = readProblem(problem, W);
  const { read, certificate } = certifier(own.problem, own.W);
  for (let i = 0; i < own.problem.X.rows; i++) read(row(own.problem.X, i), i);
  return certificate();
}
