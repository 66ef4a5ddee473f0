import { expect } from 'chai';
import { centre } from '../../src/data/centre.js';
import { deviations } from '../../src/data/deviations.js';
import type { Matrix } from '../../src/data/matrix.js';
import { weighted } from '../../src/data/weighted.js';
import { randomState } from '../../src/random/random-state.js';

const matrix = {
  rows: 6,
  cols: 2,
  values: randomState(2)
    .randn(12)
    .map((z) => z + 5),
};

describe('weighted', () => {
  it('is centring where all weights are the same', () => {
    const [own, plain] = [weighted(matrix, new Float64Array(6).fill(0.3), true), centre(matrix)];
    own.matrix.values.forEach((value, i) => {
      expect(value).to.be.closeTo(plain.matrix.values[i]!, 1e-14);
    });
    own.means.forEach((mean, j) => {
      expect(mean).to.be.closeTo(plain.means[j]!, 1e-14);
    });
  });

  it('has the inner products and means of as many samples as the weights say', () => {
    const weights = [2, 0, 1, 3, 0, 2];
    const rows = weights.flatMap((weight, i) => new Array<number>(weight).fill(i));
    const repeated = {
      rows: 8,
      cols: 2,
      values: Float64Array.from(rows.flatMap((i) => [...matrix.values.subarray(2 * i, 2 * i + 2)])),
    };
    for (const centred of [true, false]) {
      const own = weighted(matrix, weights, centred);
      expect(own.matrix.rows).to.equal(4);
      const plain = centred ? centre(repeated) : { matrix: repeated, means: new Float64Array(2) };
      own.means.forEach((mean, j) => {
        expect(mean).to.be.closeTo(plain.means[j]!, 1e-14);
      });
      const product = ({ values, rows: n }: Matrix) => {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += values[2 * i]! * values[2 * i + 1]!;
        return sum / n;
      };
      expect(product(own.matrix)).to.be.closeTo(product(plain.matrix), 1e-12);
    }
  });

  it('makes a column that is constant where it counts exactly zero', () => {
    const values = Float64Array.of(0.1, 7, 0.1, 0.1);
    const own = weighted({ rows: 4, cols: 1, values }, [0.7, 0, 0.2, 5], true);
    expect([...own.matrix.values]).to.deep.equal([0, 0, 0]);
    expect(own.means[0]).to.equal(0.1);
  });
});

describe('deviations', () => {
  it('are root mean squares about the mean, 1 for a constant', () => {
    const values = Float64Array.of(1, 0.1, 3, 0.1, 5, 0.1, 100, 0.1);
    const [first, second] = deviations({ rows: 4, cols: 2, values }, [1, 1, 1, 0]);
    expect(first).to.be.closeTo(Math.sqrt(8 / 3), 1e-14);
    expect(second).to.equal(1);
    const all = deviations({ rows: 4, cols: 2, values });
    expect(all[0]).to.be.closeTo(Math.sqrt((26.25 ** 2 + 24.25 ** 2 + 22.25 ** 2 + 72.75 ** 2) / 4), 1e-12);
  });

  it('stay exact far from zero', () => {
    const z = randomState(3).randn(1000);
    const [near, far] = [0, 1e9].map(
      (by) => deviations({ rows: 1000, cols: 1, values: z.map((value) => value + by) })[0]!,
    );
    expect(far).to.be.closeTo(near!, 1e-7);
  });
});
