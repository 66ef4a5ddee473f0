import { expect } from 'chai';
import { missingColumn } from '../../src/data/observed.js';
import { asMatrix } from '../../src/data/to-matrix.js';

describe('missingColumn', () => {
  it('is the first column of which nothing is there', () => {
    const nan = Number.NaN;
    const found = (rows: number[][]): number => missingColumn(asMatrix('Y', rows));
    expect(
      found([
        [1, nan],
        [nan, 2],
        [nan, nan],
      ]),
    ).to.equal(-1);
    expect(
      found([
        [nan, nan],
        [nan, nan],
        [nan, 3],
      ]),
    ).to.equal(0);
    expect(
      found([
        [nan, nan, nan],
        [4, nan, nan],
      ]),
    ).to.equal(1);
  });
});
