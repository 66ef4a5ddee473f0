import { expect } from 'chai';
import { type Matrix, rowsOf, toRows } from '../../src/data/matrix.js';
import type { VectorInput } from '../../src/data/to-vector.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { bootstrap } from '../../src/selection/bootstrap.js';
import { chooseByCriterion } from '../../src/selection/choose-by-criterion.js';
import { crossValidate } from '../../src/selection/cross-validate.js';
import { degreesOfFreedom } from '../../src/selection/degrees-of-freedom.js';
import { fitTasks } from '../../src/selection/fit-tasks.js';
import { noiseVariance } from '../../src/selection/noise-variance.js';
import { path } from '../../src/selection/path.js';
import { refit } from '../../src/selection/relaxed.js';
import { lassoCV } from '../../src/selection/short-forms.js';
import { kFold, leaveOneOut } from '../../src/selection/splits.js';
import { stabilitySelection } from '../../src/selection/stability-selection.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const [N, P, TASKS] = [36, 7, 2];
const { X, Y: plain } = design({ samples: N, features: P, tasks: TASKS, rho: 0.4, seed: 8 });
const Y = { ...plain, values: plain.values.map((y) => y + 5) };
const masked = { ...Y, values: Y.values.map((y, at) => (at % 11 === 4 ? Number.NaN : y)) };
const ones = new Array<number>(N).fill(1);
const some = Array.from({ length: N }, (_, i) => [1, 2, 0.5, 3][i % 4]!);

type Options = { sampleWeight?: VectorInput };

/** Everything that takes weights, as plain data. */
const USES: Record<string, (own: Options) => Promise<unknown>> = {
  fit: (own) => lasso({ alpha: 0.1 }).fit(X, Y, own),
  'fit in standard units': (own) => multiTaskLasso({ alpha: 0.1, standardize: true }).fit(X, Y, own),
  'fit of missing entries': (own) => multiTaskLasso({ alpha: 0.1, missing: 'mask' }).fit(X, masked, own),
  'fit of groups': (own) => groupLasso({ alpha: 0.1, groups: [0, 0, 1, 1, 2, 2, 2] }).fit(X, Y, own),
  'fit on tensors': (own) => elasticNet({ alpha: 0.1, solver: 'fista' }).fit(X, Y, own),
  'least squares': (own) => lasso({ alpha: 0 }).fit(X, Y, own),
  alphaMax: (own) => lasso({ alpha: 1 }).alphaMax(X, Y, own),
  path: async (own) => {
    const steps: unknown[] = [];
    for await (const step of path(lasso, X, Y, { count: 5, df: true, ...own })) steps.push(step);
    return steps;
  },
  crossValidate: (own) => crossValidate(multiTaskLasso, X, Y, { count: 10, ...own }),
  lassoCV: (own) => lassoCV(X, Y, { count: 10, rule: 'oneStandardError', ...own }),
  chooseByCriterion: (own) => chooseByCriterion(lasso, X, Y, { count: 10, ...own }),
  stabilitySelection: (own) => stabilitySelection(lasso, X, Y, { count: 5, resamples: 10, ...own }),
  bootstrap: (own) => bootstrap(lasso, X, Y, { alpha: 0.1, resamples: 10, ...own }),
  fitTasks: (own) => fitTasks(lasso({ alpha: 0.1 }), X, Y, own),
  refit: async (own) => refit(await lasso({ alpha: 0.1 }).fit(X, Y), [X, Y], own),
  noiseVariance: (own) => noiseVariance(X, Y, own),
  degreesOfFreedom: async (own) => {
    const estimator = elasticNet({ alpha: 0.1 });
    return degreesOfFreedom(estimator, await estimator.fit(X, Y), { X, ...own });
  },
};

describe('sample weights', () => {
  for (const [what, use] of Object.entries(USES)) {
    it(`that are all the same are none, to the bit: ${what}`, async () => {
      const without = await use({});
      for (const value of [1, 3, 1e308, 1e-320]) {
        expect(await use({ sampleWeight: ones.map((one) => one * value) }), `weights of ${value}`).to.deep.equal(
          without,
        );
      }
    });

    it(`count by their ratios alone: ${what}`, async () => {
      const [own, other] = [await use({ sampleWeight: some }), await use({})];
      expect(own).to.not.deep.equal(other);
      for (const power of [2 ** 1020, 2 ** -1000]) {
        expect(await use({ sampleWeight: some.map((w) => w * power) })).to.deep.equal(own);
      }
    });
  }

  /** Solved as far as it goes, so that nothing but rounding is left of how: numbers that samples say. */
  const SOLVED: Record<string, (x: Matrix, y: Matrix, own: Options) => Promise<Float64Array>> = {
    fit: async (x, y, own) => (await lasso({ alpha: 0.1, tol: 1e-13 }).fit(x, y, own)).coef.values,
    'fit in standard units': async (x, y, own) =>
      (await multiTaskLasso({ alpha: 0.1, standardize: true, tol: 1e-13 }).fit(x, y, own)).coef.values,
    'fit of groups': async (x, y, own) =>
      (await groupLasso({ alpha: 0.1, groups: [0, 0, 1, 1, 2, 2, 2], tol: 1e-13 }).fit(x, y, own)).coef.values,
    'least squares': async (x, y, own) => (await lasso({ alpha: 0 }).fit(x, y, own)).coef.values,
    noiseVariance,
    criteria: async (x, y, own) =>
      (await chooseByCriterion(lasso, x, y, { alphas: [0.5, 0.1], tol: 1e-13, ...own })).curve.values.values,
  };
  for (const [what, use] of Object.entries(SOLVED)) {
    it(`may be in any unit, and 0 is as good as no sample: ${what}`, async () => {
      const close = (found: Float64Array, expected: Float64Array): void => {
        found.forEach((value, at) => {
          expect(value).to.be.closeTo(expected[at]!, 1e-10 * Math.abs(expected[at]!) + 1e-12);
        });
      };
      const thirds = some.map((w) => w / 3);
      close(await use(X, Y, { sampleWeight: thirds }), await use(X, Y, { sampleWeight: some }));
      const kept = Array.from(ones.keys()).filter((i) => i % 5 !== 2);
      for (const weights of [ones, some]) {
        const sampleWeight = weights.map((w, i) => (i % 5 === 2 ? 0 : w));
        const without = { sampleWeight: kept.map((i) => weights[i]!) };
        close(await use(X, Y, { sampleWeight }), await use(rowsOf(X, kept), rowsOf(Y, kept), without));
      }
    });
  }

  it('of 1e300 make samples of 1e-300 none', async () => {
    const sampleWeight = some.map((w, i) => w * (i < 6 ? 1e-300 : 1e300));
    const [x, y] = [toRows(X).slice(6), toRows(Y).slice(6)];
    const expected = await lasso({ alpha: 0.1, tol: 1e-12 }).fit(x, y, { sampleWeight: some.slice(6) });
    const fit = await lasso({ alpha: 0.1, tol: 1e-12 }).fit(X, Y, { sampleWeight });
    fit.coef.values.forEach((w, at) => {
      expect(w).to.be.closeTo(expected.coef.values[at]!, 1e-12);
    });
  });

  it('of nothing for all that is there of a task are refused, of tasks alone or together', async () => {
    const sampleWeight = ones.map((_, i) => (i < 20 ? 0 : 1));
    const there = { ...Y, values: Y.values.map((y, at) => (at % TASKS === 1 && at >= 20 * TASKS ? Number.NaN : y)) };
    for (const make of [lasso, multiTaskLasso]) {
      const estimator = make({ alpha: 0.1, missing: 'mask' });
      const message = 'Y must have an entry of a weight above 0 in each column, got none in column 1';
      for (const method of ['fit', 'alphaMax'] as const) {
        expect(await failure(estimator[method](X, there, { sampleWeight })))
          .to.be.instanceOf(RangeError)
          .with.property('message', `${make.name}.${method}: ${message}`);
      }
    }
  });
});

describe('folds', () => {
  const splits = kFold(N, 4);

  for (const score of ['mse', 'mae'] as const) {
    it(`count alike, their samples by their weights: ${score}`, async () => {
      const alphas = [0.5, 0.1, 0.01];
      const options = { splits, alphas, score, tol: 1e-12, sampleWeight: some };
      const { curves } = await crossValidate(lasso, X, Y, options);
      for (const [k, alpha] of alphas.entries()) {
        const scores: number[][] = [];
        for (const { train, test } of splits) {
          const own = { sampleWeight: Array.from(train, (i) => some[i]!) };
          const fit = await lasso({ alpha, tol: 1e-12 }).fit(rowsOf(X, train), rowsOf(Y, train), own);
          const [predicted, actual] = [await predict(fit, rowsOf(X, test)), rowsOf(Y, test)];
          const total = test.reduce((sum, i) => sum + some[i]!, 0);
          const error = (t: number, at: number): number => {
            const left = actual.values[at * TASKS + t]! - predicted.values[at * TASKS + t]!;
            return (some[test[at]!]! * (score === 'mae' ? Math.abs(left) : left * left)) / total;
          };
          scores.push([0, 1].map((t) => Array.from(test.keys()).reduce((sum, at) => sum + error(t, at), 0)));
        }
        for (const t of [0, 1]) {
          const own = scores.map((fold) => fold[t]!);
          const mean = own.reduce((sum, value) => sum + value, 0) / 4;
          const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3;
          expect(curves[0]!.mean.values[k * TASKS + t]).to.be.closeTo(mean, 1e-9);
          expect(curves[0]!.standardError.values[k * TASKS + t]).to.be.closeTo(Math.sqrt(variance / 4), 1e-9);
        }
      }
    });
  }

  it('are judged by the ratios of weights in them, to the bit', async () => {
    const small = { ...Y, values: plain.values.map((y) => y * 2 ** -20) };
    for (const score of ['mse', 'mae', 'r2'] as const) {
      const first = async (by: number, own: readonly number[]) => {
        const sampleWeight = some.map((w, i) => (i < 9 ? own[i]! * by : w));
        const options = { splits, alphas: [2 ** -22, 2 ** -25], score, sampleWeight };
        return (await crossValidate(lasso, X, small, options)).curves[0]!.folds[0];
      };
      const expected = await first(1, some);
      for (const by of [2 ** -500, 2 ** -1020])
        expect(await first(by, some), `${score}, ${by}`).to.deep.equal(expected);
      expect(await first(0.3, ones)).to.deep.equal(await first(1, ones));
    }
  });

  const line = { X: [[1], [2], [3], [4], [5], [6]], y: [1.1, 1.9, 3.2, 3.9, 5.1, 5.8] };

  it('whose samples weigh nothing do not count, and are told of', async () => {
    const sampleWeight = [0, 0, 1, 1, 1, 1];
    for (const score of ['mse', 'mae', 'r2'] as const) {
      const options = { splits: kFold(6, 3), sampleWeight, count: 5, tol: 1e-10, score };
      const { curves, fit, min, warnings } = await lassoCV(line.X, line.y, options);
      expect(min.score.every(Number.isFinite), score).to.equal(true);
      expect(curves[0]!.standardError.values.every(Number.isFinite)).to.equal(true);
      expect(Number(min.alpha)).to.be.closeTo(0.001125, 1e-9);
      expect(fit.coef.values[0]).to.be.closeTo(0.8991, 1e-6);
      const [warning] = warnings;
      expect(warning).to.equal('lassoCV: splits that do not count, as all of their test samples weigh 0: 0');
    }
    const { warnings } = await lassoCV(line.X, line.y, { splits: kFold(6, 3), count: 5 });
    expect(warnings).to.deep.equal([]);
  });

  it('count for those tasks of which something weighs, where entries are missing', async () => {
    const sampleWeight = ones.map((_, i) => (i < 9 && i % 2 === 0 ? 0 : 1));
    const holes = (keep: (i: number) => boolean): Matrix => ({
      ...Y,
      values: Y.values.map((y, at) => (at % TASKS === 1 && !keep(Math.floor(at / TASKS)) ? Number.NaN : y)),
    });
    // Of task 1 the first fold has but samples of weight 0.
    const y = holes((i) => i >= 9 || i % 2 === 0);
    for (const [make, alone] of [
      [lasso, true],
      [multiTaskLasso, false],
    ] as const) {
      const options = { splits, sampleWeight, count: 5, missing: 'mask' as const };
      const { curves, warnings } = await crossValidate(make, X, y, options);
      const { mean, folds } = curves[0]!;
      expect(mean.values.every(Number.isFinite)).to.equal(true);
      expect(warnings[0]).to.match(/all of their test samples weigh 0: 0 \(some tasks\)$/);
      expect(Number.isNaN(folds[0]!.values[1])).to.equal(true);
      const judged = folds.map(({ values }) => values.slice(0, 2));
      const expected = alone
        ? (judged[1]![1]! + judged[2]![1]! + judged[3]![1]!) / 3
        : (judged[0]![0]! + judged.slice(1).reduce((sum, own) => sum + (own[0]! + own[1]!) / 2, 0)) / 4;
      expect(mean.values[alone ? 1 : 0]).to.be.closeTo(expected, 1e-12);
    }
  });

  it('are refused where too few count, or too few samples are in them', async () => {
    const asked = (own: object) => failure(lassoCV(line.X, line.y, { splits: kFold(6, 3), count: 5, ...own }));
    const few = 'lassoCV: sampleWeight must leave at least 2 splits with a test sample of a weight above 0, got 1';
    const cases: [object, string][] = [
      [
        { splits: kFold(6, 2), sampleWeight: [0, 0, 0, 1, 1, 1] },
        'lassoCV: sampleWeight must not be 0 everywhere in splits[1].train, got only zeros; leave samples of weight 0 out, or give them some',
      ],
      [
        { splits: [...kFold(6, 3).slice(0, 1), { train: [2, 3], test: [4] }], sampleWeight: [0, 0, 1, 1, 1, 1] },
        `${few} for task 0`,
      ],
      [
        { splits: leaveOneOut(6), score: 'r2' },
        'lassoCV: splits[0].test must have at least 2 samples that count, for the score r2, got 1 for task 0',
      ],
      [
        { score: 'r2', sampleWeight: [1, 0, 1, 1, 1, 1] },
        'lassoCV: splits[0].test must have at least 2 samples that count, for the score r2, got 1 for task 0',
      ],
    ];
    for (const [own, message] of cases) {
      expect(await asked(own))
        .to.be.instanceOf(RangeError)
        .with.property('message', message);
    }
    const gap = [Number.NaN, ...line.y.slice(1)];
    const options = { splits: kFold(6, 3), count: 5, score: 'r2', missing: 'mask' } as const;
    expect(await failure(lassoCV(line.X, gap, options)))
      .to.be.instanceOf(RangeError)
      .with.property(
        'message',
        'lassoCV: splits[0].test must have at least 2 samples that count, for the score r2, got 1 for task 0',
      );
  });
});
