import { expect } from 'chai';
import { coefficientMap } from '../../src/charts/coefficient-map.js';
import { expectBothThemes, json } from '../support/charts.js';

const coef = { rows: 2, cols: 3, values: Float64Array.of(0, 1.5, 0, -2, 0, 0) };
const fits = [
  { name: 'Lasso', coef },
  { name: 'MultiTaskLasso', coef: { ...coef, values: new Float64Array(6) } },
];

describe('coefficientMap', () => {
  it('is sound Vega-Lite, also of nothing but zeros', () => {
    expectBothThemes((theme) => coefficientMap(fits, { theme }));
    expectBothThemes((theme) => coefficientMap(fits.slice(1), { theme, title: 'Nothing' }));
  });

  it('has a cell for each coefficient that is not zero, all on one scale with 0 in the middle', () => {
    const [first, second] = json(coefficientMap(fits)).hconcat;
    const cells = first.data.values.map(({ task, feature, value }: Record<string, number>) => [task, feature, value]);
    expect(cells).to.deep.equal([
      [0, 1, 1.5],
      [1, 0, -2],
    ]);
    expect(second.data.values).to.deep.equal([]);
    for (const panel of [first, second]) expect(panel.encoding.color.scale.domain).to.deep.equal([-2, 0, 2]);
  });

  it('takes ten thousand features together, by the largest of each block, and says so', () => {
    const wide = { rows: 3, cols: 10_000, values: new Float64Array(30_000) };
    for (const [at, value] of [
      [0, 0.5],
      [31, -3],
      [10_000 + 9999, 2],
    ] as const) {
      wide.values[at] = value;
    }
    const spec = json(coefficientMap([{ name: 'wide', coef: wide }]));
    expectBothThemes((theme) => coefficientMap([{ name: 'wide', coef: wide }], { theme }));
    expect(spec.title.subtitle).to.deep.equal(['each cell: the largest in size of 32 × 1 (features × tasks)']);
    const { values } = spec.hconcat[0].data;
    expect(values).to.deep.equal([
      { feature: 0, task: 0, value: -3, left: -0.5, right: 31.5, top: -0.5, bottom: 0.5 },
      { feature: 9984, task: 1, value: 2, left: 9983.5, right: 9999.5, top: 0.5, bottom: 1.5 },
    ]);
  });

  it('rather fails than fill a page with more cells than it can take', () => {
    const full = { rows: 300, cols: 300, values: new Float64Array(90_000).fill(1) };
    const message =
      'coefficientMap: a chart must have at most 20000 points, got 90000; give some of the tasks or features';
    expect(() => coefficientMap([{ name: 'full', coef: full }])).to.throw(RangeError, message);
  });
});
