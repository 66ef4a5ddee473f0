import { expect } from 'chai';
import { coefficientSeries } from '../../src/charts/coefficient-series.js';
import { toSVG } from '../../src/node/to-svg.js';
import { expectSoundSpec, json } from '../support/charts.js';

const series = [
  {
    name: 'Ground truth',
    coef: { rows: 3, cols: 2, values: Float64Array.of(1, 2, 3, 4, 5, 6) },
    color: 'seagreen',
  },
  {
    name: 'Lasso',
    coef: { rows: 3, cols: 2, values: Float64Array.of(0, 0, 0, 7, 0, 0) },
    color: 'gold',
  },
];

describe('coefficientSeries', () => {
  it('is sound Vega-Lite, also for a single task and with a domain', () => {
    expectSoundSpec(coefficientSeries(series, { domain: [-1.1, 1.1] }));
    expectSoundSpec(
      coefficientSeries([
        {
          name: 'one',
          coef: { rows: 1, cols: 1, values: Float64Array.of(2) },
          color: 'red',
        },
      ]),
    );
  });

  it('holds the values of one feature over the tasks, for each series', () => {
    const { data } = json(coefficientSeries(series, { feature: 1 }));
    const values = (name: string) =>
      data.values
        .filter((point: { series: string }) => point.series === name)
        .map(({ value }: { value: number }) => value);
    expect(values('Ground truth')).to.deep.equal([2, 4, 6]);
    expect(values('Lasso')).to.deep.equal([0, 7, 0]);
    expect(data.values[1]).to.deep.equal({
      _place: 0,
      series: 'Ground truth',
      task: 1,
      feature: 1,
      value: 4,
    });
  });

  it('has the colours, the line width, the legend and the domain it is told', () => {
    const { encoding, mark, params } = json(coefficientSeries(series, { domain: [-1.1, 1.1] }));
    expect(mark).to.include({ type: 'line', strokeWidth: 2 });
    expect(mark.point).to.include({ opacity: 0 });
    expect(mark.point.size).to.be.at.least(100);
    expect(encoding.color.scale).to.deep.equal({
      domain: [0, 1],
      range: ['seagreen', 'gold'],
    });
    expect(params).to.deep.equal([{ name: 'names', value: ['Ground truth', 'Lasso'] }]);
    expect(encoding.color.legend.legendX).to.be.within(100, 260);
    expect(encoding.color.legend.legendY).to.be.below(20);
    expect(encoding.y.scale.domain).to.deep.equal([-1.1, 1.1]);
    expect(encoding.x.scale.domain).to.deep.equal([0, 2]);
    expect(encoding.tooltip.map(({ title }: { title: string }) => title)).to.deep.equal([
      'model',
      'task',
      'feature',
      'value',
    ]);
    expect(json(coefficientSeries(series)).encoding.y.scale).to.deep.equal({});
  });

  it('binds tasks, values and series to the axes, the colours and the tooltips', () => {
    const { x, y, color, tooltip } = json(coefficientSeries(series)).encoding;
    expect([x, y, color].map(({ field }) => field)).to.deep.equal(['task', 'value', '_place']);
    expect(tooltip.map(({ field }: { field: string }) => field)).to.deep.equal(['series', 'task', 'feature', 'value']);
  });

  it('shows a single task as a point in the middle, and the longest series whole', () => {
    const of = (rows: number, name: string) => ({
      name,
      coef: { rows, cols: 1, values: new Float64Array(rows) },
      color: 'red',
    });
    const single = json(coefficientSeries([of(1, 'one')]));
    expect(single.mark.point).to.equal(true);
    expect(single.encoding.x.scale.domain).to.deep.equal([-0.5, 0.5]);
    const mixed = json(coefficientSeries([of(3, 'short'), of(5, 'long')]));
    expect(mixed.encoding.x.scale.domain).to.deep.equal([0, 4]);
  });

  it('names the feature in its title, unless given another', () => {
    expect(json(coefficientSeries(series, { feature: 1 })).title.text).to.equal('Coefficient of feature 1');
    expect(json(coefficientSeries(series, { title: 'Mine' })).title.text).to.equal('Mine');
  });

  it('draws a line for each series in its colour', async () => {
    const svg = await toSVG(coefficientSeries(series));
    expect(svg.match(/aria-roledescription="line mark"/g)).to.have.length(2);
    expect(svg).to.include('stroke="seagreen" stroke-width="2"').and.to.include('stroke="gold" stroke-width="2"');
  });

  it('has a place to point at for every value, wherever the line goes', async () => {
    const svg = await toSVG(coefficientSeries(series));
    const points = series.reduce((sum, { coef }) => sum + coef.rows, 0);
    expect(svg.match(/aria-roledescription="point"/g)).to.have.length(points);
  });

  it('rejects an empty list', () => {
    expect(() => coefficientSeries([])).to.throw(RangeError, 'series must have at least one entry, got none');
  });

  it('rejects a feature that is not there', () => {
    const message = 'coefficientSeries: feature must be one of the 2 of Ground truth, from 0, got 2';
    expect(() => coefficientSeries(series, { feature: 2 })).to.throw(RangeError, message);
    expect(() => coefficientSeries(series, { feature: -1 })).to.throw(
      RangeError,
      'coefficientSeries: feature must be a whole number >= 0, got -1',
    );
  });
});
