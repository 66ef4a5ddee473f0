import { addTimes, dot } from '../../data/vector.js';
import type { Weights } from '../row-penalty.js';

/**
 * `minimise Σ_t ‖y_t − Σ_j x_jt w_jt‖²/(2n) + Σ_b Ω_b(W_b)`, W_b the coefficients of the features of block b for all tasks, and
 * `Ω_b(w) = λ₁ ‖w‖₁ + λ₂ ‖w‖₂ + λ₃/2 ‖w‖²`. A feature may look different to each task.
 */
export interface BlockProblem {
  readonly samples: number;
  /** y_t. */
  readonly targets: readonly Float64Array[];
  /** Features of each block. */
  readonly blocks: readonly (readonly number[])[];
  /** x_jt. */
  column(feature: number, task: number): Float64Array;
  /** What has the same product with residuals as x_jt has. */
  probe(feature: number, task: number): Float64Array;
  /** At least the largest eigenvalue of `X_btᵀX_bt/n`, for every task t. */
  readonly curvatures: Float64Array;
  /** λ₁, λ₂ and λ₃ of block b; λ₁ + λ₂ above 0, both 0 times as large for none. */
  weights(block: number): Weights;
  readonly positive: boolean;
}

/** Where a problem stands: coefficients of each block, feature by feature, a number for each task; residuals of each task. */
export interface BlockPoint {
  readonly W: readonly Float64Array[];
  readonly R: readonly Float64Array[];
}

/** `x_jtᵀr_t/n − λ₃ w_jt` of the features and tasks of a block. */
export function correlationsOf(problem: BlockProblem, { W, R }: BlockPoint, block: number): Float64Array {
  const tasks = R.length;
  const { ridge } = problem.weights(block);
  return W[block]!.map((w, i) => {
    const [j, t] = [problem.blocks[block]![Math.floor(i / tasks)]!, i % tasks];
    return dot(problem.probe(j, t), R[t]!) / problem.samples - ridge * w;
  });
}

/** Moves a block by `change`, and the residuals with it. */
export function move(problem: BlockProblem, { W, R }: BlockPoint, block: number, change: Float64Array): void {
  const tasks = R.length;
  change.forEach((delta, i) => {
    if (delta === 0) return;
    W[block]![i]! += delta;
    addTimes(R[i % tasks]!, -delta, problem.column(problem.blocks[block]![Math.floor(i / tasks)]!, i % tasks));
  });
}

const soft = (value: number, threshold: number, positive: boolean): number =>
  positive ? Math.max(value - threshold, 0) : Math.sign(value) * Math.max(Math.abs(value) - threshold, 0);

const length = (values: Float64Array): number => Math.sqrt(dot(values, values));

/** The proximal operator of `Ω_b/L` without its ridge: soft thresholds, then a shorter block. */
export function proximal(values: Float64Array, { l1, l2 }: Weights, L: number, positive: boolean): Float64Array {
  const thresholded = values.map((value) => soft(value, l1 / L, positive));
  const size = length(thresholded);
  const by = size * L > l2 ? 1 - l2 / (size * L) : 0;
  return thresholded.map((value) => by * value);
}

/** `λ₁ ‖w‖₁ + λ₂ ‖w‖₂`. */
export const normsOf = (w: Float64Array, { l1, l2 }: Weights): number =>
  l1 * w.reduce((sum, value) => sum + Math.abs(value), 0) + l2 * length(w);

/**
 * By how much correlations exceed what they may be at most: below 1 not at all. Of the norms together the largest of
 * `‖S(c, λ₁)‖₂/λ₂`; where λ₂ is 0, `‖c‖_∞/λ₁`.
 */
export function dualRatio(c: Float64Array, { l1, l2 }: Weights, positive: boolean): number {
  if (l2 === 0) return c.reduce((most, value) => Math.max(most, positive ? value : Math.abs(value)), 0) / l1;
  return length(c.map((value) => soft(value, l1, positive))) / l2;
}
