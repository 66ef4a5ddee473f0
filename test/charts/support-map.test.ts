import { expect } from 'chai';
import { supportMap } from '../../src/charts/support-map.js';
import { toSVG } from '../../src/node/to-svg.js';
import { randomState } from '../../src/random/random-state.js';
import { expectBothThemes, expectSoundSpec, json } from '../support/charts.js';

const coef = { rows: 2, cols: 3, values: Float64Array.of(0, 1.5, 0, -2, 0, 0) };
const fits = [
  { name: 'Lasso', coef },
  { name: 'MultiTaskLasso', coef: { ...coef, values: new Float64Array(6) } },
];

describe('supportMap', () => {
  it('is sound Vega-Lite, also without a single non-zero and for one coefficient', () => {
    expectSoundSpec(supportMap(fits));
    expectSoundSpec(supportMap([{ name: 'one', coef: { rows: 1, cols: 1, values: Float64Array.of(1) } }]));
  });

  it('marks each non-zero with its place and value, and no zero', () => {
    const [first, second] = json(supportMap(fits)).hconcat;
    const cells = first.data.values.map(({ task, feature, value }: Record<string, number>) => ({
      task,
      feature,
      value,
    }));
    expect(cells).to.deep.equal([
      { task: 0, feature: 1, value: 1.5 },
      { task: 1, feature: 0, value: -2 },
    ]);
    expect(first.data.values[0]).to.include({
      left: 0.5,
      right: 1.5,
      top: -0.5,
      bottom: 0.5,
    });
    expect(second.data.values).to.deep.equal([]);
  });

  it('draws squares of a good size, from their left to their right, and from top to bottom', () => {
    const square = { rows: 40, cols: 30, values: new Float64Array(1200).fill(1) };
    const [panel] = json(supportMap([{ name: 'all', coef: square }])).hconcat;
    expect([panel.width, panel.height]).to.deep.equal([240, 320]);
    expect(panel.mark).to.include({ stroke: 'white', strokeWidth: 0.6 });
    const { x, x2, y, y2, tooltip } = panel.encoding;
    expect([x, x2, y, y2].map(({ field }) => field)).to.deep.equal(['left', 'right', 'top', 'bottom']);
    expect(tooltip.map(({ field }: { field: string }) => field)).to.deep.equal(['task', 'feature', 'value']);
    expect(x.axis.tickCount).to.equal(6);
    const tall = { rows: 200, cols: 30, values: new Float64Array(6000) };
    expect(json(supportMap([{ name: 'tall', coef: tall }])).hconcat[0].mark.strokeWidth).to.equal(0);
  });

  it('says what was found, what is false and what was missed, beside the truth', () => {
    const truth = { ...coef, values: Float64Array.of(0, 1, 3, 0, 0, 0) };
    expectBothThemes((theme) => supportMap(fits, { theme, truth }));
    const spec = json(supportMap(fits, { truth }));
    const kinds = (panel: number) =>
      spec.hconcat[panel].data.values.map(({ task, feature, kind }: Record<string, unknown>) => [task, feature, kind]);
    expect(kinds(0)).to.deep.equal([
      [0, 1, 'found'],
      [0, 2, 'missed'],
      [1, 0, 'false'],
    ]);
    expect(kinds(1)).to.deep.equal([
      [0, 1, 'missed'],
      [0, 2, 'missed'],
    ]);
    expect(spec.description).to.include('Lasso: 2 of 6 coefficients are not zero, 1 found, 1 false, 1 missed');
    const message = 'supportMap: truth must have shape 2 x 3 like Lasso, got 3 x 2';
    expect(() => supportMap(fits, { truth: { ...truth, rows: 3, cols: 2 } })).to.throw(TypeError, message);
  });

  it('stays small for ten thousand features, a square for each block', () => {
    const wide = { rows: 40, cols: 10_000, values: new Float64Array(400_000) };
    for (let j = 0; j < 10_000; j += 100) for (let t = 0; t < 40; t++) wide.values[t * 10_000 + j] = 1;
    const spec = supportMap([{ name: 'wide', coef: wide }]);
    expectSoundSpec(spec);
    expect(JSON.stringify(spec).length).to.be.below(1e6);
    expect(json(spec).hconcat[0].data.values).to.have.length(100 * 40);
    expect(json(spec).title.subtitle).to.deep.equal(['each cell: the largest in size of 32 × 1 (features × tasks)']);
  });

  it('takes small and negative coefficients for what they are: not zero', () => {
    const tiny = { ...coef, values: Float64Array.of(0, 1e-9, 0, -2, 0, 0) };
    const spec = json(supportMap([{ name: 'Lasso', coef: tiny }]));
    expect(spec.hconcat[0].data.values).to.have.length(2);
    expect(spec.description).to.include('Lasso: 2 of 6 coefficients are not zero');
  });

  it('reads as matplotlib’s spy: features across with the axis on top, tasks downward, named panels and axes', () => {
    const spec = json(supportMap(fits));
    expect(spec.title.text).to.equal('Coefficient non-zero location');
    expect(spec.hconcat.map((panel: { title: { text: string } }) => panel.title.text)).to.deep.equal([
      'Lasso',
      'MultiTaskLasso',
    ]);
    for (const { encoding, mark } of spec.hconcat) {
      expect(mark).to.include({ type: 'rect', color: 'black' });
      expect(encoding.x).to.include({ title: 'Feature' });
      expect(encoding.x.axis.orient).to.equal('top');
      expect(encoding.x.scale.domain).to.deep.equal([-0.5, 2.5]);
      expect(encoding.y).to.include({ title: 'Time (or Task)' });
      expect(encoding.y.scale).to.deep.include({
        reverse: true,
        domain: [-0.5, 1.5],
      });
      expect(encoding.tooltip.map(({ title }: { title: string }) => title)).to.deep.equal(['task', 'feature', 'value']);
    }
  });

  it('keeps its size within bounds for any shape, and takes a title', () => {
    for (const [rows, cols] of [
      [1, 5000],
      [3000, 2],
      [40, 30],
    ] as const) {
      const values = randomState(1)
        .randn(rows * cols)
        .map((z) => (z > 2.5 ? z : 0));
      const [panel] = json(supportMap([{ name: 'x', coef: { rows, cols, values } }])).hconcat;
      expect(panel.width).to.be.within(24, 320);
      expect(panel.height).to.be.within(24, 320);
    }
    expect(json(supportMap(fits, { title: 'Mine' })).title.text).to.equal('Mine');
  });

  it('draws as many squares as there are non-zeros', async () => {
    const svg = await toSVG(supportMap(fits));
    expect(svg.match(/aria-roledescription="rect mark"/g)).to.have.length(2);
    for (const text of ['Feature', 'Time (or Task)', 'Lasso', 'MultiTaskLasso', 'Coefficient non-zero location'])
      expect(svg).to.include(`>${text}<`);
  });
});
