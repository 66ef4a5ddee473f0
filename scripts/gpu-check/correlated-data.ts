import { type Matrix, randomState } from 'tensor-lasso';
import type { DataSet } from './data-sets.js';

/** One feature of so many is relevant. */
const EVERY = 20;

/**
 * `Y = X W + E`: columns of X as an autoregressive process along the features (variance 1), every twentieth feature
 * relevant with normal coefficients, normal noise of variance 1.
 */
export function correlatedData({ samples, features, tasks, rho }: DataSet): { X: Matrix; Y: Matrix } {
  const rng = randomState(0);
  const x = rng.randn(samples * features);
  const w = rng.randn(Math.ceil(features / EVERY) * tasks);
  const y = rng.randn(samples * tasks);
  const fresh = Math.sqrt(1 - rho * rho);
  for (let i = 0; i < samples; i++) {
    for (let j = 1; j < features; j++) {
      const at = i * features + j;
      x[at] = rho * x[at - 1]! + fresh * x[at]!;
    }
    for (let j = 0; j < features; j += EVERY) {
      const value = x[i * features + j]!;
      const from = (j / EVERY) * tasks;
      for (let t = 0; t < tasks; t++) y[i * tasks + t]! += value * w[from + t]!;
    }
  }
  return { X: { rows: samples, cols: features, values: x }, Y: { rows: samples, cols: tasks, values: y } };
}
