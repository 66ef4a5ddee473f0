import { expect } from 'chai';
import { type Matrix, times } from '../../src/data/matrix.js';
import { dot } from '../../src/data/vector.js';
import { type SingularValues, singularValues } from '../../src/engine/singular-values.js';
import { randomState } from '../../src/random/random-state.js';
import { pacer } from '../../src/threads/pacer.js';
import { failure } from '../support/failure.js';

const random = (rows: number, cols: number, seed = 0): Matrix => ({
  rows,
  cols,
  values: randomState(seed).randn(rows * cols),
});

const largest = (values: Iterable<number>): number => Math.max(...Array.from(values, Math.abs));

/** The largest entry of `X − U diag(s) Vᵀ`. */
function error(X: Matrix, { s, left, right }: SingularValues): number {
  return largest(
    X.values.map((x, at) => {
      const [i, j] = [Math.floor(at / X.cols), at % X.cols];
      return s.reduce((sum, value, k) => sum - value * left[k]![i]! * right[k]![j]!, x);
    }),
  );
}

/** How far vectors are from orthonormal. */
const skew = (vectors: readonly Float64Array[]): number =>
  largest([0, ...vectors.flatMap((a, i) => vectors.map((b, k) => dot(a, b) - (i === k ? 1 : 0)))]);

const found = (X: Matrix) => singularValues(X, pacer());

describe('singularValues', () => {
  for (const [rows, cols] of [
    [30, 12],
    [12, 30],
    [20, 20],
    [700, 9],
    [5, 1100],
    [1, 7],
    [7, 1],
  ] as const) {
    it(`takes X apart, with orthonormal vectors: ${rows} x ${cols}`, async () => {
      const X = random(rows, cols);
      const parts = await found(X);
      expect(parts.s).to.have.length(Math.min(rows, cols));
      expect(error(X, parts)).to.be.below(1e-13);
      expect(skew(parts.left)).to.be.below(1e-13);
      expect(skew(parts.right)).to.be.below(1e-13);
    });
  }

  it('finds those of a matrix that is made of them, over twelve orders of magnitude', async () => {
    const [U, V] = [await found(random(25, 25, 1)), await found(random(10, 10, 2))];
    const s = Array.from({ length: 10 }, (_, k) => 10 ** (-k * 1.3));
    const X = { rows: 25, cols: 10, values: new Float64Array(250) };
    for (let i = 0; i < 25; i++) {
      for (let j = 0; j < 10; j++) {
        X.values[i * 10 + j] = s.reduce((sum, value, k) => sum + value * U.left[k]![i]! * V.right[k]![j]!, 0);
      }
    }
    const parts = await found(X);
    const sorted = Array.from(parts.s).sort((a, b) => b - a);
    expect(sorted).to.have.length(10);
    expect(skew(parts.left)).to.be.below(1e-13);
    sorted.forEach((value, k) => {
      expect(value).to.be.closeTo(s[k]!, 1e-14);
    });
  });

  it('keeps vectors orthonormal where columns are nearly dependent: a Hilbert matrix', async () => {
    const X = { rows: 20, cols: 12, values: new Float64Array(240) };
    for (let i = 0; i < 20; i++) for (let j = 0; j < 12; j++) X.values[i * 12 + j] = 1 / (1 + i + j);
    const parts = await found(X);
    expect(parts.s.length).to.be.at.least(10);
    expect(error(X, parts)).to.be.below(1e-14);
    expect(skew(parts.left)).to.be.below(1e-13);
    expect(skew(parts.right)).to.be.below(1e-13);
  });

  it('leaves out what rounding makes of dependent columns and rows', async () => {
    for (const [rows, cols] of [
      [20, 15],
      [15, 20],
      [40, 15],
      [15, 40],
    ] as const) {
      const X = times(random(rows, 4), random(4, cols, 1));
      const parts = await found(X);
      expect(parts.s).to.have.length(4);
      expect(error(X, parts)).to.be.below(1e-13);
    }
    const zero = await found({ rows: 3, cols: 2, values: new Float64Array(6) });
    expect([zero.s.length, zero.left.length, zero.right.length]).to.deep.equal([0, 0, 0]);
  });

  it('leaves X as it was', async () => {
    const X = random(6, 9);
    const before = X.values.slice();
    await found(X);
    expect(X.values).to.deep.equal(before);
  });

  it('ends with the reason of a signal on the way', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 20);
    const start = performance.now();
    const error = await failure(singularValues(random(400, 400), pacer(controller.signal)));
    expect(error).to.have.property('message', 'enough');
    expect(performance.now() - start).to.be.below(1500);
  });
});
