import { expect } from 'chai';
import { nthSmallest } from '../../src/engine/nth-smallest.js';
import { randomState } from '../../src/random/random-state.js';

describe('nthSmallest', () => {
  const cases: Readonly<Record<string, ArrayLike<number>>> = {
    'one number': [3],
    'numbers in order': [1, 2, 3, 4, 5],
    'numbers in reverse': [5, 4, 3, 2, 1],
    'equal numbers': [2, 2, 2, 2],
    'infinities and ties': [Infinity, 1, -Infinity, 1, 0, Infinity],
    'random numbers': randomState(1).randn(200),
    'random ties': randomState(2)
      .randn(200)
      .map((value) => Math.round(2 * value)),
  };
  for (const [name, numbers] of Object.entries(cases)) {
    it(`finds every place of ${name}`, () => {
      const sorted = Float64Array.from(numbers).sort();
      sorted.forEach((value, n) => {
        expect(nthSmallest(Float64Array.from(numbers), n)).to.equal(value);
      });
    });
  }
});
