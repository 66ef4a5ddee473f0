import { expect } from 'chai';
import type { Matrix } from '../../src/data/matrix.js';
import { projectOut } from '../../src/data/project-out.js';
import { randomState } from '../../src/random/random-state.js';

const random = (seed: number, rows: number, cols: number): Matrix => ({
  rows,
  cols,
  values: randomState(seed).randn(rows * cols),
});

const never = () => undefined;

const product = (A: Matrix, i: number, B: Matrix, j: number): number => {
  let sum = 0;
  for (let k = 0; k < A.rows; k++) sum += A.values[k * A.cols + i]! * B.values[k * B.cols + j]!;
  return sum;
};

describe('projectOut', () => {
  it('leaves what is orthogonal to the columns, which become 0', async () => {
    const [X, Y] = [random(1, 9, 5), random(2, 9, 3)];
    const projection = await projectOut(X, [1, 3], never);
    const [off, others] = [await projection.off(Y), await projection.others()];
    for (const j of [1, 3]) {
      for (let t = 0; t < 3; t++) expect(product(X, j, off, t)).to.be.closeTo(0, 1e-13);
      for (const k of [0, 2, 4]) expect(product(X, j, others, k)).to.be.closeTo(0, 1e-13);
      for (let i = 0; i < 9; i++) expect(others.values[i * 5 + j]).to.equal(0);
    }
  });

  it('gives the least squares coefficients of the columns: what they leave is orthogonal to them', async () => {
    const [X, Y] = [random(3, 8, 4), random(4, 8, 2)];
    const W = await (await projectOut(X, [0, 2, 3], never)).fit(Y);
    const R = { ...Y, values: Y.values.slice() };
    for (let i = 0; i < 8; i++) {
      for (let t = 0; t < 2; t++) {
        [0, 2, 3].forEach((j, place) => {
          R.values[i * 2 + t]! -= X.values[i * 4 + j]! * W.values[place * 2 + t]!;
        });
      }
    }
    for (const j of [0, 2, 3]) for (let t = 0; t < 2; t++) expect(product(X, j, R, t)).to.be.closeTo(0, 1e-12);
  });

  it('gives 0 to a column that others make up for', async () => {
    const X = random(5, 7, 3);
    for (let i = 0; i < 7; i++) X.values[i * 3 + 2] = 2 * X.values[i * 3]! - X.values[i * 3 + 1]!;
    const W = await (await projectOut(X, [0, 1, 2], never)).fit(random(6, 7, 1));
    expect(W.values[2]).to.equal(0);
    expect(Math.abs(W.values[0]!)).to.be.within(1e-3, 10);
  });

  it('projects on everything where there are no columns', async () => {
    const X = random(7, 4, 2);
    const projection = await projectOut(X, [], never);
    expect(await projection.others()).to.deep.equal(X);
    expect(await projection.off(X)).to.deep.equal(X);
    expect(await projection.fit(X)).to.deep.equal({ rows: 0, cols: 2, values: new Float64Array(0) });
  });
});
