import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { leastSquares } from '../../src/data/least-squares.js';
import { type Matrix, minus, rowsOf, sumsOfSquares, times, zeros } from '../../src/data/matrix.js';
import { toMatrix } from '../../src/data/to-matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict, support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { type CrossValidation, crossValidate } from '../../src/selection/cross-validate.js';
import { elasticNetCV, lassoCV, multiTaskElasticNetCV, multiTaskLassoCV } from '../../src/selection/short-forms.js';
import { kFold, type Split, shuffleSplit } from '../../src/selection/splits.js';
import { failure } from '../support/failure.js';
import { data } from '../support/fixture-data.js';
import { design } from '../support/problems.js';
import { turns } from '../support/turns.js';

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/selection.json', import.meta.url), 'utf8'));

const column = ({ values }: { values: Float64Array }, t: number) => values.filter((_, at) => at % 3 === t);

/** A column of ones more. */
function withOnes({ rows, cols, values }: Matrix): Matrix {
  const more = zeros(rows, cols + 1);
  more.values.fill(1);
  values.forEach((value, at) => {
    more.values[at + Math.floor(at / cols)] = value;
  });
  return more;
}

interface Expected {
  alpha: number;
  l1Ratio: number | null;
  alphas: number[][];
  mse: number[][] | number[][][];
  coef: number[] | number[][];
  intercept: number[];
}

/** Compares with what scikit-learn has: alphas, curve by fold, choice, coefficients. */
function compare(got: CrossValidation, expected: Expected, t = 0): void {
  const ratios = (Array.isArray((expected.mse[0] as number[][])[0]) ? expected.mse : [expected.mse]) as number[][][];
  expect(got.curves).to.have.length(ratios.length);
  got.curves.forEach((curve, r) => {
    curve.alphas.forEach((alphas, step) => {
      const alpha = alphas[t] ?? alphas[0]!;
      expect(alpha).to.be.closeTo(expected.alphas[r]![step]!, 1e-12 * alpha);
      curve.folds.forEach((fold, f) => {
        const own = fold.values.slice(step * fold.cols, (step + 1) * fold.cols);
        const mse =
          got.curves[0]!.mean.cols > 1 || fold.cols === 1
            ? own[t]!
            : own.reduce((sum, value) => sum + value, 0) / own.length;
        expect(mse).to.be.closeTo(ratios[r]![step]![f]!, 1e-6 * mse);
      });
    });
  });
  const { alpha } = got.min;
  expect(typeof alpha === 'number' ? alpha : alpha[t]).to.be.closeTo(expected.alpha, 1e-12);
  if (expected.l1Ratio !== null && ratios.length > 1) expect(got.min.l1Ratio).to.equal(expected.l1Ratio);
  const coef = (Array.isArray(expected.coef[0]) ? expected.coef : [expected.coef]) as number[][];
  coef.forEach((row, k) => {
    row.forEach((w, j) => {
      expect(got.fit.coef.values[(t + k) * got.fit.coef.cols + j]).to.be.closeTo(w, 1e-6);
    });
    expect(got.fit.intercept[t + k]).to.be.closeTo(expected.intercept[k]!, 1e-6);
  });
}

const how = { count: 12, tol: 1e-11, splits: kFold(60, 4) };

describe('crossValidate', () => {
  it('is LassoCV of scikit-learn for each task', async () => {
    const { X, Y } = data();
    const got = await lassoCV(X, Y, how);
    cases.lasso.forEach((expected: Expected, t: number) => {
      compare(got, expected, t);
    });
  });

  it('is LassoCV of scikit-learn with sample weights', async () => {
    const { X, Y, weights } = data();
    const got = await lassoCV(X, Y, { ...how, sampleWeight: weights });
    cases['lasso, weighted'].forEach((expected: Expected, t: number) => {
      compare(got, expected, t);
    });
  });

  it('is ElasticNetCV, MultiTaskLassoCV and MultiTaskElasticNetCV of scikit-learn', async () => {
    const { X, Y } = data();
    compare(await elasticNetCV(X, column(Y, 0), { ...how, l1Ratios: [0.2, 0.7] }), cases.elasticNet[0]);
    compare(await multiTaskLassoCV(X, Y, how), cases.multiTaskLasso[0]);
    compare(await multiTaskElasticNetCV(X, Y, { ...how, l1Ratios: [0.2, 0.7] }), cases.multiTaskElasticNet[0]);
  });

  for (const [name, make] of Object.entries({ lasso, multiTaskLasso })) {
    for (const score of ['mse', 'mae', 'r2'] as const) {
      it(`is a plain loop over folds and alphas, both rules: ${name}, ${score}`, async () => {
        const { X, Y } = design({ samples: 36, features: 10, tasks: 2, rho: 0.5, seed: 3 });
        const splits = kFold(36, 3, randomState(5));
        const alphas = [0.5, 0.2, 0.1, 0.05, 0.01, 0.002];
        const got = await crossValidate(make, X, Y, {
          splits,
          alphas,
          score,
          tol: 1e-9,
          rule: 'oneStandardError',
          perTask: false,
        });
        const curves = await Promise.all(
          alphas.map(async (alpha) => {
            const folds: number[] = [];
            for (const { train, test } of splits) {
              const fit = await make({ alpha, tol: 1e-9 }).fit(rowsOf(X, train), rowsOf(Y, train));
              const predicted = await predict(fit, rowsOf(X, test));
              const tasks = [0, 1].map((t) => {
                const [y, z] = [rowsOf(Y, test), predicted].map(({ values }) =>
                  Array.from(values).filter((_, at) => at % 2 === t),
                );
                const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
                const errors = y!.map((value, i) => value - z![i]!);
                if (score === 'mae') return mean(errors.map(Math.abs));
                const mse = mean(errors.map((e) => e * e));
                return score === 'mse' ? mse : 1 - mse / mean(y!.map((value) => (value - mean(y!)) ** 2));
              });
              folds.push((tasks[0]! + tasks[1]!) / 2);
            }
            const mean = folds.reduce((sum, value) => sum + value, 0) / 3;
            const se = Math.sqrt(folds.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2 / 3);
            return { mean, se };
          }),
        );
        const [curve] = got.curves;
        curves.forEach(({ mean, se }, k) => {
          expect(curve!.mean.values[k]).to.be.closeTo(mean, 1e-6);
          expect(curve!.standardError.values[k]).to.be.closeTo(se, 1e-6);
        });
        const loss = curves.map(({ mean }) => (score === 'r2' ? -mean : mean));
        const least = loss.indexOf(Math.min(...loss));
        expect(got.min.alpha).to.equal(alphas[least]);
        const first = loss.findIndex((value) => value <= loss[least]! + curves[least]!.se);
        expect(got.oneStandardError.alpha).to.equal(alphas[first]);
        expect(got.fit.problems[0]!.alpha).to.equal(alphas[first]);
        expect(first).to.be.at.most(least);
        if (score === 'mse') expect(first).to.be.below(least);
      });
    }
  }

  it('lets nothing leak: standard units of the fitted samples alone, where a naive way takes those of all', async () => {
    const { X, Y } = design({ samples: 12, features: 6, tasks: 1 });
    // One sample far out: with its fold left out, the others must not know of it.
    for (let j = 0; j < 6; j++) X.values[j]! *= 100;
    const splits = kFold(12, 6);
    const options = { splits, alphas: [0.3], tol: 1e-10 };
    const own = await crossValidate(lasso, X, Y, { ...options, standardize: true });
    const without = { train: splits[0]!.train, test: splits[0]!.test };
    const alone = await lasso({ alpha: 0.3, standardize: true, tol: 1e-10 }).fit(
      rowsOf(X, without.train),
      rowsOf(Y, without.train),
    );
    const error = async (fit: typeof alone, x: typeof X): Promise<number> => {
      const predicted = await predict(fit, rowsOf(x, without.test));
      return predicted.values.reduce((sum, value, i) => sum + (value - rowsOf(Y, without.test).values[i]!) ** 2, 0) / 2;
    };
    expect(own.curves[0]!.folds[0]!.values[0]).to.be.closeTo(await error(alone, X), 1e-6);
    const sd = (j: number) => {
      const x = Array.from(X.values).filter((_, at) => at % 6 === j);
      const mean = x.reduce((sum, value) => sum + value, 0) / 12;
      return Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 12);
    };
    const scaled = { ...X, values: X.values.map((x, at) => x / sd(at % 6)) };
    const naive = await crossValidate(lasso, scaled, Y, options);
    const [ours, theirs] = [own, naive].map(({ curves }) => curves[0]!.folds[1]!.values[0]!);
    expect(Math.abs(ours! / theirs! - 1)).to.be.above(0.01);
  });

  it('says how far it is, gives timers their turn, and ends with the reason of a signal', async () => {
    const { X, Y } = design({ samples: 30, tasks: 2 });
    const seen: number[] = [];
    const got = await lassoCV(X, Y, {
      count: 4,
      onProgress: ({ fraction, problems, worstGap, seconds, secondsLeft }) => {
        seen.push(fraction);
        expect(problems).to.equal(2 * seen.length);
        expect(worstGap).to.be.within(0, 1e-4);
        expect(secondsLeft).to.be.closeTo((seconds / fraction) * (1 - fraction), 1e-9);
      },
    });
    expect(seen).to.have.length(20);
    expect(seen.at(-1)).to.equal(1);
    expect(got.fit.converged).to.equal(true);
    const controller = new AbortController();
    const stopped = failure(
      lassoCV(X, Y, {
        count: 5000,
        signal: controller.signal,
        onProgress: () => controller.abort(new Error('enough')),
      }),
    );
    expect(await stopped).to.have.property('message', 'enough');
    expect(await turns(() => lassoCV(X, Y, { count: 4, splits: shuffleSplit(30, 400, randomState(0)) }))).to.be.above(
      0.25,
    );
  });

  it('judges least squares and ridges beside others, where alphas are given', async () => {
    const { X, Y } = design({ samples: 40, features: 6, tasks: 2, rho: 0.4 });
    const splits = kFold(40, 4);
    const options = { alphas: [0.3, 0.01, 0], l1Ratios: [0, 1e-5, 1], tol: 1e-12, splits };
    const { curves } = await crossValidate(elasticNet, X, Y, options);
    const [ridge, small, none] = curves.map(({ mean }) => Array.from(mean.values));
    const last = (values: number[]) => values.slice(-2);
    ridge!.slice(0, 4).forEach((value, at) => {
      expect(value).to.be.closeTo(small![at]!, 1e-5);
    });
    last(ridge!).forEach((value, at) => {
      expect(value).to.be.closeTo(last(none!)[at]!, 1e-14);
    });
    for (const [k, { train, test }] of splits.entries()) {
      const { W } = await leastSquares(withOnes(rowsOf(X, train)), rowsOf(Y, train), () => undefined);
      const left = minus(rowsOf(Y, test), times(withOnes(rowsOf(X, test)), W));
      const mse = sumsOfSquares(left).map((square) => square / test.length);
      mse.forEach((value, t) => {
        expect(curves[0]!.folds[k]!.values[4 + t]).to.be.closeTo(value, 1e-12);
      });
    }
  });

  it('tells how many features folds select on average, of each problem', async () => {
    const { X, Y } = design({ samples: 40, features: 12, tasks: 3 });
    const [splits, alphas] = [kFold(40, 4), [0.5, 0.1, 0.02]];
    for (const [make, problems] of [
      [lasso, 3],
      [multiTaskLasso, 1],
    ] as const) {
      const { curves } = await crossValidate(make, X, Y, { splits, alphas });
      const expected = zeros(3, problems);
      for (const { train } of splits) {
        for (const [k, alpha] of alphas.entries()) {
          const { coef } = await make({ alpha }).fit(rowsOf(X, train), rowsOf(Y, train));
          const parts = problems === 1 ? [[0, 1, 2]] : [[0], [1], [2]];
          parts.forEach((tasks, b) => {
            expected.values[k * problems + b]! += support({ coef: rowsOf(coef, tasks) }).length / splits.length;
          });
        }
      }
      expect(curves[0]!.selected).to.deep.equal(expected);
    }
  });

  it('needs alphas to be given where an l1Ratio is 0', async () => {
    const { X, Y } = design({ tasks: 1 });
    const error = await failure(crossValidate(elasticNet, X, Y, { l1Ratios: [0.5, 0] }));
    const message =
      'crossValidate: l1Ratio must be above 0, or alphas given: no alpha is so large that a ridge makes coefficients 0';
    expect(error).to.be.instanceOf(RangeError).with.property('message', message);
  });

  it('rejects lists that are empty', async () => {
    const { X, Y } = design({ samples: 20, features: 3, tasks: 1 });
    for (const what of ['alphas', 'l1Ratios']) {
      expect(await failure(elasticNetCV(X, Y, { [what]: [] })))
        .to.be.instanceOf(RangeError)
        .with.property('message', `elasticNetCV: ${what} must hold at least one, got none`);
    }
  });

  it('says what is wrong with splits', async () => {
    const X = toMatrix('X', [[1], [2], [3]]);
    const train = Int32Array.of(0, 1);
    for (const [splits, message] of [
      [[], 'splits must be at least 2, got 0'],
      [
        [
          { train, test: Int32Array.of(2) },
          { train, test: new Int32Array(0) },
        ],
        'splits[1].test must not be empty',
      ],
      [
        [
          { train, test: Int32Array.of(3) },
          { train, test: train },
        ],
        'splits[0].test must be places of samples from 0 to 2, got 3 at 0',
      ],
      [5, 'splits must be an array of { train, test }, as kFold gives them, got 5'],
      [[{ train, test: train }, { train }], 'splits[1].test must be places of samples from 0 to 2, got undefined'],
    ] as const) {
      const failed = await failure(lassoCV(X, [1, 2, 4], { splits: splits as unknown as Split[] }));
      expect(failed).to.have.property('message', `lassoCV: ${message}`);
    }
  });

  it('rejects scores and rules that are not known', async () => {
    for (const [options, message] of [
      [{ score: 'rmse' }, "score must be one of mse, mae, r2, got 'rmse'"],
      [{ rule: '1se' }, "rule must be one of min, oneStandardError, got '1se'"],
    ] as const) {
      const failed = await failure(lassoCV([[1], [2], [3]], [1, 2, 4], options as unknown as { score: 'mse' }));
      expect(failed).to.be.instanceOf(RangeError).with.property('message', `lassoCV: ${message}`);
    }
  });
});
