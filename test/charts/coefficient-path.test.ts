import { expect } from 'chai';
import { coefficientPath } from '../../src/charts/coefficient-path.js';
import { lasso } from '../../src/estimators/lasso.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { collectPath, type PathRecord } from '../../src/selection/collect-path.js';
import { path } from '../../src/selection/path.js';
import { expectBothThemes, json } from '../support/charts.js';
import { design } from '../support/problems.js';

const { X, Y } = design({ samples: 30, features: 8, tasks: 3 });

interface Row {
  feature: string;
  step: number;
  alpha: number;
  explained: number;
  value: number;
}

describe('coefficientPath', () => {
  let joint: PathRecord;
  let separate: PathRecord;
  before(async () => {
    joint = await collectPath(path(multiTaskLasso, X, Y, { count: 12, eps: 1e-2 }));
    separate = await collectPath(path(lasso, X, Y, { count: 12, eps: 1e-2 }));
  });

  it('is sound Vega-Lite in all its forms', () => {
    expectBothThemes((theme) => coefficientPath(joint, { theme, chosen: 0.3 }));
    expectBothThemes((theme) => coefficientPath(joint, { theme, x: 'explained', linked: 'brush' }));
    expectBothThemes((theme) => coefficientPath(separate, { theme, task: 2, linked: 'slider', chosen: 0.1 }));
  });

  it('draws the norms of tasks that are one problem, at every alpha', () => {
    const rows: Row[] = json(coefficientPath(joint)).data.values;
    const drawn = new Set(rows.map(({ feature }) => feature));
    expect(drawn.size).to.be.within(3, 8);
    expect(rows).to.have.length(12 * drawn.size);
    for (const { feature, step, alpha, explained, value } of rows) {
      const j = Number(feature.split(' ')[1]);
      expect(alpha).to.equal(joint.alphas.values[step]);
      expect(explained).to.equal(joint.explained.values[step]);
      const norm = Math.hypot(...joint.coef.map(({ values }) => values[j * 12 + step]!));
      expect(value).to.be.closeTo(norm, 1e-12);
    }
  });

  it('draws the coefficients of one task, at its own alphas, under its own names', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const rows: Row[] = json(coefficientPath(separate, { task: 1, names })).data.values;
    expect(rows.length).to.be.above(0);
    for (const { feature, step, alpha, value } of rows) {
      expect(value).to.equal(separate.coef[1]!.values[names.indexOf(feature) * 12 + step]);
      expect(alpha).to.equal(separate.alphas.values[step * 3 + 1]);
    }
  });

  it('cuts to the features that become largest, and says so', () => {
    const spec = json(coefficientPath(joint, { most: 2 }));
    const all: Row[] = json(coefficientPath(joint)).data.values;
    const drawn = [...new Set((spec.data.values as Row[]).map(({ feature }) => feature))];
    const largest = (name: string) =>
      Math.max(...all.filter(({ feature }) => feature === name).map(({ value }) => value));
    const others = [...new Set(all.map(({ feature }) => feature))].filter((name) => !drawn.includes(name));
    expect(drawn).to.have.length(2);
    for (const name of others) expect(largest(name)).to.be.at.most(Math.min(...drawn.map(largest)));
    expect(spec.title.subtitle[0]).to.match(/^the 2 largest of \d features that are ever selected$/);
  });

  it('marks the alpha that was chosen', () => {
    const [, rule, text] = json(coefficientPath(joint, { chosen: 0.3 })).layer;
    expect(rule.data.values[0].alpha).to.equal(0.3);
    expect(text.data.values[0].text).to.equal('chosen');
  });

  it('says what is wrong', () => {
    expect(() => coefficientPath(joint, { task: 3 })).to.throw(
      RangeError,
      'coefficientPath: task must be one of the 3 of the path, from 0, got 3',
    );
    expect(() => coefficientPath(joint, { names: ['a'] })).to.throw(
      TypeError,
      'coefficientPath: names must be 8, one for each feature, got 1',
    );
  });
});
