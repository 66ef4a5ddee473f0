import { columns, columnsOf, type Matrix, rowsOf, times } from '../../src/data/matrix.js';
import { type RandomState, randomState } from '../../src/random/random-state.js';
import properties from '../fixtures/properties.json' with { type: 'json' };

const normal = (rng: RandomState, rows: number, cols: number): Matrix => ({
  rows,
  cols,
  values: rng.randn(rows * cols),
});

/** Many noisy features and few samples, as the tests of scikit-learn's coordinate descent build them; without noise in Y. */
export function buildDataset({ samples = 50, features = 200, informative = 10, targets = 1 } = {}) {
  const rng = randomState(0);
  const W = normal(rng, features, targets);
  W.values.fill(0, informative * targets);
  const X = normal(rng, samples, features);
  const test = normal(rng, samples, features);
  return { X, Y: times(X, W), test: { X: test, Y: times(test, W) } };
}

/** Data of which half are 0, as the tests of its sparse coordinate descent make them. */
export function makeSparseData({ samples = 100, features = 100, informative = 10, positive = false } = {}) {
  const rng = randomState(42);
  const w = rng.randn(features).fill(0, informative);
  const X = normal(rng, samples, features);
  const chance = rng.randomSample(samples * features);
  X.values.forEach((_, at) => {
    if (chance[at]! > 0.5) X.values[at] = 0;
  });
  const W = { rows: features, cols: 1, values: positive ? w.map(Math.abs) : w };
  return { X, Y: times(X, W) };
}

/** scikit-learn's `make_regression` of full rank, without noise. */
export function makeRegression(
  seed: number,
  samples: number,
  features: number,
  informative = 10,
): { X: Matrix; Y: Matrix } {
  const rng = randomState(seed);
  const X = normal(rng, samples, features);
  const W = { rows: features, cols: 1, values: new Float64Array(features) };
  W.values.set(rng.randomSample(informative).map((value) => 100 * value));
  const Y = times(X, W);
  const order = Int32Array.from({ length: samples }, (_, i) => i);
  rng.shuffle(order);
  const places = Int32Array.from({ length: features }, (_, j) => j);
  rng.shuffle(places);
  return { X: columnsOf(rowsOf(X, order), places), Y: rowsOf(Y, order) };
}

/** The first columns of a matrix. */
export const firstColumns = (X: Matrix, count: number): Matrix => columns(X, 0, count);

/** Diabetes of 442 patients, each column centred and of length 1 as scikit-learn scales them. */
export function diabetes(): { X: Matrix; Y: Matrix } {
  const { X, y } = properties.diabetes;
  const [rows, cols] = [X.length, X[0]!.length];
  const values = Float64Array.from(X.flat());
  for (let j = 0; j < cols; j++) {
    const mean = X.reduce((sum, row) => sum + row[j]! / rows, 0);
    const size = Math.sqrt(X.reduce((sum, row) => sum + (row[j]! - mean) ** 2, 0));
    for (let i = 0; i < rows; i++) values[i * cols + j] = (X[i]![j]! - mean) / size;
  }
  return { X: { rows, cols, values }, Y: { rows, cols: 1, values: Float64Array.from(y) } };
}
