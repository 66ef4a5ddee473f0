import { expect } from 'chai';
import { clipped, solveDefinite, upToFirstSignChange } from '../../src/engine/newton.js';
import { randomState } from '../../src/random/random-state.js';

/** `B Bᵀ`, shape (m, m), of a random B of some columns. */
function gram(m: number, columns: number): Float64Array {
  const B = randomState(5).randn(m * columns);
  return Float64Array.from({ length: m * m }, (_, at) => {
    const [i, j] = [Math.floor(at / m), at % m];
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += B[i * columns + k]! * B[j * columns + k]!;
    return sum;
  });
}

describe('solveDefinite', () => {
  it('solves a system', () => {
    const [A, r] = [gram(6, 9), randomState(6).randn(6)];
    const d = r.slice();
    expect(solveDefinite(A.slice(), d)).to.equal(true);
    r.forEach((value, i) => {
      expect(d.reduce((sum, x, j) => sum + A[i * 6 + j]! * x, 0)).to.be.closeTo(value, 1e-9);
    });
  });

  it('gives a way down where the matrix is singular', () => {
    const [A, r] = [gram(6, 3), randomState(6).randn(6)];
    const d = r.slice();
    if (solveDefinite(A.slice(), d)) expect(d.reduce((sum, x, i) => sum + x * r[i]!, 0)).to.be.above(0);
  });

  it('says so when there is no solution', () => {
    expect(solveDefinite(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).to.equal(false);
    expect(solveDefinite(new Float64Array(4), Float64Array.of(1, 1))).to.equal(false);
  });
});

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
