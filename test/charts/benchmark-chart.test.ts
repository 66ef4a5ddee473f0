import { expect } from 'chai';
import { benchmarkChart } from '../../src/charts/benchmark-chart.js';
import { expectBothThemes, json } from '../support/charts.js';

const rows = [
  { problem: 'small', peer: 'a', ratio: 2, group: 'gap 1e-4' },
  { problem: 'small', peer: 'b', ratio: 0.5, group: 'gap 1e-4' },
  { problem: 'large', peer: 'a', ratio: 8, group: 'gap 1e-6' },
];

describe('benchmarkChart', () => {
  it('is sound Vega-Lite, with and without groups', () => {
    expectBothThemes((theme) => benchmarkChart(rows, { theme }));
    expectBothThemes((theme) => benchmarkChart([{ problem: 'small', peer: 'a', ratio: 2 }], { theme }));
  });

  it('has a panel for each group, and in it a point for each ratio', () => {
    const { hconcat, description } = json(benchmarkChart(rows));
    expect(hconcat.map(({ title }: { title: { text: string } }) => title.text)).to.deep.equal(['gap 1e-4', 'gap 1e-6']);
    const placed = rows.map((row, k) => ({ ...row, _problem: Math.floor(k / 2), _peer: k % 2 }));
    expect(hconcat[0].layer[1].data.values).to.deep.equal(placed.slice(0, 2));
    expect(hconcat[1].layer[1].data.values).to.deep.equal(placed.slice(2));
    expect(description).to.include('on 2 problems; 2 of 3 are at least 1');
  });

  it('says what is wrong', () => {
    const message = 'benchmarkChart: ratio must be a number above 0, got 0 of a';
    expect(() => benchmarkChart([{ problem: 'p', peer: 'a', ratio: 0 }])).to.throw(RangeError, message);
  });
});
