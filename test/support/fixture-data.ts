import type { Matrix } from '../../src/data/matrix.js';
import { randomState } from '../../src/random/random-state.js';

/** The data of scripts/fixtures/data.py. */
export function data(): { X: Matrix; Y: Matrix; weights: Float64Array } {
  const rng = randomState(0);
  const X = { rows: 60, cols: 20, values: rng.randn(1200) };
  const W = rng.randn(15);
  const noise = rng.randn(180);
  const weights = rng.randomSample(60).map((value) => value + 0.5);
  const Y = { rows: 60, cols: 3, values: noise.map((value) => value + 1) };
  for (let i = 0; i < 60; i++) {
    for (let t = 0; t < 3; t++) {
      for (let j = 0; j < 5; j++) Y.values[i * 3 + t]! += X.values[i * 20 + j]! * W[j * 3 + t]!;
    }
  }
  return { X: { ...X, values: X.values.map((x) => x + 2) }, Y, weights };
}
