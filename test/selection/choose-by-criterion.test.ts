import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { lasso } from '../../src/estimators/lasso.js';
import { predict, support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { type Criterion, chooseByCriterion } from '../../src/selection/choose-by-criterion.js';
import { aic, aicc, bic, ebic } from '../../src/selection/criteria.js';
import { degreesOfFreedom } from '../../src/selection/degrees-of-freedom.js';
import { noiseVariance } from '../../src/selection/noise-variance.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const fixture = JSON.parse(readFileSync(new URL('../fixtures/criteria.json', import.meta.url), 'utf8'));

/** The data of scripts/fixtures/criteria.py. */
function data() {
  const rng = randomState(3);
  const X = { rows: 50, cols: 12, values: rng.randn(600) };
  const W = rng.randn(8);
  const Y = { rows: 50, cols: 2, values: rng.randn(100).map((value) => value - 2) };
  for (let i = 0; i < 50; i++) {
    for (let t = 0; t < 2; t++) {
      for (let j = 0; j < 4; j++) Y.values[i * 2 + t]! += X.values[i * 12 + j]! * W[j * 2 + t]!;
    }
  }
  return { X: { ...X, values: X.values.map((x) => x + 1) }, Y };
}

interface Expected {
  alphas: number[];
  criterion: number[];
  noiseVariance: number;
  alpha: number;
}

const column = ({ values }: { values: Float64Array }, t: number) => values.filter((_, at) => at % 2 === t);

/** A hair above a knot of the path, the feature that enters there is not in use for certain; deviances differ by as much. */
const ABOVE = 1 + 1e-6;

describe('chooseByCriterion', () => {
  for (const [name, options] of Object.entries({
    aic: { criterion: 'aic' },
    bic: {},
    'bic, noise given': { criterion: 'bic', noise: 2.5 },
    'aic, no intercept': { criterion: 'aic', fitIntercept: false },
  } as const)) {
    it(`is LassoLarsIC of scikit-learn on its alphas: ${name}`, async () => {
      const { X, Y } = data();
      for (const t of [0, 1]) {
        const expected: Expected = fixture[name][t];
        const knots = expected.alphas.filter((alpha) => alpha > 0);
        expect(knots.length).to.be.at.least(12);
        const alphas = knots.map((alpha) => alpha * ABOVE);
        const got = await chooseByCriterion(lasso, X, column(Y, t), { ...options, alphas, tol: 1e-14 });
        expect(got.noiseVariance![0]).to.be.closeTo(expected.noiseVariance, 1e-12);
        knots.forEach((_, k) => {
          expect(got.curve.values.values[k]).to.be.closeTo(expected.criterion[k]!, 1e-6 * expected.criterion[k]!);
        });
        expect(got.alpha).to.equal(expected.alpha * ABOVE);
        expect(got.fit.problems[0]!.alpha).to.equal(got.alpha);
        expect(got.curve.alphas.values[got.steps[0]!]).to.equal(got.alpha);
      }
    });
  }

  it('chooses for each Lasso by itself', async () => {
    const { X, Y } = data();
    const together = await chooseByCriterion(lasso, X, Y, { criterion: 'aicc', count: 15, tol: 1e-10 });
    for (const t of [0, 1]) {
      const alone = await chooseByCriterion(lasso, X, column(Y, t), { criterion: 'aicc', count: 15, tol: 1e-10 });
      expect((together.alpha as number[])[t]).to.be.closeTo(alone.alpha as number, 1e-14);
      expect(together.steps[t]).to.equal(alone.steps[0]);
      alone.curve.values.values.forEach((value, k) => {
        expect(together.curve.values.values[k * 2 + t]).to.be.closeTo(value, 1e-6);
      });
    }
  });

  it('weighs what it says for many tasks, weights and factors', async () => {
    const { X, Y } = design({ samples: 40, features: 8, tasks: 3, rho: 0.4, seed: 2 });
    const sampleWeight = randomState(9)
      .randomSample(40)
      .map((value, i) => (i < 3 ? 0 : value + 0.2));
    const family = { penaltyFactor: [0, Infinity, 1, 1, 2, 1, 1, 1], standardize: true, tol: 1e-11 };
    const alphas = [0.3, 0.05];
    const formulas = { aic, aicc, bic, ebic };
    for (const noise of ['leastSquares', 'profiled', [0.2, 0.3, 0.4]] as const) {
      for (const criterion of Object.keys(formulas) as Criterion[]) {
        const got = await chooseByCriterion(multiTaskLasso, X, Y, {
          ...family,
          alphas,
          criterion,
          noise,
          sampleWeight,
        });
        for (const [k, alpha] of alphas.entries()) {
          const estimator = multiTaskLasso({ ...family, alpha });
          const fit = await estimator.fit(X, Y, { sampleWeight });
          const [df] = await degreesOfFreedom(estimator, fit, { X, sampleWeight });
          const predicted = await predict(fit, X);
          const total = sampleWeight.reduce((sum, w) => sum + w, 0);
          const rss = [0, 1, 2].map((t) =>
            sampleWeight.reduce(
              (sum, w, i) => sum + ((37 * w) / total) * (Y.values[i * 3 + t]! - predicted.values[i * 3 + t]!) ** 2,
              0,
            ),
          );
          const estimated = await noiseVariance(X, Y, { sampleWeight });
          const deviance = rss.reduce((sum, left, t) => {
            const variance = noise === 'profiled' ? left / 37 : noise === 'leastSquares' ? estimated[t]! : noise[t]!;
            return sum + 37 * Math.log(2 * Math.PI * variance) + left / variance;
          }, 0);
          const evidence = {
            deviance,
            df: df!,
            samples: 37,
            tasks: 3,
            extra: noise === 'profiled' ? 2 : 1,
            features: 6,
            selected: support(fit).filter((j) => j > 0).length,
          };
          expect(got.curve.df.values[k]).to.be.closeTo(df!, 1e-6);
          expect(got.curve.values.values[k]).to.be.closeTo(formulas[criterion](evidence), 1e-5);
        }
      }
    }
  });

  it('selects fewer of many features with the EBIC, and those that matter', async () => {
    const { X, Y } = design({ samples: 60, features: 200, tasks: 4, seed: 4 });
    const chosen = async (options: object) => {
      const how = { noise: 0.25, count: 30, eps: 0.02, tol: 1e-8, ...options };
      return support((await chooseByCriterion(multiTaskLasso, X, Y, how)).fit);
    };
    const [byBic, byHalf, byEbic] = [
      await chosen({}),
      await chosen({ criterion: 'ebic' }),
      await chosen({ criterion: 'ebic', gamma: 1 }),
    ];
    expect(byEbic).to.include.members([0, 1, 2]);
    expect(byEbic.length).to.be.below(8);
    expect(byHalf.length).to.be.at.least(byEbic.length);
    expect(byBic.length).to.be.above(byEbic.length);
    expect(await chosen({ criterion: 'ebic', gamma: 0 })).to.deep.equal(byBic);
  });

  it('rejects what is out of range', async () => {
    const { X, Y } = design({ tasks: 2 });
    const wide = design({ samples: 12, features: 12, tasks: 1 });
    const constant = Y.values.map((y, at) => (at % 2 === 1 ? 1 : y));
    const failing = [
      [X, Y, { criterion: 'cp' }, "criterion must be one of aic, aicc, bic, ebic, got 'cp'"],
      [X, Y, { alphas: [] }, 'alphas must hold at least one, got none'],
      [X, Y, { gamma: 2 }, 'gamma must be a number from 0 to 1, got 2'],
      [
        X,
        Y,
        { noise: [1] },
        "noise must be a positive number, one for each of 2 tasks, 'leastSquares' or 'profiled', got 1",
      ],
      [
        X,
        Y,
        { noise: -1 },
        "noise must be a positive number, one for each of 2 tasks, 'leastSquares' or 'profiled', got -1",
      ],
      [wide.X, wide.Y, {}, "noise must be given or 'profiled' for no more samples than features, got 12 x 12"],
      [X, { ...Y, values: constant }, {}, 'noise must be given where least squares leave nothing over, got task 1'],
    ] as const;
    for (const [x, y] of [
      [
        [0.1, 0.2, 0.3, 0.7, 1.3],
        [0.3, 0.5, 0.7, 1.5, 2.7],
      ],
      [
        [1e9, 1e9 + 1, 1e9 + 2, 1e9 + 5],
        [3, 5, 7, 13],
      ],
    ] as const) {
      const error = await failure(chooseByCriterion(lasso, [...x], [...y], {}));
      const message = 'chooseByCriterion: noise must be given where least squares leave nothing over, got task 0';
      expect(error).to.be.instanceOf(RangeError).with.property('message', message);
      expect(Array.from(await noiseVariance([...x], [...y]))).to.deep.equal([0]);
      const noisy = y.map((value, i) => value + 1e-7 * (i % 2));
      expect((await noiseVariance([...x], noisy))[0]).to.be.within(1e-16, 1e-13);
    }
    for (const [x, y, options, message] of failing) {
      const error = await failure(chooseByCriterion(lasso, x, y, options as object));
      const kind = 'noise' in options && options.noise !== -1 ? TypeError : RangeError;
      expect(error).to.be.instanceOf(kind).with.property('message', `chooseByCriterion: ${message}`);
    }
  });
});

describe('information criteria', () => {
  const evidence = { deviance: 100, df: 6, samples: 30, tasks: 2, extra: 1, features: 10, selected: 3 };

  it('are their formulas', () => {
    expect(aic(evidence)).to.equal(112);
    expect(bic(evidence)).to.be.closeTo(100 + 6 * Math.log(30), 1e-12);
    expect(aicc(evidence)).to.be.closeTo(112 + (2 * 2 * 4 * 5) / (30 - 5), 1e-12);
    expect(ebic(evidence)).to.be.closeTo(bic(evidence) + Math.log(120), 1e-12);
    expect(ebic(evidence, 0)).to.equal(bic(evidence));
  });

  it('leave nothing to choose where there are no samples to correct by', () => {
    expect(aicc({ ...evidence, samples: 5 })).to.equal(Infinity);
    expect(aicc({ deviance: -Infinity, df: 4, samples: 5 })).to.equal(Infinity);
    expect(aicc({ deviance: 1, df: 3, samples: 5 })).to.equal(1 + 6 + 24);
  });
});

describe('noiseVariance', () => {
  it('is without bias, whatever the weights, and counts dependent features once', async () => {
    const rng = randomState(11);
    const X = { rows: 20, cols: 5, values: rng.randn(100) };
    for (let i = 0; i < 20; i++) X.values[i * 5 + 4] = X.values[i * 5]! + X.values[i * 5 + 1]!;
    const sampleWeight = rng.randomSample(20).map((value) => value + 0.1);
    const mean = sampleWeight.reduce((sum, w) => sum + w, 0) / 20;
    const tasks = 4000;
    const noise = rng
      .randn(20 * tasks)
      .map((e, at) => (1.5 * e) / Math.sqrt(sampleWeight[Math.floor(at / tasks)]! / mean));
    const estimates = await noiseVariance(X, { rows: 20, cols: tasks, values: noise }, { sampleWeight });
    const average = estimates.reduce((sum, value) => sum + value, 0) / tasks;
    expect(average).to.be.closeTo(2.25, (4 * 2.25 * Math.sqrt(2 / 15)) / Math.sqrt(tasks));
  });

  it('needs more samples than features', async () => {
    const { X, Y } = design({ samples: 13, features: 12 });
    expect(await failure(noiseVariance(X, Y)))
      .to.be.instanceOf(RangeError)
      .with.property('message', 'noiseVariance: X must have more samples than 12 features and an intercept, got 13');
    expect(await noiseVariance(X, Y, { fitIntercept: false })).to.have.length(3);
  });
});
