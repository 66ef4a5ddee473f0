import { expect } from 'chai';
import { centre } from '../../src/data/centre.js';
import { deviations } from '../../src/data/deviations.js';
import type { Matrix } from '../../src/data/matrix.js';
import { weighted } from '../../src/data/weighted.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import { randomState } from '../../src/random/random-state.js';

const never = () => undefined;

const matrix = {
  rows: 6,
  cols: 2,
  values: randomState(2)
    .randn(12)
    .map((z) => z + 5),
};

describe('weighted', () => {
  it('is centring where all weights are the same', async () => {
    const [own, plain] = [await weighted(matrix, new Float64Array(6).fill(0.3), true, never), centre(matrix)];
    own.matrix.values.forEach((value, i) => {
      expect(value).to.be.closeTo(plain.matrix.values[i]!, 1e-14);
    });
    own.means.forEach((mean, j) => {
      expect(mean).to.be.closeTo(plain.means[j]!, 1e-14);
    });
  });

  it('has the inner products and means of as many samples as the weights say', async () => {
    const weights = [2, 0, 1, 3, 0, 2];
    const rows = weights.flatMap((weight, i) => new Array<number>(weight).fill(i));
    const repeated = {
      rows: 8,
      cols: 2,
      values: Float64Array.from(rows.flatMap((i) => [...matrix.values.subarray(2 * i, 2 * i + 2)])),
    };
    for (const centred of [true, false]) {
      const own = await weighted(matrix, weights, centred, never);
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

  it('makes a column that is constant where it counts exactly zero', async () => {
    const values = Float64Array.of(0.1, 7, 0.1, 0.1);
    const own = await weighted({ rows: 4, cols: 1, values }, [0.7, 0, 0.2, 5], true, never);
    expect([...own.matrix.values]).to.deep.equal([0, 0, 0]);
    expect(own.means[0]).to.equal(0.1);
  });
});

describe('a mean that float64 does not hold', () => {
  const values = Float64Array.from({ length: 10 }, (_, i) => 1e8 + (i % 2) * 2 ** -26);
  const expected = Float64Array.from({ length: 10 }, (_, i) => ((i % 2) * 2 - 1) * 2 ** -27);

  it('is taken off all the same', async () => {
    const column = { rows: 10, cols: 1, values };
    expect(centre(column).matrix.values).to.deep.equal(expected);
    const { matrix: own } = await weighted(column, new Float64Array(10).fill(1), true, never);
    own.values.forEach((value, i) => {
      expect(value).to.be.closeTo(expected[i]!, 1e-22);
    });
  });

  for (const solver of ['gram', 'workingSets', 'fista', 'singularValues', 'blocks'] as const) {
    it(`leaves a column its whole effect: ${solver}`, async () => {
      const y = Array.from(values, (_, i) => (i % 2) * 2 + [0.1, -0.1, 0, 0.2, -0.2][i % 5]!);
      const options = { standardize: true, tol: 1e-10 };
      const fit = await (solver === 'singularValues'
        ? lasso({ ...options, alpha: 0 })
        : solver === 'blocks'
          ? groupLasso({ ...options, alpha: 0.1, groups: [0] })
          : lasso({ ...options, alpha: 0.1, solver })
      ).fit(values, y);
      const plain = await lasso({ ...options, alpha: solver === 'singularValues' ? 0 : 0.1 }).fit(
        Array.from(values, (_, i) => i % 2),
        y,
      );
      expect(fit.coef.values[0]! * 2 ** -26).to.be.closeTo(plain.coef.values[0]!, 1e-5);
      expect(fit.objective).to.be.closeTo(plain.objective, 1e-9);
    });
  }
});

describe('deviations', () => {
  it('are root mean squares about the mean, 1 for a constant', async () => {
    const values = Float64Array.of(1, 0.1, 3, 0.1, 5, 0.1, 100, 0.1);
    const [first, second] = await deviations({ rows: 4, cols: 2, values }, [1, 1, 1, 0], never);
    expect(first).to.be.closeTo(Math.sqrt(8 / 3), 1e-14);
    expect(second).to.equal(1);
    const all = await deviations({ rows: 4, cols: 2, values }, undefined, never);
    expect(all[0]).to.be.closeTo(Math.sqrt((26.25 ** 2 + 24.25 ** 2 + 22.25 ** 2 + 72.75 ** 2) / 4), 1e-12);
  });

  it('stay exact far from zero', async () => {
    const z = randomState(3).randn(1000);
    const of = (by: number, unit: number) =>
      deviations({ rows: 1000, cols: 1, values: z.map((value) => (value + by) * unit) }, undefined, never);
    const [[near], [far]] = [await of(0, 1), await of(1e9, 1)];
    expect(far).to.be.closeTo(near!, 1e-7);
    for (const unit of [2 ** -1000, 2 ** -600, 2 ** 600, 2 ** 1000]) {
      expect((await of(3, unit))[0]).to.equal((await of(3, 1))[0]! * unit);
    }
  });
});
