import { expect } from 'chai';
import { clipped, upToFirstSignChange } from '../../src/engine/newton.js';

describe('a step that would change signs', () => {
  const [w, d] = [Float64Array.of(1, -2, 4), Float64Array.of(-2, 1, -8)];

  it('sets to 0 what would change', () => {
    expect(Array.from(clipped(w, d))).to.deep.equal([0, -1, 0]);
  });

  it('ends at the first change, where that entry is exactly 0', () => {
    expect(Array.from(upToFirstSignChange(w, d))).to.deep.equal([0, -1.5, 0]);
    expect(Array.from(upToFirstSignChange(w, Float64Array.of(1, 1, 1)))).to.deep.equal([2, -1, 5]);
    expect(Array.from(upToFirstSignChange(w, Float64Array.of(0, 8, -5)))).to.deep.equal([1, 0, 2.75]);
  });
});
