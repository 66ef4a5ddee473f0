import { expect } from 'chai';
import { centre } from '../../src/data/centre.js';
import { randomState } from '../../src/random/random-state.js';

describe('centre', () => {
  it('takes the mean off every column and gives it', () => {
    const { matrix, means } = centre({
      rows: 3,
      cols: 2,
      values: Float64Array.of(1, 10, 2, 20, 6, 60),
    });
    expect([...means]).to.deep.equal([3, 30]);
    expect([...matrix.values]).to.deep.equal([-2, -20, -1, -10, 3, 30]);
  });

  it('makes a constant column exactly zero', () => {
    const { matrix, means } = centre({
      rows: 7,
      cols: 1,
      values: new Float64Array(7).fill(0.1),
    });
    expect(means[0]).to.equal(0.1);
    expect([...matrix.values]).to.deep.equal(new Array(7).fill(0));
  });

  it('takes a constant column for what it is, down to the smallest double', () => {
    const { matrix, means } = centre({ rows: 3, cols: 1, values: new Float64Array(3).fill(Number.MIN_VALUE) });
    expect(means[0]).to.equal(Number.MIN_VALUE);
    expect([...matrix.values]).to.deep.equal([0, 0, 0]);
  });

  it('leaves columns that sum to rounding level, however far from zero they lie', () => {
    const rows = 100_000;
    const values = randomState(1)
      .randn(rows)
      .map((z) => 1e6 + z);
    const { matrix } = centre({ rows, cols: 1, values });
    const spacing = 2 ** -33; // of doubles at 1e6
    expect(Math.abs(matrix.values.reduce((sum, x) => sum + x, 0) / rows)).to.be.at.most(spacing);
  });

  it('does not change its argument', () => {
    const values = Float64Array.of(1, 2);
    centre({ rows: 2, cols: 1, values });
    expect([...values]).to.deep.equal([1, 2]);
  });
});
