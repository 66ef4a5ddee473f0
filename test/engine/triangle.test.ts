import { expect } from 'chai';
import { dot } from '../../src/data/vector.js';
import { triangle } from '../../src/engine/triangle.js';
import { randomState } from '../../src/random/random-state.js';
import { pacer } from '../../src/threads/pacer.js';

describe('triangle', () => {
  for (const samples of [3, 128, 129, 500]) {
    it(`has the inner products of the columns: ${samples} samples`, async () => {
      const rng = randomState(1);
      const columns = Array.from({ length: 6 }, (_, j) => rng.randn(samples).map((x) => x * 10 ** -j));
      columns[3] = new Float64Array(samples);
      const before = columns.map((column) => column.slice());
      const R = await triangle(columns, pacer());
      expect(columns).to.deep.equal(before);
      R.forEach((r, j) => {
        for (let k = 0; k < j; k++) expect(r[k]).to.equal(0);
      });
      columns.forEach((a, j) => {
        columns.forEach((b, k) => {
          const product = R.reduce((sum, r) => sum + r[j]! * r[k]!, 0);
          const scale = Math.sqrt(dot(a, a) * dot(b, b));
          expect(Math.abs(product - dot(a, b))).to.be.at.most(1e-14 * scale);
        });
      });
    });
  }

  it('is exact where columns are nearly the same, which their inner products do not tell', async () => {
    const [a, e] = [randomState(1).randn(300), randomState(2).randn(300)];
    const R = await triangle([a, a.map((value, i) => value + 1e-10 * e[i]!)], pacer());
    const along = dot(a, e) / dot(a, a);
    const off = e.map((value, i) => value - along * a[i]!);
    expect(Math.abs(R[1]![1]!) / (1e-10 * Math.sqrt(dot(off, off)))).to.be.closeTo(1, 1e-5);
  });
});
