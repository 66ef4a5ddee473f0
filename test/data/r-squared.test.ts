import { expect } from 'chai';
import type { Matrix } from '../../src/data/matrix.js';
import { rSquared } from '../../src/data/r-squared.js';
import { randomState } from '../../src/random/random-state.js';

const [ROWS, COLS] = [12, 3];
const rng = randomState(5);
const random = (): Matrix => ({ rows: ROWS, cols: COLS, values: rng.randn(ROWS * COLS) });
const weights = Float64Array.from({ length: ROWS }, (_, i) => [0, 1, 0.25, 3][i % 4]!);

/** In plain words, of numbers of a middling size. */
function plain(Y: Matrix, predicted: Matrix, own: ArrayLike<number>): number[] {
  return Array.from({ length: COLS }, (_, t) => {
    const places = Array.from({ length: ROWS }, (__, i) => i).filter((i) => !Number.isNaN(Y.values[i * COLS + t]!));
    const sum = (f: (i: number) => number) => places.reduce((all, i) => all + own[i]! * f(i), 0);
    const y = (i: number) => Y.values[i * COLS + t]!;
    const mean = sum(y) / sum(() => 1);
    return 1 - sum((i) => (y(i) - predicted.values[i * COLS + t]!) ** 2) / sum((i) => (y(i) - mean) ** 2);
  });
}

describe('rSquared', () => {
  const [Y, noise] = [random(), random()];
  const predicted = { ...Y, values: Y.values.map((y, at) => y + noise.values[at]! / 2) };
  const holes = { ...Y, values: Y.values.map((y, at) => (at % 7 === 2 ? Number.NaN : y + 1)) };

  it('is 1 − Σ w (y − ŷ)² / Σ w (y − ȳ)² over what is there', () => {
    const ones = new Float64Array(ROWS).fill(1);
    for (const targets of [Y, holes]) {
      for (const [own, given] of [
        [ones, undefined],
        [weights, weights],
      ] as const) {
        const expected = plain(targets, predicted, own);
        rSquared(targets, predicted, given).forEach((value, t) => {
          expect(value).to.be.closeTo(expected[t]!, 1e-13);
        });
      }
    }
  });

  it('is the same in any units, to the bit, each column in its own', () => {
    const expected = rSquared(holes, predicted, weights);
    for (const units of [
      [2 ** -1000, 1, 2 ** 1000],
      [2 ** 1019, 2 ** -700, 2 ** -40],
    ]) {
      const times = (matrix: Matrix) => ({ ...matrix, values: matrix.values.map((y, at) => y * units[at % COLS]!) });
      expect(rSquared(times(holes), times(predicted), weights)).to.deep.equal(expected);
    }
  });

  it('takes no notice of what weighs nothing, of any size', () => {
    const wild = { ...Y, values: Y.values.map((y, at) => (weights[Math.floor(at / COLS)] === 0 ? 1e300 : y)) };
    expect(rSquared(wild, predicted, weights)).to.deep.equal(rSquared(Y, predicted, weights));
  });

  it('of a constant is 1 if it is met exactly, else 0; of nothing NaN', () => {
    const level = (value: number): Matrix => ({ rows: 7, cols: 1, values: new Float64Array(7).fill(value) });
    for (const value of [0.1, 1e-300, 1e300, 0]) {
      expect(rSquared(level(value), level(value))[0]).to.equal(1);
      expect(rSquared(level(value), level(2 * value + 1e-310))[0]).to.equal(0);
    }
    expect(rSquared(level(1), level(1), new Float64Array(7))[0]).to.be.NaN;
    expect(rSquared(level(Number.NaN), level(1))[0]).to.be.NaN;
  });
});
