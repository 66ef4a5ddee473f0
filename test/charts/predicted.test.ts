import { expect } from 'chai';
import { predictedVersusActual } from '../../src/charts/predicted-versus-actual.js';
import { residuals } from '../../src/charts/residuals.js';
import { expectBothThemes, json } from '../support/charts.js';

const actual = { rows: 3, cols: 2, values: Float64Array.of(1, 10, 2, Number.NaN, 4, 30) };
const predicted = { rows: 3, cols: 2, values: Float64Array.of(1.5, 11, 2, 20, 3, 28) };
const many = (rows: number) => ({ rows, cols: 1, values: Float64Array.from({ length: rows }, (_, i) => i) });

for (const [name, chart] of Object.entries({ residuals, predictedVersusActual })) {
  describe(name, () => {
    it('is sound Vega-Lite, also of a single point', () => {
      expectBothThemes((theme) => chart({ actual, predicted }, { theme }));
      expectBothThemes((theme) => chart({ actual: many(1), predicted: many(1) }, { theme }));
    });

    it('has a point for each entry that is there, of the tasks that are asked for', () => {
      const points = (tasks?: number[]) =>
        json(chart({ actual, predicted }, tasks ? { tasks } : {})).layer[1].data.values;
      expect(points([1])).to.deep.equal([
        { sample: 0, task: 'task 1', actual: 10, predicted: 11, residual: -1 },
        { sample: 2, task: 'task 1', actual: 30, predicted: 28, residual: 2 },
      ]);
      expect(points()).to.have.length(5);
    });

    it('draws one point of several where there are many, and says so', () => {
      const spec = json(chart({ actual: many(12_000), predicted: many(12_000) }));
      expect(spec.layer[1].data.values).to.have.length(1500);
      expect(spec.title.subtitle).to.include('one point of 8');
    });

    it('says what is wrong', () => {
      expect(() => chart({ actual, predicted: many(3) })).to.throw(
        TypeError,
        `${name}: predicted must have shape 3 x 2 like actual, got 3 x 1`,
      );
      expect(() => chart({ actual, predicted }, { tasks: [2] })).to.throw(
        RangeError,
        `${name}: tasks must be among 2, from 0, got 2`,
      );
    });
  });
}

describe('predictedVersusActual', () => {
  it('tells R² over its points', () => {
    const spec = json(predictedVersusActual({ actual, predicted }, { tasks: [0] }));
    const mean = 7 / 3;
    const total = (1 - mean) ** 2 + (2 - mean) ** 2 + (4 - mean) ** 2;
    expect(spec.title.subtitle[0]).to.equal(`R² ${(1 - (0.25 + 1) / total).toFixed(3)}`);
  });
});
