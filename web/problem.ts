import { type Matrix, randomState, sineTasks } from 'tensor-lasso';
import type { Settings } from './settings.js';

/** Data to fit, and the truth where it is known. */
export interface Problem {
  readonly X: Matrix;
  readonly Y: Matrix;
  /** Shape (tasks, features). */
  readonly truth?: Matrix;
}

/** `X coefᵀ`. */
function signal({ rows, cols, values }: Matrix, coef: Matrix): Float64Array {
  const product = new Float64Array(rows * coef.rows);
  for (let i = 0; i < rows; i++) {
    for (let t = 0; t < coef.rows; t++) {
      let sum = 0;
      for (let j = 0; j < cols; j++) sum += values[i * cols + j]! * coef.values[t * cols + j]!;
      product[i * coef.rows + t] = sum;
    }
  }
  return product;
}

/** Columns of which neighbours are correlated, each of variance 1. */
function correlated(X: Matrix, rho: number): Matrix {
  const values = X.values.slice();
  for (let i = 0; i < X.rows; i++) {
    for (let j = 1; j < X.cols; j++) {
      const at = i * X.cols + j;
      values[at] = rho * values[at - 1]! + Math.sqrt(1 - rho * rho) * values[at]!;
    }
  }
  return { ...X, values };
}

/** Data like those of the worked example, and with its settings those. */
export function problemOf({ samples, features, tasks, relevant, noise, correlation, seed }: Settings): Problem {
  const { X, Y, coef } = sineTasks(randomState(seed), { samples, features, tasks, relevant });
  if (noise === 1 && correlation === 0) return { X, Y, truth: coef };
  const design = correlated(X, correlation);
  const [was, is] = [signal(X, coef), signal(design, coef)];
  const values = Y.values.map((y, at) => is[at]! + noise * (y - was[at]!));
  return { X: design, Y: { ...Y, values }, truth: coef };
}
