import { expect } from 'chai';
import { alphaGrid } from '../../src/selection/alpha-grid.js';

describe('alphaGrid', () => {
  it('goes from the largest to eps times that, logarithms evenly spaced', () => {
    const grid = alphaGrid(2, { eps: 1e-2, count: 5 });
    expect(grid).to.have.length(5);
    expect(grid[0]).to.equal(2);
    expect(grid[4]).to.be.closeTo(0.02, 1e-16);
    for (let k = 1; k < 5; k++) expect(grid[k]! / grid[k - 1]!).to.be.closeTo(Math.sqrt(0.1), 1e-14);
    expect(alphaGrid(1)).to.have.length(100);
    expect(alphaGrid(1).at(-1)).to.be.closeTo(1e-3, 1e-17);
    expect(alphaGrid(3, { count: 1 })).to.deep.equal([3]);
  });

  it('is 1e-15 where there is nothing to penalise', () => {
    expect(alphaGrid(0, { count: 3 })).to.deep.equal([1e-15, 1e-15, 1e-15]);
  });

  it('rejects what is out of range', () => {
    expect(() => alphaGrid(-1)).to.throw(RangeError, 'alphaGrid: alphaMax must be a number >= 0, got -1');
    expect(() => alphaGrid(1, { eps: 1 })).to.throw(RangeError, 'eps must be a number above 0 and below 1, got 1');
    expect(() => alphaGrid(1, { count: 0 })).to.throw(RangeError, 'count must be a whole number >= 1, got 0');
  });
});
