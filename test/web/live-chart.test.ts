import { expect } from 'chai';
import type { Spec } from '../../src/charts/spec.js';
import { supportMap } from '../../src/charts/support-map.js';
import { separated } from '../../web/live-chart.js';

const coef = { rows: 1, cols: 3, values: Float64Array.of(0, 1.5, -2) };
const other = { ...coef, values: Float64Array.of(1, 0, 0) };

describe('separated', () => {
  it('takes the data out of a chart: two of the same shape have the same skeleton', () => {
    const of = (matrix: typeof coef) =>
      separated(
        supportMap([
          { name: 'a', coef: matrix },
          { name: 'b', coef: other },
        ]) as Spec,
      );
    const [first, second] = [of(coef), of(other)];
    expect(second.skeleton).to.deep.equal(first.skeleton);
    expect(Object.keys(first.datasets)).to.deep.equal(['data0', 'data1']);
    expect(first.datasets.data0).to.have.length(2);
    expect(second.datasets.data0).to.have.length(1);
    expect(JSON.stringify(first.skeleton)).not.to.include('"values"');
  });
});
