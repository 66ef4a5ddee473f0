import { expect } from 'chai';
import { type Matrix, rowsOf, toRows } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict, support } from '../../src/estimators/linear-fit.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { validationGradient } from '../../src/selection/validation-gradient.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const FAMILIES = { lasso, elasticNet, multiTaskLasso, multiTaskElasticNet, sparseGroupLasso };
const ALPHAS = { lasso: 0.12, elasticNet: 0.2, multiTaskLasso: 0.2, multiTaskElasticNet: 0.3, sparseGroupLasso: 0.15 };
type Name = keyof typeof FAMILIES;

const FACTORS = [1, 0.4, 0.7, 1.5, 0, 1, Infinity, 0.2, 1];
const WEIGHTS = randomState(5)
  .randomSample(30)
  .map((value) => value + 0.3);

const VARIANTS: Record<string, [object, object]> = {
  plain: [{ penaltyFactor: new Array(9).fill(1) }, {}],
  'no intercept': [{ fitIntercept: false, penaltyFactor: new Array(9).fill(1) }, {}],
  'weights, units and factors': [{ standardize: true, penaltyFactor: FACTORS }, { sampleWeight: WEIGHTS }],
  positive: [{ positive: true, penaltyFactor: new Array(9).fill(0.8) }, {}],
};

/** Thirty samples to fit and twenty to judge by, with means. */
function data() {
  const { X, Y } = design({ samples: 50, features: 9, tasks: 2, rho: 0.5, seed: 12 });
  const [x, y] = [
    { ...X, values: X.values.map((value) => value + 0.5) },
    { ...Y, values: Y.values.map((value) => value - 1) },
  ];
  const [train, test] = [Array.from({ length: 30 }, (_, i) => i), Array.from({ length: 20 }, (_, i) => i + 30)];
  return { X: rowsOf(x, train), Y: rowsOf(y, train), validation: { X: rowsOf(x, test), Y: rowsOf(y, test) } };
}

const STEP = 1e-5;

describe('validationGradient', () => {
  for (const name of Object.keys(FAMILIES) as Name[]) {
    for (const [variant, [options, how]] of Object.entries(VARIANTS)) {
      it(`is the difference of fits: ${name}, ${variant}`, async () => {
        const { X, Y, validation } = data();
        const make = FAMILIES[name];
        const { penaltyFactor: factors, ...rest } = { penaltyFactor: FACTORS, ...options };
        const joint = name.startsWith('multi') || name === 'sparseGroupLasso';
        const alphas = joint ? [ALPHAS[name]] : [ALPHAS[name], ALPHAS[name] * 0.7];
        const fitted = (alpha: number[], penaltyFactor: number[]) =>
          make({ ...rest, alpha, penaltyFactor, tol: 1e-15 }).fit(X, Y, how);
        const errors = async (alpha: number[], penaltyFactor: number[]) => {
          const predicted = toRows(await predict(await fitted(alpha, penaltyFactor), validation.X));
          const mse = [0, 1].map((t) =>
            toRows(validation.Y).reduce((sum, y, i) => sum + (y[t]! - predicted[i]![t]!) ** 2 / 20, 0),
          );
          return joint ? [(mse[0]! + mse[1]!) / 2] : mse;
        };
        const slopes = async (moved: (by: number) => Promise<number[]>) => {
          const [more, less] = [await moved(STEP), await moved(-STEP)];
          return more.map((value, b) => (value - less[b]!) / (2 * STEP));
        };
        const fit = await fitted(alphas, factors);
        expect(support(fit).length).to.be.above(2);
        const estimator = make({ ...rest, alpha: 1, penaltyFactor: factors });
        const got = await validationGradient(estimator, fit, { X, validation, ...how });
        (await errors(alphas, factors)).forEach((value, b) => {
          expect(got.mse[b]).to.be.closeTo(value, 1e-12);
        });
        const byAlpha = await slopes((by) =>
          errors(
            alphas.map((alpha) => alpha + by),
            factors,
          ),
        );
        byAlpha.forEach((value, b) => {
          expect(got.alpha[b]).to.be.closeTo(value, 1e-6 * (1 + Math.abs(value)));
        });
        expect(Math.abs(byAlpha[0]!)).to.be.above(1e-3);
        for (const [j, factor] of factors.entries()) {
          if (factor === 0 || factor === Infinity) continue;
          const byFactor = await slopes((by) => errors(alphas, factors.with(j, factor + by)));
          byFactor.forEach((value, b) => {
            expect(got.penaltyFactor.values[b * 9 + j]).to.be.closeTo(value, 1e-6 * (1 + Math.abs(value)));
          });
        }
      });
    }
  }

  it('says what a penalty on a feature would do that has none', async () => {
    const { X, Y, validation } = data();
    const errors = async (factor: number) => {
      const estimator = multiTaskLasso({ alpha: 0.2, tol: 1e-15, penaltyFactor: [factor, 1, 1, 1, 1, 1, 1, 1, 1] });
      return validationGradient(estimator, await estimator.fit(X, Y), { X, validation });
    };
    const [none, some] = [await errors(0), await errors(1e-6)];
    expect(none.penaltyFactor.values[0]).to.be.closeTo((some.mse[0]! - none.mse[0]!) / 1e-6, 1e-5);
    expect(Math.abs(none.penaltyFactor.values[0]!)).to.be.above(1e-3);
  });

  it('leads to a better alpha', async () => {
    const { X, Y, validation } = data();
    let alpha = 0.5;
    const errors: number[] = [];
    for (let step = 0; step < 12; step++) {
      const estimator = multiTaskLasso({ alpha, tol: 1e-10 });
      const { mse, alpha: slope } = await validationGradient(estimator, await estimator.fit(X, Y), { X, validation });
      errors.push(mse[0]!);
      alpha *= Math.exp(-slope[0]! * alpha);
    }
    expect(errors.at(-1)).to.be.below(errors[0]! * 0.8);
  });

  it('rejects what has no derivative, and what does not go together', async () => {
    const { X, Y, validation } = data();
    const estimator = lasso({ alpha: 0.1 });
    const fit = await estimator.fit(X, Y);
    const twice = (M: Matrix) => ({
      ...M,
      cols: 18,
      values: Float64Array.from(toRows(M).flatMap((r) => [...r, ...r])),
    });
    const doubled = { ...fit, coef: twice(fit.coef) };
    const other = { X: twice(validation.X), Y: validation.Y };
    const cases: [Promise<unknown>, typeof RangeError, string][] = [
      [
        validationGradient(estimator, doubled, { X: twice(X), validation: other }),
        RangeError,
        'X must have independent columns for the features of the fit, got dependent ones for problem 0',
      ],
      [
        validationGradient(estimator, fit, { X, validation: other }),
        TypeError,
        'validation.X must have 9 columns like the data of the fit, got 18',
      ],
      [
        validationGradient(estimator, fit, { X, validation: { X: validation.X, Y } }),
        TypeError,
        'validation.Y must have shape 20 x 2 (samples, tasks), got 30 x 2',
      ],
    ];
    for (const [promise, type, message] of cases) {
      expect(await failure(promise))
        .to.be.instanceOf(type)
        .with.property('message', `validationGradient: ${message}`);
    }
  });
});
