import { type Matrix, toRows } from '../../src/data/matrix.js';

/** `1/(2n) ‖Y − XW‖² + Σ_j l1_j ‖W_j‖₁ + l2_j ‖W_j‖₂ + ridge_j/2 ‖W_j‖²`, and W ≥ 0 if positive. */
export interface FamilyProblem {
  X: Matrix;
  Y: Matrix;
  l1: (j: number) => number;
  l2: (j: number) => number;
  ridge: (j: number) => number;
  positive: boolean;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const norm = (values: readonly number[]): number => Math.sqrt(sum(values.map((value) => value * value)));

/**
 * Objective and duality gap at the best multiple of the residual, in plain loops; the ridge as p samples more. For a row of one
 * entry l1 and l2 are the same thing.
 *
 * @param W - shape (features, tasks)
 */
export function familyGap(
  { X, Y, l1, l2, ridge, positive }: FamilyProblem,
  W: number[][],
): { objective: number; gap: number; deviance: number } {
  const n = X.rows;
  const [x, y] = [toRows(X), toRows(Y)];
  W.forEach((_, j) => {
    x.push(W.map((__, k) => (k === j ? Math.sqrt(n * ridge(j)) : 0)));
    y.push(y[0]!.map(() => 0));
  });
  const R = y.map((row, i) => row.map((value, t) => value - sum(x[i]!.map((entry, j) => entry * W[j]![t]!))));
  const C = W.map((_, j) => R[0]!.map((__, t) => sum(x.map((row, i) => row[j]! * R[i]![t]!)) / n));
  /** Whether the dual point sR satisfies the constraint of every row. */
  const feasible = (s: number): boolean =>
    C.every((c, j) => {
      const sizes = c.map((value) => s * (positive ? Math.max(0, value) : Math.abs(value)));
      if (c.length === 1) return sizes[0]! <= l1(j) + l2(j);
      return norm(sizes.map((size) => Math.max(0, size - l1(j)))) <= l2(j);
    });
  let [s, beyond] = [0, 2];
  for (let k = 0; k < 60; k++) {
    const middle = (s + beyond) / 2;
    if (middle <= 1 && feasible(middle)) s = middle;
    else beyond = middle;
  }
  const penalty = sum(W.map((w, j) => l1(j) * sum(w.map(Math.abs)) + l2(j) * norm(w)));
  const squares = (rows: number[][]): number => sum(rows.flat().map((r) => r * r)) / n;
  const [deviance, objective] = [squares(R.slice(0, n)), squares(R) / 2 + penalty];
  const dual = sum(R.flatMap((row, i) => row.map((r, t) => s * r * y[i]![t]! - (s * r) ** 2 / 2))) / n;
  return { objective, gap: objective - dual, deviance };
}
