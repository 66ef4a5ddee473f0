import { expect } from 'chai';
import { leastSquares } from '../../src/data/least-squares.js';
import { type Matrix, minus, times, transpose } from '../../src/data/matrix.js';
import { randomState } from '../../src/random/random-state.js';

const never = () => undefined;

const size = ({ values }: Matrix): number => Math.hypot(...values);

/** Least norm means in the range of Xᵀ: what W has orthogonal to the rows of X is nothing. */
async function expectLeastSquares(X: Matrix, Y: Matrix, rank: number): Promise<void> {
  const got = await leastSquares(X, Y, never);
  expect(got.rank).to.equal(rank);
  const R = minus(Y, times(X, got.W));
  expect(size(times(transpose(X), R))).to.be.below(1e-12 * size(X) * size(Y));
  expect(size(minus(R, got.residual))).to.be.below(1e-12 * size(Y));
  const along = await leastSquares(transpose(X), got.W, never);
  expect(size(along.residual)).to.be.below(1e-12 * size(got.W));
}

describe('leastSquares', () => {
  const rng = randomState(1);
  const X = { rows: 12, cols: 5, values: rng.randn(60) };
  const Y = { rows: 12, cols: 3, values: rng.randn(36) };

  it('leaves what is orthogonal to the columns', () => expectLeastSquares(X, Y, 5));

  it('has the least norm where columns are dependent', async () => {
    const values = X.values.slice();
    for (let i = 0; i < 12; i++) values[i * 5 + 3] = 2 * values[i * 5]! + values[i * 5 + 1]!;
    await expectLeastSquares({ ...X, values }, Y, 4);
  });

  it('has the least norm where there are more columns than rows', async () => {
    const wide = { rows: 4, cols: 9, values: rng.randn(36) };
    const targets = { rows: 4, cols: 2, values: rng.randn(8) };
    await expectLeastSquares(wide, targets, 4);
    expect(size((await leastSquares(wide, targets, never)).residual)).to.be.below(1e-14);
  });
});
