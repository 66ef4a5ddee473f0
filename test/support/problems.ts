import { centre } from '../../src/data/centre.js';
import { type Matrix, toRows } from '../../src/data/matrix.js';
import { randomState } from '../../src/random/random-state.js';

export interface Design {
  X: Matrix;
  Y: Matrix;
}

export interface DesignOptions {
  samples?: number;
  features?: number;
  tasks?: number;
  /** Correlation of neighbouring columns. */
  rho?: number;
  seed?: number;
}

/** Centred data: an autoregressive design, three relevant features, noise of standard deviation 0.5. */
export function design({ samples = 30, features = 12, tasks = 3, rho = 0, seed = 0 }: DesignOptions = {}): Design {
  const rng = randomState(seed);
  const X = {
    rows: samples,
    cols: features,
    values: rng.randn(samples * features),
  };
  for (let i = 0; i < samples; i++) {
    for (let j = 1; j < features; j++) {
      const at = i * features + j;
      X.values[at] = rho * X.values[at - 1]! + Math.sqrt(1 - rho * rho) * X.values[at]!;
    }
  }
  const relevant = Math.min(3, features);
  const W = rng.randn(relevant * tasks);
  const Y = {
    rows: samples,
    cols: tasks,
    values: rng.randn(samples * tasks).map((e) => e / 2),
  };
  for (let i = 0; i < samples; i++) {
    for (let j = 0; j < relevant; j++) {
      for (let t = 0; t < tasks; t++) Y.values[i * tasks + t]! += X.values[i * features + j]! * W[j * tasks + t]!;
    }
  }
  return { X: centre(X).matrix, Y: centre(Y).matrix };
}

/** `max_j ‖X_jᵀY‖₂/n` in plain loops: above it the multi-task solution is 0. */
export function alphaMax({ X, Y }: Design): number {
  const [x, y] = [toRows(X), toRows(Y)];
  const norms = x[0]!.map((_, j) =>
    Math.hypot(...y[0]!.map((__, t) => x.reduce((sum, row, i) => sum + row[j]! * y[i]![t]!, 0) / x.length)),
  );
  return Math.max(...norms);
}
