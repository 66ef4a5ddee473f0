import { expect } from 'chai';
import { recovery } from '../../src/estimators/recovery.js';

const matrix = (...values: number[]) => ({
  rows: 2,
  cols: 2,
  values: Float64Array.from(values),
});

describe('recovery', () => {
  it('counts what is found, false and missed, entry by entry', () => {
    const found = recovery(matrix(1, 0, 2, 0), matrix(1, 5, 0, 0));
    expect(found).to.deep.equal({
      nonZeros: 2,
      falsePositives: 1,
      missed: 1,
      rmse: Math.sqrt((25 + 4) / 4),
    });
  });

  it('tells false, missed and merely inexact entries apart, whatever their signs', () => {
    const entries = (...values: number[]) => ({ rows: 1, cols: 7, values: Float64Array.from(values) });
    const found = recovery(entries(-1, 2, 3, 0, 0, 4, 0), entries(1, 2.5, 0, 0, 7, 0, 0));
    expect(found).to.include({ nonZeros: 4, falsePositives: 2, missed: 1 });
  });

  it('rejects shapes that differ', () => {
    const other = { rows: 1, cols: 4, values: new Float64Array(4) };
    expect(() => recovery(matrix(0, 0, 0, 0), other)).to.throw(
      TypeError,
      'recovery: coef and truth must have the same shape, got 2 x 2 and 1 x 4',
    );
  });
});
