import { expect } from 'chai';
import { taskCorrelation } from '../../src/charts/task-correlation.js';
import { randomState } from '../../src/random/random-state.js';
import { expectBothThemes, json } from '../support/charts.js';

const Y = { rows: 4, cols: 3, values: Float64Array.of(1, -2, 5, 2, -4, 5, 3, -6, 5, 5, -10, 5) };

describe('taskCorrelation', () => {
  it('is sound Vega-Lite', () => {
    expectBothThemes((theme) => taskCorrelation(Y, { theme }));
  });

  it('has the correlation of each two tasks, 0 with a constant one', () => {
    const { values } = json(taskCorrelation(Y)).data;
    const of = (task: number, other: number) =>
      values.find((cell: { task: number; other: number }) => cell.task === task && cell.other === other).correlation;
    expect(values).to.have.length(9);
    expect(of(0, 0)).to.be.closeTo(1, 1e-12);
    expect(of(0, 1)).to.be.closeTo(-1, 1e-12);
    expect(of(1, 0)).to.be.closeTo(-1, 1e-12);
    expect(of(2, 0)).to.equal(0);
  });

  it('takes many tasks together, by the mean, and says so', () => {
    const many = { rows: 20, cols: 300, values: randomState(0).randn(6000) };
    const spec = json(taskCorrelation(many));
    expect(spec.data.values).to.have.length(100 * 100);
    expect(spec.title.subtitle).to.deep.equal(['each cell: the mean of 3 × 3 tasks']);
    const first = { rows: 20, cols: 3, values: many.values.filter((_, at) => at % 300 < 3) };
    const cells = json(taskCorrelation(first)).data.values.map(
      ({ correlation }: { correlation: number }) => correlation,
    );
    const mean = cells.reduce((sum: number, value: number) => sum + value / 9, 0);
    expect(spec.data.values[0].correlation).to.be.closeTo(mean, 1e-12);
  });
});
