import { expect } from 'chai';
import { columns, row, toRows, transpose, zeros } from '../../src/data/matrix.js';

const M = { rows: 2, cols: 3, values: Float64Array.of(1, 2, 3, 4, 5, 6) };

describe('Matrix', () => {
  it('is read row after row', () =>
    expect(toRows(M)).to.deep.equal([
      [1, 2, 3],
      [4, 5, 6],
    ]));

  it('gives a row as a view', () => {
    const matrix = zeros(2, 2);
    row(matrix, 1)[0] = 7;
    expect(toRows(matrix)).to.deep.equal([
      [0, 0],
      [7, 0],
    ]);
  });

  it('gives a range of columns as a copy', () => {
    const taken = columns(M, 1, 3);
    taken.values[0] = 99;
    expect(toRows(columns(M, 1, 3))).to.deep.equal([
      [2, 3],
      [5, 6],
    ]);
    expect(M.values[1]).to.equal(2);
  });

  it('has a limit', () => {
    expect(() => zeros(1e12, 30)).to.throw(RangeError, 'at most 2^32 - 1 entries, got 1000000000000 x 30');
  });

  it('transposes', () => {
    expect(toRows(transpose(M))).to.deep.equal([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(transpose(transpose(M))).to.deep.equal(M);
  });
});
