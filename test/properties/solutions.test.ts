import { expect } from 'chai';
import { columns, type Matrix, rowsOf, toRows } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict, score, support } from '../../src/estimators/linear-fit.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { crossValidate } from '../../src/selection/cross-validate.js';
import { elasticNetCV, lassoCV } from '../../src/selection/short-forms.js';
import { allClose } from '../support/all-close.js';
import { buildDataset, diabetes, firstColumns, makeRegression, makeSparseData } from '../support/regression-data.js';

const twice = ({ rows, values }: Matrix): Matrix => ({
  rows,
  cols: 2,
  values: Float64Array.from({ length: 2 * rows }, (_, at) => values[Math.floor(at / 2)]!),
});
const single = ({ rows, cols, values }: Matrix) => ({ data: Float32Array.from(values), shape: [rows, cols] as const });

describe('solutions, as scikit-learn tests them', () => {
  it('are those of all solvers, and 0 at the largest alpha', async () => {
    const { X, Y } = makeRegression(0, 100, 100);
    const [most] = await lasso({ alpha: 1 }).alphaMax(X, Y);
    const fits = [];
    for (const solver of ['gram', 'workingSets', 'fista', 'restartedFista', 'auto'] as const) {
      fits.push(await lasso({ alpha: most! / 10, tol: 1e-14, solver }).fit(X, Y));
      const none = await lasso({ alpha: most!, tol: 1e-14, solver }).fit(X, Y);
      expect(support(none)).to.deep.equal([]);
    }
    for (const fit of fits) {
      expect(support(fit).length).to.be.at.least(2);
      allClose(fit.coef.values, fits[0]!.coef.values, { relative: 1e-7, absolute: 1e-7 });
    }
  });

  it('of columns together are those of each column alone', async () => {
    const { X, Y } = buildDataset({ samples: 20, features: 30, targets: 3 });
    for (const make of [lasso, elasticNet]) {
      const all = await make({ alpha: 0.05, tol: 1e-12 }).fit(X, Y);
      for (let t = 0; t < 3; t++) {
        const alone = await make({ alpha: 0.05, tol: 1e-12 }).fit(X, columns(Y, t, t + 1));
        allClose(all.coef.values.subarray(30 * t, 30 * t + 30), alone.coef.values, { absolute: 1e-8 });
        expect(all.intercept[t]).to.be.closeTo(alone.intercept[0]!, 1e-8);
        expect(all.problems[t]!.dualGap).to.be.closeTo(alone.dualGap, 1e-9);
      }
    }
  });

  it('of the same target twice have equal rows and a gap that is known', async () => {
    const { X, Y } = buildDataset();
    for (const make of [multiTaskLasso, multiTaskElasticNet]) {
      const { coef, dualGap } = await make({ alpha: 1, tol: 1e-8 }).fit(X, twice(Y));
      expect(dualGap).to.be.within(0, 1e-5);
      allClose(coef.values.subarray(200), coef.values.subarray(0, 200), { absolute: 1e-12 });
      const cut = await make({ alpha: 1, tol: 1e-12, maxIter: 1 }).fit(X, twice(Y));
      expect(cut).to.include({ converged: false, iterations: 1 });
    }
  });

  it('have exactly the 10 features that are at work in data of which half are 0', async () => {
    const { X, Y } = makeSparseData();
    const of = (M: Matrix, from: number) =>
      rowsOf(
        M,
        Int32Array.from({ length: 50 }, (_, i) => from + i),
      );
    const fit = await lasso({ alpha: 0.1, fitIntercept: false, tol: 1e-7 }).fit(of(X, 50), of(Y, 50));
    expect(fit.dualGap).to.be.below(1.5e-4);
    expect(await score(fit, of(X, 0), of(Y, 0))).to.be.above(0.85);
    expect(fit.coef.values.filter((w) => w !== 0)).to.have.length(10);
  });

  for (const [alpha, fitIntercept, positive] of [
    [0.1, false, false],
    [0.1, true, false],
    [1e-3, false, true],
    [1e-3, true, true],
  ] as const) {
    it(`predict, by few features, data of which half are 0: alpha ${alpha}, ${fitIntercept}, ${positive}`, async () => {
      const { X, Y } = makeSparseData({ positive });
      const of = (M: Matrix, from: number) =>
        rowsOf(
          M,
          Int32Array.from({ length: 50 }, (_, i) => from + i),
        );
      const options = { alpha, fitIntercept, positive, l1Ratio: 0.8, tol: 1e-6 };
      const fit = await elasticNet(options).fit(of(X, 50), of(Y, 50));
      expect(fit.dualGap).to.be.below(1.5e-4);
      expect(await score(fit, of(X, 0), of(Y, 0))).to.be.above(0.85);
      expect(support(fit).length).to.be.below(20);
      if (positive) expect(Math.min(...fit.coef.values)).to.equal(0);
    });
  }

  it('predict the weighted mean of the targets on average', async () => {
    const rng = randomState(3);
    for (const [samples, features] of [
      [24, 6],
      [6, 24],
    ] as const) {
      const X = { rows: samples, cols: features, values: rng.randomSample(samples * features) };
      const Y = { rows: samples, cols: 1, values: rng.randomSample(samples) };
      for (const weights of [rng.randomSample(samples), new Float64Array(samples).fill(1)]) {
        for (const alpha of [0.01, 0.001]) {
          const fit = await elasticNet({ alpha, tol: 1e-12 }).fit(X, Y, { sampleWeight: weights });
          const mean = (values: Float64Array): number =>
            values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / weights.reduce((sum, w) => sum + w, 0);
          expect(mean((await predict(fit, X)).values)).to.be.closeTo(mean(Y.values), 1e-14);
        }
      }
    }
  });

  it('are the same to 4 decimals of data in float32', async () => {
    const { X, Y } = buildDataset({ samples: 20, features: 10 });
    for (const fitIntercept of [true, false]) {
      const options = { alpha: 0.5, fitIntercept };
      for (const [make, y] of [
        [elasticNet, Y],
        [multiTaskElasticNet, twice(Y)],
      ] as const) {
        const exact = await make(options).fit(X, y);
        const rough = await make(options).fit(single(X), single(y));
        allClose(rough.coef.values, exact.coef.values, { absolute: 1e-4 });
        allClose(rough.intercept, exact.intercept, { absolute: 1e-4 });
      }
    }
  });

  it('are the same to 1e-5, at the same alpha, where folds choose it for data in float32', async () => {
    const { X, Y } = buildDataset({ samples: 30, features: 10 });
    for (const select of [lassoCV, elasticNetCV]) {
      const exact = await select(X, Y, { count: 10, tol: 1e-10 });
      const rough = await select(single(X), single(Y), { count: 10, tol: 1e-10 });
      expect(rough.min.steps).to.deep.equal(exact.min.steps);
      allClose([rough.min.alpha].flat(), [exact.min.alpha].flat(), { relative: 1e-5 });
      allClose(rough.fit.coef.values, exact.fit.coef.values, { absolute: 1e-5 });
    }
  });

  it('leave the data and the weights that they are given alone', async () => {
    const { X, Y } = buildDataset({ features: 20 });
    const sampleWeight = Float64Array.from({ length: 50 }, (_, i) => 1 + (i % 3));
    const penaltyFactor = Float64Array.from({ length: 20 }, (_, j) => j % 3);
    const kept = [X.values, Y.values, sampleWeight, penaltyFactor].map((values) => values.slice());
    for (const make of [lasso, multiTaskElasticNet]) {
      const options = { standardize: true, penaltyFactor };
      await make({ ...options, alpha: 0.1 }).fit(X, Y, { sampleWeight });
      await crossValidate(make, X, Y, { ...options, sampleWeight, count: 5 });
    }
    expect([X.values, Y.values, sampleWeight, penaltyFactor]).to.deep.equal(kept);
  });

  for (const [name, make] of Object.entries({ lasso, elasticNet, multiTaskLasso, multiTaskElasticNet })) {
    it(`do not see samples of weight 0, and see one of weight 2 twice: ${name}`, async () => {
      const { X, Y } = makeRegression(42, 100, 300, 50);
      const rng = randomState(42);
      const sampleWeight = rng.randomSample(100).map((value) => 0.01 + 1.99 * value);
      const estimator = make({ alpha: 1, tol: 1e-14 });
      const some = Int32Array.from({ length: 67 }, (_, i) => 33 + i);
      const trimmed = await estimator.fit(rowsOf(X, some), rowsOf(Y, some), { sampleWeight: sampleWeight.slice(33) });
      const nothing = sampleWeight.slice().fill(0, 0, 33);
      const wild = { ...Y, values: Y.values.map((y, i) => (i < 33 ? 1000 * y : y)) };
      const zeroed = await estimator.fit(X, wild, { sampleWeight: nothing });
      const close = { relative: 1e-6, absolute: 1e-6 };
      allClose(zeroed.coef.values, trimmed.coef.values, close);
      allClose(zeroed.intercept, trimmed.intercept, close);
      const all = Int32Array.from({ length: 200 }, (_, i) => i % 100);
      const double = await estimator.fit(X, Y, { sampleWeight: sampleWeight.map((w) => 2 * w) });
      const repeated = await estimator.fit(rowsOf(X, all), rowsOf(Y, all), {
        sampleWeight: Array.from(all, (i) => sampleWeight[i]!),
      });
      allClose(double.coef.values, repeated.coef.values, close);
      allClose(double.intercept, repeated.intercept, close);
    });
  }
});

describe('iterations, as scikit-learn tests them', () => {
  it('are as many each time, and none from where the last fit ended', async () => {
    const { X, Y } = buildDataset();
    const estimator = elasticNet({ alpha: 1e-3, tol: 1e-6 });
    const fit = await estimator.fit(X, Y);
    expect(fit.iterations).to.be.above(2);
    const again = await estimator.fit(X, Y);
    expect(again.iterations).to.equal(fit.iterations);
    expect(again.coef).to.deep.equal(fit.coef);
    expect((await estimator.fit(X, Y, { init: fit })).iterations).to.equal(0);
  });

  it('are fewer at a larger alpha, and fewer from its solution', async () => {
    const { X, Y } = diabetes();
    for (const solver of ['auto', 'workingSets'] as const) {
      const of = (alpha: number) => elasticNet({ alpha, solver });
      const low = await of(1e-5).fit(X, Y);
      const high = await of(1e-4).fit(X, Y);
      expect(low.converged && high.converged).to.equal(true);
      expect(low.iterations).to.be.at.least(high.iterations);
      const warm = await of(1e-5).fit(X, Y, { init: high });
      expect(warm.iterations).to.be.at.most(low.iterations);
    }
  });

  it('in two parts lead where as many at once do', async () => {
    const { X, Y } = buildDataset();
    const options = { alpha: 0.1, tol: 1e-13 };
    for (const make of [elasticNet, multiTaskLasso]) {
      const target = make === elasticNet ? Y : twice(Y);
      const half = await make({ ...options, maxIter: 40 }).fit(X, target);
      const both = await make({ ...options, maxIter: 400 }).fit(X, target, { init: half });
      const once = await make({ ...options, maxIter: 440 }).fit(X, target);
      allClose(both.coef.values, once.coef.values, { absolute: 1.5e-6 });
    }
  });

  it('that are too few are told of, from a bad start too; enough are not', async () => {
    const { X, Y } = buildDataset({ features: 10 });
    const init = { coef: { rows: 1, cols: 10, values: new Float64Array(10).fill(1000) } };
    const bad = await elasticNet({ alpha: 1e-10, maxIter: 1, tol: 1e-12, solver: 'workingSets' }).fit(X, Y, { init });
    expect(bad.converged).to.equal(false);
    expect(bad.problems[0]!.stopped).to.equal('maxIter');
    const rng = randomState(0);
    const noise = { rows: 1000, cols: 500, values: rng.randn(500_000) };
    const fit = await multiTaskElasticNet({ alpha: 1 }).fit(noise, { rows: 1000, cols: 3, values: rng.randn(3000) });
    expect(fit).to.include({ converged: true });
    expect(fit.warnings).to.deep.equal([]);
  });

  it('of one feature more are those of a design without it, where it has no part', async () => {
    const { X, Y } = buildDataset({ features: 12 });
    const few = await lasso({ alpha: 0.1, tol: 1e-12 }).fit(firstColumns(X, 11), Y);
    const kept = await lasso({ alpha: 0.1, tol: 1e-12, penaltyFactor: [...new Array(11).fill(1), Infinity] }).fit(X, Y);
    allClose(kept.coef.values.subarray(0, 11), few.coef.values, { absolute: 1e-9 });
    expect(kept.coef.values[11]).to.equal(0);
    expect(toRows(kept.coef)).to.have.length(1);
  });
});
