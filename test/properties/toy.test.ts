import { expect } from 'chai';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { path } from '../../src/selection/path.js';
import { allClose } from '../support/all-close.js';

/** Points on y = x, and where predictions are wanted. */
const X = [[-1], [0], [1]];
const y = [-1, 0, 1];
const T = [[2], [3], [4]];

describe('toy data, as scikit-learn tests them', () => {
  for (const [alpha, w, predictions] of [
    [1e-8, 1, [2, 3, 4]],
    [0.1, 0.85, [1.7, 2.55, 3.4]],
    [0.5, 0.25, [0.5, 0.75, 1]],
    [1, 0, [0, 0, 0]],
  ] as const) {
    it(`have the coefficient ${w} of a Lasso, its predictions, and no gap, at alpha ${alpha}`, async () => {
      for (const weights of [{}, { sampleWeight: [2, 2, 2] }]) {
        const fit = await lasso({ alpha }).fit(X, y, weights);
        allClose(fit.coef.values, [w], { absolute: 1.5e-7 });
        allClose((await predict(fit, T)).values, predictions, { absolute: 1e-7 });
        expect(fit.dualGap).to.be.at.most(1e-15);
      }
    });
  }

  for (const [l1Ratio, w, predictions] of [
    [0.3, 0.50819, [1.0163, 1.5245, 2.0327]],
    [0.5, 0.45454, [0.909, 1.3636, 1.8181]],
  ] as const) {
    it(`have the coefficient ${w} of an elastic net at l1Ratio ${l1Ratio}`, async () => {
      for (const weights of [{}, { sampleWeight: [2, 2, 2] }]) {
        const fit = await elasticNet({ alpha: 0.5, l1Ratio }).fit(X, y, weights);
        allClose(fit.coef.values, [w], { absolute: 1.5e-3 / 100 });
        allClose((await predict(fit, T)).values, predictions, { absolute: 1.5e-4 });
        expect(fit.dualGap).to.be.at.most(1e-15);
      }
    });
  }

  it('have no coefficient below 0 where it must be positive', async () => {
    for (const make of [lasso, elasticNet]) {
      const falling = y.map((value) => -value);
      const free = await make({ alpha: 0.1 }).fit(X, falling);
      expect(free.coef.values[0]).to.be.below(-0.5);
      const fit = await make({ alpha: 0.1, positive: true }).fit(X, falling);
      expect([fit.coef.values[0], fit.dualGap]).to.deep.equal([0, 0]);
      expect(Array.from((await predict(fit, T)).values)).to.deep.equal([0, 0, 0]);
    }
  });

  it('have shapes of their own with one feature and no intercept', async () => {
    const fit = await elasticNet({ alpha: 0.01, fitIntercept: false }).fit([[-1], [1], [1]], [12, 10, 78]);
    expect([fit.coef.rows, fit.coef.cols, fit.intercept.length]).to.deep.equal([1, 1, 1]);
    expect(fit.coef.values[0]).to.not.equal(0);
    expect(fit.intercept[0]).to.equal(0);
  });

  it('follow the path of least angles: the values that its documentation has', async () => {
    const design = [
      [1, 2.3],
      [2, 5.4],
      [3.1, 4.3],
    ];
    const found: number[][] = [];
    for await (const { fit } of path(lasso, design, [1, 2, 3.1], {
      alphas: [5, 1, 0.5],
      fitIntercept: false,
      tol: 1e-12,
    })) {
      found.push(Array.from(fit.coef.values));
    }
    const documented = [
      [0, 0.2159048],
      [0, 0.4425765],
      [0.46915237, 0.23668876],
    ];
    found.forEach((coef, k) => {
      allClose(coef, documented[k]!, { absolute: 5e-8 });
    });
  });

  it('take whole numbers as they are, and both forms of one column', async () => {
    const [whole, other] = [
      [-1, 0, 1, 3],
      [-1.0, 0.0, 1.0, 3.0],
    ];
    const design = [[-1], [0], [1], [2]];
    const expected = await lasso({ alpha: 0.1 }).fit(design, other!);
    for (const target of [whole!, Float32Array.from(whole!), whole!.map((value) => [value])]) {
      const fit = await lasso({ alpha: 0.1 }).fit(design, target);
      expect(fit.coef).to.deep.equal(expected.coef);
      expect(fit.intercept).to.deep.equal(expected.intercept);
    }
    const joint = await multiTaskLasso({ alpha: 0.1 }).fit(design, whole!);
    allClose(joint.coef.values, expected.coef.values, { relative: 1e-12 });
  });
});
