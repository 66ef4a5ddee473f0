import { expect } from 'chai';
import { generalisedInverse, rankOf } from '../../src/data/generalised-inverse.js';
import { type Matrix, times, transpose } from '../../src/data/matrix.js';
import { randomState } from '../../src/random/random-state.js';

const never = () => undefined;

function expectClose(A: Matrix, B: Matrix, by: number): void {
  A.values.forEach((value, at) => {
    expect(value).to.be.closeTo(B.values[at]!, by);
  });
}

describe('generalisedInverse', () => {
  const X = { rows: 9, cols: 6, values: randomState(0).randn(54) };

  it('is the inverse where there is one', async () => {
    const A = times(transpose(X), X);
    const { inverse, rank } = await generalisedInverse(A, never);
    expect(await rankOf(A, never)).to.equal(rank);
    expect(rank).to.equal(6);
    const identity = { ...A, values: A.values.map((_, at) => (at % 7 === 0 ? 1 : 0)) };
    expectClose(times(A, inverse), identity, 1e-12);
  });

  it('solves what can be solved where there is none: A A⁻ A = A', async () => {
    const values = X.values.slice();
    for (let i = 0; i < 9; i++) {
      values[i * 6 + 2] = values[i * 6]! - 3 * values[i * 6 + 1]!;
      values[i * 6 + 4] = 0;
    }
    const x = { ...X, values };
    const A = times(transpose(x), x);
    const { inverse, rank } = await generalisedInverse(A, never);
    expect(await rankOf(A, never)).to.equal(rank);
    expect(rank).to.equal(4);
    expectClose(times(times(A, inverse), A), A, 1e-11);
    expect([...inverse.values.slice(4 * 6, 5 * 6)]).to.deep.equal([0, 0, 0, 0, 0, 0]);
  });

  it('compares what is left with a scale', async () => {
    const A = { rows: 2, cols: 2, values: Float64Array.of(1, 0, 0, 1e-14) };
    expect((await generalisedInverse(A, never)).rank).to.equal(2);
    expect((await generalisedInverse(A, never, [1, 1])).rank).to.equal(1);
  });
});
