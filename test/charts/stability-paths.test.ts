import { expect } from 'chai';
import { stabilityPaths } from '../../src/charts/stability-paths.js';
import { lasso } from '../../src/estimators/lasso.js';
import { type StabilitySelection, stabilitySelection } from '../../src/selection/stability-selection.js';
import { expectBothThemes, json } from '../support/charts.js';
import { design } from '../support/problems.js';

const { X, Y } = design({ samples: 40, features: 10, tasks: 2 });

describe('stabilityPaths', () => {
  let selection: StabilitySelection;
  before(async () => {
    selection = await stabilitySelection(lasso, X, Y, { count: 10, resamples: 20, q: Infinity });
  });

  it('is sound Vega-Lite, with and without a threshold', () => {
    const [first] = selection.problems;
    expectBothThemes((theme) => stabilityPaths(first!, { theme, threshold: selection.threshold }));
    expectBothThemes((theme) => stabilityPaths(first!, { theme, names: Array.from('abcdefghij') }));
  });

  it('draws how often each feature is selected at each alpha, and the threshold', () => {
    const problem = selection.problems[1]!;
    const [lines, rule] = json(stabilityPaths(problem, { threshold: 0.75 })).layer;
    const rows: { feature: string; alpha: number; part: number }[] = lines.data.values;
    const ever = problem.largest.filter((part) => part > 0).length;
    expect(rows).to.have.length(10 * ever);
    for (const { feature, alpha, part } of rows) {
      const [j, k] = [Number(feature.split(' ')[1]), problem.alphas.indexOf(alpha)];
      expect(part).to.equal(problem.probabilities.values[k * 10 + j]);
    }
    expect(rule.data.values).to.deep.equal([{ value: 0.75 }]);
  });

  it('cuts to the features that are selected most often, and says so', () => {
    const problem = selection.problems[0]!;
    const spec = json(stabilityPaths(problem, { most: 3 }));
    const drawn = new Set(spec.layer[0].data.values.map(({ feature }: { feature: string }) => feature));
    const sorted = [...problem.largest].sort((a, b) => b - a);
    expect(drawn.size).to.equal(3);
    for (const name of drawn) {
      expect(problem.largest[Number(String(name).split(' ')[1])]).to.be.at.least(sorted[2]!);
    }
    expect(spec.title.subtitle[0]).to.match(/^the 3 of \d+ features that are selected most often$/);
  });

  it('says what is wrong', () => {
    const message = 'stabilityPaths: names must be 10, one for each feature, got 2';
    expect(() => stabilityPaths(selection.problems[0]!, { names: ['a', 'b'] })).to.throw(TypeError, message);
  });
});
