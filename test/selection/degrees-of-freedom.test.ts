import { expect } from 'chai';
import { type Matrix, zeros } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict, support } from '../../src/estimators/linear-fit.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { degreesOfFreedom, yuanLinDegreesOfFreedom } from '../../src/selection/degrees-of-freedom.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

type Make = typeof lasso;
const FAMILIES: Record<string, { make: Make; alpha: number }> = {
  lasso: { make: lasso, alpha: 0.15 },
  elasticNet: { make: elasticNet, alpha: 0.3 },
  multiTaskLasso: { make: multiTaskLasso, alpha: 0.3 },
  multiTaskElasticNet: { make: multiTaskElasticNet, alpha: 0.5 },
  sparseGroupLasso: { make: sparseGroupLasso, alpha: 0.2 },
};

const shifted = (Y: Matrix, at: number, by: number): Matrix => {
  const values = Y.values.slice();
  values[at]! += by;
  return { ...Y, values };
};

const STEP = 1e-4;

/** `Σ ∂ŷ_it/∂y_it` of some tasks, by central differences of fits; samples of weight 0 have no say. */
async function divergence(make: Make, options: Parameters<Make>[0], data: { X: Matrix; Y: Matrix }, how: object) {
  const { X, Y } = data;
  const sums = new Array<number>(Y.cols).fill(0);
  const fitted = async (targets: Matrix) => predict(await make({ ...options, tol: 1e-15 }).fit(X, targets, how), X);
  for (let at = 0; at < Y.values.length; at++) {
    const [more, less] = [await fitted(shifted(Y, at, STEP)), await fitted(shifted(Y, at, -STEP))];
    sums[at % Y.cols]! += (more.values[at]! - less.values[at]!) / (2 * STEP);
  }
  return sums;
}

const WEIGHTS = randomState(5)
  .randomSample(24)
  .map((value, i) => (i === 4 ? 0 : value + 0.3));

const VARIANTS: Record<string, [object, object]> = {
  plain: [{}, {}],
  'no intercept': [{ fitIntercept: false }, {}],
  'weights, units and factors': [
    { standardize: true, penaltyFactor: [0, 0.3, 1, 2, 1, Infinity, 1, 1, 0.5] },
    { sampleWeight: WEIGHTS },
  ],
  positive: [{ positive: true }, {}],
};

describe('degreesOfFreedom', () => {
  for (const [name, { make, alpha }] of Object.entries(FAMILIES)) {
    for (const [variant, [options, how]] of Object.entries(VARIANTS)) {
      it(`is the divergence of fitted values: ${name}, ${variant}`, async () => {
        const data = design({ samples: 24, features: 9, tasks: 2, rho: 0.5, seed: 6 });
        const given = { alpha, fitIntercept: true, ...options };
        const estimator = make({ ...given, tol: 1e-14 });
        const fit = await estimator.fit(data.X, data.Y, how);
        const got = await degreesOfFreedom(estimator, fit, { X: data.X, ...how });
        const each = (await divergence(make, given, data, how)).map((sum) => sum - (given.fitIntercept ? 1 : 0));
        const expected = fit.problems.length === 1 ? [each[0]! + each[1]!] : each;
        expect(got).to.have.length(expected.length);
        expected.forEach((value, b) => {
          expect(got[b]).to.be.closeTo(value, 1e-5);
        });
        expect(Math.max(...got)).to.be.above(1);
      });
    }
  }

  for (const [limit, { alpha, l1Ratio }] of Object.entries({
    'least squares': { alpha: 0, l1Ratio: 0.5 },
    'a ridge': { alpha: 0.3, l1Ratio: 0 },
  })) {
    for (const [variant, [options, how]] of Object.entries(VARIANTS).filter(([name]) => name !== 'positive')) {
      for (const features of [9, 31]) {
        it(`is the divergence of fitted values: ${limit}, ${features} features, ${variant}`, async () => {
          const data = design({ samples: 24, features, tasks: 2, rho: 0.5, seed: 6 });
          const { penaltyFactor = [] }: { penaltyFactor?: number[] } = options;
          const factors = [...penaltyFactor, ...new Array<number>(features).fill(1)].slice(0, features);
          const given = { fitIntercept: true, ...options, alpha, penaltyFactor: factors };
          for (const family of [elasticNet, multiTaskElasticNet]) {
            const make: Make = (own) => family({ ...own, l1Ratio });
            const estimator = make(given);
            const fit = await estimator.fit(data.X, data.Y, how);
            const got = await degreesOfFreedom(estimator, fit, { X: data.X, ...how });
            const each = (await divergence(make, given, data, how)).map((sum) => sum - (given.fitIntercept ? 1 : 0));
            const expected = fit.problems.length === 1 ? [each[0]! + each[1]!] : each;
            expected.forEach((value, b) => {
              expect(got[b]).to.be.closeTo(value, 1e-5);
            });
          }
        });
      }
    }
  }

  it('of many features that only squares penalise takes no longer than their fit', async () => {
    const { X, Y } = design({ samples: 40, features: 1500, tasks: 2 });
    const estimator = elasticNet({ alpha: 1, l1Ratio: 0 });
    const fit = await estimator.fit(X, Y);
    const start = performance.now();
    const [df] = await degreesOfFreedom(estimator, fit, { X });
    expect(performance.now() - start).to.be.below(2000);
    expect(df).to.be.within(20, 39);
  });

  it('is the number of features of a Lasso, exactly', async () => {
    const { X, Y } = design({ samples: 30, features: 60, tasks: 3, rho: 0.3 });
    const estimator = lasso({ alpha: 0.05, tol: 1e-12 });
    const fit = await estimator.fit(X, Y);
    const sizes = [0, 1, 2].map((t) => fit.coef.values.slice(t * 60, (t + 1) * 60).filter((w) => w !== 0).length);
    expect(sizes[0]).to.be.above(5);
    expect([...(await degreesOfFreedom(estimator, fit, { X }))]).to.deep.equal(sizes);
  });

  it('counts features once that are the same, and none where there is nothing', async () => {
    const { X, Y } = design({ samples: 30, features: 4, tasks: 1 });
    const twice = { rows: 30, cols: 8, values: X.values.slice(0, 0) };
    const values = Array.from({ length: 30 }, (_, i) =>
      [0, 1, 2, 3, 0, 1, 2, 3].map((j) => X.values[i * 4 + j]!),
    ).flat();
    const doubled = { ...twice, values: Float64Array.from(values) };
    const estimator = lasso({ alpha: 0.01 });
    const coef = zeros(1, 8);
    const { coef: half, problems } = await estimator.fit(X, Y);
    for (let j = 0; j < 8; j++) coef.values[j] = half.values[j % 4]! / 2;
    const [df] = await degreesOfFreedom(estimator, { coef, problems }, { X: doubled });
    expect(df).to.equal(support({ coef: half }).length);
    const [none] = await degreesOfFreedom(estimator, { coef: zeros(1, 8), problems }, { X: doubled });
    expect(none).to.equal(0);
    const both = { coef: { rows: 2, cols: 8, values: Float64Array.from([...coef.values, ...coef.values]) }, problems };
    const one = { coef: { ...half, rows: 2, values: Float64Array.from([...half.values, ...half.values]) }, problems };
    const group = multiTaskLasso({ alpha: 0.01 });
    const [more] = await degreesOfFreedom(group, both, { X: doubled });
    expect(more).to.be.closeTo((await degreesOfFreedom(group, one, { X }))[0]!, 1e-9);
  });

  it('counts a feature that is never penalised, though its coefficient be 0', async () => {
    const { X } = design({ samples: 20, features: 3 });
    const nothing = { rows: 20, cols: 2, values: new Float64Array(40) };
    for (const [make, expected] of [
      [lasso, [1, 1]],
      [multiTaskLasso, [2]],
    ] as const) {
      const estimator = make({ alpha: 1, penaltyFactor: [1, 0, 1] });
      const fit = await estimator.fit(X, nothing);
      expect(Math.max(...fit.coef.values)).to.equal(0);
      expect([...(await degreesOfFreedom(estimator, fit, { X }))]).to.deep.equal(expected);
    }
  });

  it('is the mean of the covariance of fitted values and targets', async () => {
    const { X, Y } = design({ samples: 20, features: 6, tasks: 2, rho: 0.6, seed: 8 });
    const rng = randomState(1);
    const estimator = multiTaskLasso({ alpha: 0.25, tol: 1e-8 });
    const rounds = 1500;
    let [covariance, squares, df] = [0, 0, 0];
    for (let round = 0; round < rounds; round++) {
      const noise = rng.randn(40).map((e) => e / 2);
      const noisy = { ...Y, values: Y.values.map((y, at) => y + noise[at]!) };
      const fit = await estimator.fit(X, noisy);
      const fitted = await predict(fit, X);
      const sample = noise.reduce((sum, e, at) => sum + (e * (fitted.values[at]! - Y.values[at]!)) / 0.25, 0) - 2;
      covariance += sample / rounds;
      squares += sample ** 2 / rounds;
      df += (await degreesOfFreedom(estimator, fit, { X }))[0]! / rounds;
    }
    const error = Math.sqrt((squares - covariance ** 2) / rounds);
    expect(error).to.be.below(0.3);
    expect(df).to.be.closeTo(covariance, 4 * error);
  });

  it('rejects what does not go together', async () => {
    const { X, Y } = design({ samples: 24, features: 9, tasks: 2 });
    const fit = await lasso({ alpha: 0.1 }).fit(X, Y);
    const other = design({ samples: 24, features: 8 });
    for (const [estimator, data, message] of [
      [lasso({ alpha: 1 }), { X: other.X }, 'X must have 9 columns like the data of the fit, got 8'],
      [multiTaskLasso({ alpha: 1 }), { X }, 'fit must be one of multiTaskLasso, with problems: 1, got 2 of 2 tasks'],
      [lasso({ alpha: 1 }), { X, sampleWeight: [1] }, 'sampleWeight must be 24 numbers >= 0, not all of them 0, got 1'],
    ] as const) {
      expect(await failure(degreesOfFreedom(estimator, fit, data)))
        .to.be.instanceOf(TypeError)
        .with.property('message', `degreesOfFreedom: ${message}`);
    }
  });
});

describe('yuanLinDegreesOfFreedom', () => {
  it('is the divergence for orthogonal columns', async () => {
    const values = Array.from({ length: 64 }, (_, at) => {
      const both = Math.floor(at / 8) & (at % 8);
      return (both & 1) ^ ((both >> 1) & 1) ^ ((both >> 2) & 1) ? -1 : 1;
    });
    // A Hadamard matrix; its first column is constant and left out.
    const X = { rows: 8, cols: 7, values: Float64Array.from(values.filter((_, at) => at % 8 > 0)) };
    const Y = { rows: 8, cols: 3, values: randomState(2).randn(24) };
    const estimator = multiTaskLasso({ alpha: 0.6, tol: 1e-14 });
    const fit = await estimator.fit(X, Y);
    expect(support(fit).length).to.be.within(2, 6);
    const [exact] = await degreesOfFreedom(estimator, fit, { X });
    expect(await yuanLinDegreesOfFreedom(fit, [X, Y])).to.be.closeTo(exact!, 1e-6);
  });

  it('needs the least squares fit, and coefficients of its shape', async () => {
    const { X, Y } = design({ samples: 10, features: 12, tasks: 2 });
    const fit = await multiTaskLasso({ alpha: 0.5 }).fit(X, Y);
    expect(await failure(yuanLinDegreesOfFreedom(fit, [X, Y])))
      .to.be.instanceOf(RangeError)
      .with.property('message', 'yuanLinDegreesOfFreedom: X must have 12 independent columns, got 9');
    const narrow = design({ samples: 10, features: 3, tasks: 2 });
    expect(await failure(yuanLinDegreesOfFreedom(fit, [narrow.X, narrow.Y])))
      .to.be.instanceOf(TypeError)
      .with.property(
        'message',
        'yuanLinDegreesOfFreedom: fit must have coef of shape 2 x 3 (tasks, features), got 2 x 12',
      );
  });
});
