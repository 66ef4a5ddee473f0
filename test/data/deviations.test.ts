import { expect } from 'chai';
import { deviations } from '../../src/data/deviations.js';
import type { Matrix } from '../../src/data/matrix.js';
import { randomState } from '../../src/random/random-state.js';

const [ROWS, COLS] = [15, 4];
const X: Matrix = {
  rows: ROWS,
  cols: COLS,
  values: randomState(2)
    .randn(ROWS * COLS)
    .map((x, at) => x + (at % COLS)),
};
const weights = Float64Array.from({ length: ROWS }, (_, i) => [0, 1, 0.25, 3][i % 4]!);
const of = (matrix: Matrix, own?: Float64Array) => deviations(matrix, own, () => undefined);
const inUnits = (units: ArrayLike<number>): Matrix => ({
  ...X,
  values: X.values.map((x, at) => x * units[at % COLS]!),
});

describe('deviations', () => {
  it('are √(Σ w (x − x̄)²/Σw)', async () => {
    for (const own of [undefined, weights]) {
      const found = await of(X, own);
      for (let j = 0; j < COLS; j++) {
        const sum = (f: (i: number) => number) =>
          Array.from({ length: ROWS }, (_, i) => (own?.[i] ?? 1) * f(i)).reduce((a, b) => a + b, 0);
        const x = (i: number) => X.values[i * COLS + j]!;
        const mean = sum(x) / sum(() => 1);
        expect(found[j]).to.be.closeTo(Math.sqrt(sum((i) => (x(i) - mean) ** 2) / sum(() => 1)), 1e-14);
      }
    }
  });

  it('go with the units of each column, to the bit', async () => {
    for (const own of [undefined, weights]) {
      const expected = await of(X, own);
      for (const powers of [
        [-900, -900, -900, -900],
        [900, 900, 900, 900],
        [-900, -450, 450, 900],
        [0, -600, 10, 600],
        [-1000, 1015, 3, -3],
      ]) {
        const found = await of(inUnits(powers.map((power) => 2 ** power)), own);
        expect(found.map((value, j) => value / 2 ** powers[j]!)).to.deep.equal(expected);
      }
    }
  });

  it('are exact about means that float64 does not hold, and 1 for a constant of any size', async () => {
    const far = (i: number) => 1e8 + (i % 2) * 2 ** -26;
    const level = [0.1, 1e-320, 1e300];
    const rows = Array.from({ length: 8 }, (_, i) => [far(i), ...level]).flat();
    const matrix = { rows: 8, cols: 4, values: Float64Array.from(rows) };
    expect(Array.from(await of(matrix))).to.deep.equal([2 ** -27, 1, 1, 1]);
    expect(Array.from(await of(matrix, Float64Array.of(0, 1, 3, 0, 0, 0, 0, 0)))).to.deep.equal([
      2 ** -26 * Math.sqrt(3 / 16),
      1,
      1,
      1,
    ]);
  });
});
