import { expect } from 'chai';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { alphaGrid } from '../../src/selection/alpha-grid.js';
import { crossValidate } from '../../src/selection/cross-validate.js';
import { kFold } from '../../src/selection/splits.js';

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

  it('repeats the largest where eps is 1', () => {
    expect(alphaGrid(2, { eps: 1, count: 3 })).to.deep.equal([2, 2, 2]);
    expect(alphaGrid(2, { eps: 1, count: 1 })).to.deep.equal([2]);
  });

  it('is 1e-15 where there is nothing to penalise', () => {
    expect(alphaGrid(0, { count: 3 })).to.deep.equal([1e-15, 1e-15, 1e-15]);
  });

  it('takes nothing but 0 for nothing', async () => {
    expect(alphaGrid(4e-200, { eps: 0.25, count: 3 })).to.deep.equal([4e-200, 2e-200, 1e-200]);
    expect(alphaGrid(5e-324, { count: 2 })).to.deep.equal([5e-324, 5e-324]);
    const [X, y] = [
      [1, 2, 3, 4, 5, 6],
      [1, 2.1, 2.9, 4, 5, 6.1],
    ];
    for (const make of [lasso, elasticNet]) {
      for (const unit of [1e-9, 1e-100, 1e100]) {
        const options = { splits: kFold(6, 3), count: 10, tol: 1e-10 };
        const of = (a: number, b: number) =>
          crossValidate(
            make,
            X.map((x) => [x * a]),
            y.map((value) => value * b),
            options,
          );
        const [{ fit, min }, expected] = [await of(unit, 100 * unit), await of(1, 100)];
        expect(fit.coef.values[0]).to.be.closeTo(expected.fit.coef.values[0]!, 1e-6);
        if (make === lasso && unit === 1e-9) expect(fit.coef.values[0]).to.be.closeTo(100.389, 1e-3);
        expect(min.steps).to.deep.equal(expected.min.steps);
      }
    }
  });

  it('rejects what is out of range', () => {
    expect(() => alphaGrid(-1)).to.throw(RangeError, 'alphaGrid: alphaMax must be a number >= 0, got -1');
    expect(() => alphaGrid(1, { eps: 1.1 })).to.throw(
      RangeError,
      'alphaGrid: eps must be a number above 0 and at most 1, got 1.1',
    );
    expect(() => alphaGrid(1, { count: 0 })).to.throw(
      RangeError,
      'alphaGrid: count must be a whole number >= 1, got 0',
    );
  });
});
