import { expect } from 'chai';
import { validationCurve } from '../../src/charts/validation-curve.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { type CrossValidation, crossValidate } from '../../src/selection/cross-validate.js';
import { leaveOneOut } from '../../src/selection/splits.js';
import { expectBothThemes, json } from '../support/charts.js';
import { design } from '../support/problems.js';

const { X, Y } = design({ samples: 30, features: 8, tasks: 3 });

describe('validationCurve', () => {
  let separate: CrossValidation;
  let joint: CrossValidation;
  before(async () => {
    separate = await crossValidate(lasso, X, Y, { count: 25 });
    joint = await crossValidate(multiTaskLasso, X, Y, { count: 25, score: 'r2' });
  });

  it('is sound Vega-Lite', () => {
    expectBothThemes((theme) => validationCurve(separate, { theme, task: 2 }));
    expectBothThemes((theme) => validationCurve(joint, { theme }));
  });

  it('draws mean, standard error, folds and support of one task', () => {
    const [folds, band, , counts] = json(validationCurve(separate, { task: 1 })).layer;
    const curve = separate.curves[0]!;
    band.data.values.forEach(({ alpha, mean, low, high, features }: Record<string, number>, step: number) => {
      const at = step * 3 + 1;
      expect(alpha).to.equal(curve.alphas[step]![1]);
      expect(mean).to.equal(curve.mean.values[at]);
      expect(high! - mean!).to.be.closeTo(curve.standardError.values[at]!, 1e-12);
      expect(mean! - low!).to.be.closeTo(curve.standardError.values[at]!, 1e-12);
      expect(features).to.equal(curve.selected.values[at]);
    });
    expect(band.data.values).to.have.length(25);
    folds.data.values.forEach(({ fold, score }: Record<string, number>, at: number) => {
      expect(score).to.equal(curve.folds[fold!]!.values[(at % 25) * 3 + 1]);
    });
    expect(folds.data.values).to.have.length(5 * 25);
    expect(counts.data.values.length).to.be.within(5, 12);
  });

  it('marks what both rules choose, for the task that is drawn', () => {
    const marked = (validation: CrossValidation, task?: number) =>
      json(validationCurve(validation, task === undefined ? {} : { task }))
        .layer.slice(4)
        .flatMap(({ data }: { data: { values: { alpha: number; text: string }[] } }) => data.values)
        .map(({ alpha, text }: { alpha: number; text: string }) => `${text} ${alpha}`);
    const [least, simple] = [separate.min.alpha, separate.oneStandardError.alpha] as unknown as [number[], number[]];
    const expected = [`best ${least[2]}`, ...(simple[2] === least[2] ? [] : [`one standard error ${simple[2]}`])];
    expect([...new Set(marked(separate, 2))]).to.deep.equal(expected);
    expect(marked(joint)[0]).to.equal(`best ${joint.min.alpha}`);
  });

  it('draws the mean of a fold over tasks that share their alphas', () => {
    const [folds] = json(validationCurve(joint)).layer;
    const own = joint.curves[0]!.folds[1]!.values.slice(0, 3);
    expect(folds.data.values[25].score).to.be.closeTo((own[0]! + own[1]! + own[2]!) / 3, 1e-12);
  });

  it('draws folds that count, of tasks that they judge', async () => {
    const sampleWeight = Array.from({ length: 30 }, (_, i) => (i < 6 ? 0 : 1));
    const own = await crossValidate(lasso, X, Y, { count: 8, sampleWeight });
    const spec = json(validationCurve(own, { task: 1 }));
    expect(spec.title.subtitle[0]).to.include('4 folds;');
    expect(spec.layer[0].data.values.map(({ fold }: { fold: number }) => fold)).to.not.include(0);
    expectBothThemes((theme) => validationCurve(own, { theme }));
    // Of task 1 the first fold has but samples of weight 0.
    const holes = { ...Y, values: Y.values.map((y, at) => (at % 3 === 1 && at < 18 && at % 2 === 1 ? Number.NaN : y)) };
    const odd = sampleWeight.map((w, i) => (i < 6 && i % 2 === 0 ? 1 : w));
    const options = { count: 8, sampleWeight: odd, missing: 'mask' as const };
    const partly = await crossValidate(multiTaskLasso, X, holes, options);
    const [first] = partly.curves[0]!.folds;
    expect(Array.from(first!.values.subarray(0, 3), Number.isNaN)).to.deep.equal([false, true, false]);
    const [folds] = json(validationCurve(partly)).layer;
    expect(folds.data.values[0]).to.include({ fold: 0 });
    expect(folds.data.values[0].score).to.be.closeTo((first!.values[0]! + first!.values[2]!) / 2, 1e-12);
  });

  it('draws the ratio that is best, and no more than twenty folds', async () => {
    const options = { count: 8, l1Ratios: [0.2, 1], splits: leaveOneOut(30) };
    const ratios = await crossValidate(elasticNet, X, Y, { ...options, perTask: false });
    const spec = json(validationCurve(ratios));
    expect(spec.title.subtitle).to.include(`l1Ratio ${ratios.min.l1Ratio}`);
    expect(spec.title.subtitle[0]).to.include('30 folds (the first 20 faint)');
    expect(spec.layer[0].data.values).to.have.length(20 * 8);
    const curve = ratios.curves.find(({ l1Ratio }) => l1Ratio === ratios.min.l1Ratio)!;
    expect(spec.layer[1].data.values[3].mean).to.equal(curve.mean.values[3]);
  });

  it('says what is wrong', () => {
    expect(() => validationCurve(joint, { task: 1 })).to.throw(
      RangeError,
      'validationCurve: task must be one of the 1 with a curve, from 0, got 1',
    );
  });
});
