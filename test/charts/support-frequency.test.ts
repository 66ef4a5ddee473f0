import { expect } from 'chai';
import { supportFrequency } from '../../src/charts/support-frequency.js';
import { expectBothThemes, json } from '../support/charts.js';

const frequencies = [0.2, 0, 1, 0.7, 0.7];

describe('supportFrequency', () => {
  it('is sound Vega-Lite, with and without a threshold', () => {
    expectBothThemes((theme) => supportFrequency(frequencies, { theme, threshold: 0.7 }));
    expectBothThemes((theme) => supportFrequency([0, 0], { theme }));
  });

  it('has a bar for each feature that is ever selected, most often first, and tells those that reach the threshold', () => {
    const [bars, rule] = json(
      supportFrequency(frequencies, { threshold: 0.7, names: ['a', 'b', 'c', 'd', 'e'] }),
    ).layer;
    expect(bars.data.values).to.deep.equal([
      { _place: 0, feature: 'c', part: 1, reaches: true },
      { _place: 1, feature: 'd', part: 0.7, reaches: true },
      { _place: 2, feature: 'e', part: 0.7, reaches: true },
      { _place: 3, feature: 'a', part: 0.2, reaches: false },
    ]);
    expect(rule.data.values).to.deep.equal([{ value: 0.7 }]);
  });

  it('cuts to the first ones of thousands, and says so', () => {
    const spec = json(supportFrequency(Float64Array.from({ length: 5000 }, (_, j) => (j + 1) / 5000)));
    expect(spec.layer[0].data.values).to.have.length(40);
    expect(spec.layer[0].data.values[0]).to.include({ feature: 'feature 4999', part: 1 });
    expect(spec.title.subtitle).to.deep.equal(['the first 40 of 5000 that are ever selected']);
  });

  it('says what is wrong', () => {
    const message = 'supportFrequency: names must be 5, one for each feature, got 1';
    expect(() => supportFrequency(frequencies, { names: ['a'] })).to.throw(TypeError, message);
  });
});
