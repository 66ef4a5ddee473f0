import { expect } from 'chai';
import { type Matrix, toRows } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import type { Estimator } from '../../src/estimators/estimator.js';
import { lasso } from '../../src/estimators/lasso.js';
import { support } from '../../src/estimators/linear-fit.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { RatioOptions, SolverName } from '../../src/estimators/options.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { failure } from '../support/failure.js';
import { familyGap } from '../support/family.js';
import { alphaMax, design } from '../support/problems.js';

interface Member {
  make: (options: RatioOptions) => Estimator;
  joint: boolean;
  /** Parts of alpha for l1, l2 and ridge. */
  parts: (ratio: number) => [number, number, number];
}

const plain =
  (make: (options: Omit<RatioOptions, 'l1Ratio'>) => Estimator) =>
  ({ l1Ratio: _, ...options }: RatioOptions): Estimator =>
    make(options);

const MEMBERS: Record<string, Member> = {
  lasso: { make: plain(lasso), joint: false, parts: () => [1, 0, 0] },
  multiTaskLasso: { make: plain(multiTaskLasso), joint: true, parts: () => [0, 1, 0] },
  elasticNet: { make: elasticNet, joint: false, parts: (ratio) => [ratio, 0, 1 - ratio] },
  multiTaskElasticNet: { make: multiTaskElasticNet, joint: true, parts: (ratio) => [0, ratio, 1 - ratio] },
  sparseGroupLasso: { make: sparseGroupLasso, joint: true, parts: (ratio) => [ratio, 1 - ratio, 0] },
};

const SOLVERS: SolverName[] = ['auto', 'gram', 'workingSets', 'ista', 'fista', 'restartedFista', 'douglasRachford'];

const column = ({ rows, cols, values }: Matrix, t: number): Matrix => ({
  rows,
  cols: 1,
  values: Float64Array.from({ length: rows }, (_, i) => values[i * cols + t]!),
});

const squares = ({ values }: Matrix): number => values.reduce((sum, y) => sum + y * y, 0);

/** Coefficients as nested arrays, shape (features, tasks). */
const byFeature = ({ rows, cols, values }: Matrix): number[][] =>
  Array.from({ length: cols }, (_, j) => Array.from({ length: rows }, (__, t) => values[t * cols + j]!));

for (const [name, { make, joint, parts }] of Object.entries(MEMBERS)) {
  describe(name, () => {
    for (const solver of SOLVERS) {
      for (const positive of [false, true]) {
        for (const own of [false, true]) {
          const what = `${positive ? ', not negative' : ''}${own ? ', with factors and standard units' : ''}`;
          it(`has the objective and the gap that plain loops find: by ${solver}${what}`, async () => {
            const data = design({ samples: 40, features: 15, tasks: 3, rho: 0.5, seed: 2 });
            const { Y } = data;
            const X = { ...data.X, values: data.X.values.map((x, at) => x * (1 + (at % 15) / 5)) };
            const factors = X.values.slice(0, 15).map((_, j) => (own ? 0.5 + (j % 4) / 2 : 1));
            if (own) factors[2] = Infinity;
            const units = factors.map((_, j) => (own ? Math.sqrt(squares(column(X, j)) / 40) : 1));
            const [alpha, l1Ratio, tol] = [0.1 * alphaMax({ X, Y }), 0.7, 1e-9];
            const options = { alpha, l1Ratio, tol, solver, positive, standardize: own, fitIntercept: false };
            const fit = await make({ ...options, ...(own && { penaltyFactor: factors }) }).fit(X, Y);
            const [l1, l2, ridge] = parts(l1Ratio);
            const of = (part: number, power: number) => (j: number) =>
              alpha * part * Math.min(factors[j]!, 1e9) * units[j]! ** power;
            const problems = joint
              ? [{ targets: Y, W: byFeature(fit.coef) }]
              : [0, 1, 2].map((t) => ({ targets: column(Y, t), W: byFeature(fit.coef).map((w) => [w[t]!]) }));
            problems.forEach(({ targets, W }, b) => {
              const scale = squares(targets) / 40;
              const checked = familyGap(
                { X, Y: targets, l1: of(l1, 1), l2: of(l2, 1), ridge: of(ridge, 2), positive },
                W,
              );
              expect(fit.problems[b]!.objective).to.be.closeTo(checked.objective, 1e-12 * scale);
              expect(fit.problems[b]!.deviance).to.be.closeTo(checked.deviance, 1e-12 * scale);
              expect(checked.gap).to.be.at.most(tol * scale);
              expect(fit.problems[b]!.dualGap).to.be.within(checked.gap - 1e-12 * scale, tol * scale);
            });
            expect(fit.converged).to.equal(true);
            if (own) expect(support(fit)).to.not.include(2);
            if (positive) expect(Math.min(...fit.coef.values)).to.equal(0);
            expect(support(fit)).to.not.have.length(0);
          });
        }
      }
    }

    for (const solver of ['auto', 'fista'] as SolverName[]) {
      const options = { alpha: 0.1, l1Ratio: 0.6, tol: 1e-10, solver };
      const close = (a: Matrix | Float64Array, b: Matrix | Float64Array): void => {
        const [left, right] = [a, b].map((each) =>
          'values' in each && !(each instanceof Float64Array) ? each.values : (each as Float64Array),
        );
        left!.forEach((value, i) => {
          expect(value).to.be.closeTo(right![i]!, 1e-5);
        });
      };

      it(`counts samples by their weights: twice is two of them, none is none, and only ratios matter (${solver})`, async () => {
        const { X, Y } = design({ samples: 20, features: 8, tasks: 2, rho: 0.5 });
        const shifted = { ...X, values: X.values.map((x) => x + 3) };
        const sampleWeight = Array.from({ length: 20 }, (_, i) => i % 3);
        const repeat = (M: Matrix) => toRows(M).flatMap((row, i) => new Array<number[]>(i % 3).fill(row));
        const expected = await make(options).fit(repeat(shifted), repeat(Y));
        const got = await make(options).fit(shifted, Y, { sampleWeight });
        close(got.coef, expected.coef);
        close(got.intercept, expected.intercept);
        expect(got.objective).to.be.closeTo(expected.objective, 1e-9);
        const scaled = await make(options).fit(shifted, Y, { sampleWeight: sampleWeight.map((w) => w * Math.PI) });
        close(scaled.coef, got.coef);
        const equal = await make(options).fit(shifted, Y, { sampleWeight: new Float64Array(20).fill(123) });
        const none = await make(options).fit(shifted, Y);
        close(equal.coef, none.coef);
        close(equal.intercept, none.intercept);
      });

      it(`never penalises a feature of factor 0, and warm starts at that (${solver})`, async () => {
        const { X, Y } = design({ samples: 40, features: 10, tasks: 2, rho: 0.6, seed: 5 });
        const shifted = { ...X, values: X.values.map((x) => x - 2) };
        const penaltyFactor = [1, 0, 1, 1, 1, 1, 0, 1, 1, 2];
        const fit = await make({ ...options, penaltyFactor }).fit(shifted, Y);
        const W = byFeature(fit.coef);
        const R = toRows(Y).map((y, i) =>
          y.map(
            (value, t) => value - fit.intercept[t]! - toRows(shifted)[i]!.reduce((sum, x, j) => sum + x * W[j]![t]!, 0),
          ),
        );
        const c = (j: number, t: number) => R.reduce((sum, r, i) => sum + X.values[i * 10 + j]! * r[t]!, 0) / 40;
        for (const t of [0, 1]) {
          for (const j of [1, 6]) {
            expect(c(j, t)).to.be.closeTo(0, 1e-10);
            expect(W[j]![t]).to.not.equal(0);
          }
          expect(R.reduce((sum, r) => sum + r[t]!, 0)).to.be.closeTo(0, 1e-9);
        }
        const near = await make({ ...options, penaltyFactor: penaltyFactor.map((f) => f || 1e-7) }).fit(shifted, Y);
        close(fit.coef, near.coef);
        if (solver !== 'auto') return;
        const again = await make({ ...options, penaltyFactor }).fit(shifted, Y, { init: fit });
        expect(again.iterations).to.equal(0);
        close(again.coef, fit.coef);
      });
    }

    it('takes standard deviations as units: as if columns had been scaled', async () => {
      const { X, Y } = design({ samples: 30, features: 6, tasks: 2 });
      const sizes = [1, 100, 0.01, 5, 20, 3];
      const awkward = { ...X, values: X.values.map((x, at) => x * sizes[at % 6]! + (at % 6)) };
      const deviation = (j: number) => Math.sqrt(squares(column(X, j)) / 30) * sizes[j]!;
      const scaled = { ...X, values: X.values.map((x, at) => (x * sizes[at % 6]!) / deviation(at % 6)) };
      const options = { alpha: 0.1, l1Ratio: 0.6, tol: 1e-11 };
      const [own, expected] = [
        await make({ ...options, standardize: true }).fit(awkward, Y),
        await make(options).fit(scaled, Y),
      ];
      byFeature(own.coef).forEach((w, j) => {
        w.forEach((value, t) => {
          expect(value * deviation(j)).to.be.closeTo(byFeature(expected.coef)[j]![t]!, 1e-6);
        });
      });
      expect(own.objective).to.be.closeTo(expected.objective, 1e-11);
    });

    it('takes an alpha for each problem', async () => {
      const { X, Y } = design({ tasks: 3 });
      if (joint) {
        const [list, one] = [await make({ alpha: [0.2] }).fit(X, Y), await make({ alpha: 0.2 }).fit(X, Y)];
        expect(list).to.deep.equal(one);
        const error = await failure(make({ alpha: [0.1, 0.2, 0.3] }).fit(X, Y));
        expect(error).to.have.property(
          'message',
          `${name}.fit: alpha must be one number or one for each of 1 problems, got 3`,
        );
        return;
      }
      const alpha = [0.05, 0.2, 0.1];
      for (const solver of ['auto', 'workingSets', 'fista'] as SolverName[]) {
        const fit = await make({ alpha, solver, tol: 1e-9 }).fit(X, Y);
        for (const [t, own] of alpha.entries()) {
          const alone = await make({ alpha: own, solver, tol: 1e-9 }).fit(X, column(Y, t));
          expect(fit.problems[t]!.alpha).to.equal(own);
          expect(fit.problems[t]!.objective).to.be.closeTo(alone.objective, 1e-9);
        }
      }
    });

    it('rejects what is wrong with options and weights, by name', async () => {
      const { X, Y } = design({ samples: 6, features: 3, tasks: 2 });
      for (const [given, message] of [
        [{ alpha: [1, -2] }, 'alpha must be a number >= 0, or one for each problem, got -2 at 1'],
        [{ alpha: 1, standardize: 'yes' }, "standardize must be true or false, got 'yes'"],
        [{ alpha: 1, positive: 1 }, 'positive must be true or false, got 1'],
        [{ alpha: 1, penaltyFactor: [1, -1, 1] }, 'penaltyFactor must be a list of numbers >= 0, got -1 at 1'],
        [{ alpha: 1, positive: true, penaltyFactor: [0, 1, 1] }, 'positive must be false where a penaltyFactor is 0'],
      ] as const) {
        expect(() => make(given as unknown as RatioOptions)).to.throw(RangeError, `${name}: ${message}`);
      }
      const number = () => make({ alpha: 1, penaltyFactor: 2 } as unknown as RatioOptions);
      expect(number).to.throw(TypeError, `${name}: penaltyFactor must be a list of numbers >= 0, got 2`);
      const model = make({ alpha: 1, penaltyFactor: [1, 1] });
      expect(await failure(model.fit(X, Y))).to.have.property(
        'message',
        `${name}.fit: penaltyFactor must have 3 numbers like X columns, got 2`,
      );
      for (const [sampleWeight, got] of [
        [[1, 1], '2'],
        [[1, 1, -1, 1, 1, 1], '-1 at 2'],
        [[0, 0, 0, 0, 0, 0], 'only zeros'],
      ] as const) {
        const error = await failure(make({ alpha: 1 }).fit(X, Y, { sampleWeight }));
        const expected = 'sampleWeight must be 6 numbers >= 0, not all of them 0';
        expect(error).to.have.property('message', `${name}.fit: ${expected}, got ${got}`);
      }
    });
  });
}

describe('models with an l1Ratio', () => {
  for (const [name, make] of Object.entries({ elasticNet, multiTaskElasticNet, sparseGroupLasso })) {
    it(`${name} rejects one that is out of range`, () => {
      for (const l1Ratio of [1.1, -1, Number.NaN]) {
        const message = `${name}: l1Ratio must be a number from 0 to 1, got ${l1Ratio}`;
        expect(() => make({ alpha: 1, l1Ratio })).to.throw(RangeError, message);
      }
    });
  }

  it('are the Lasso, or the multi-task Lasso, where it is 1', async () => {
    const rng = randomState(1);
    const [X, Y] = [
      { data: rng.randn(60), shape: [12, 5] },
      { data: rng.randn(24), shape: [12, 2] },
    ];
    const options = { alpha: 0.05, tol: 1e-10 };
    const single = await lasso(options).fit(X, Y);
    for (const make of [elasticNet, sparseGroupLasso]) {
      expect(await make({ ...options, l1Ratio: 1 }).fit(X, Y)).to.deep.equal(single);
    }
    const joint = await multiTaskLasso(options).fit(X, Y);
    expect(await multiTaskElasticNet({ ...options, l1Ratio: 1 }).fit(X, Y)).to.deep.equal(joint);
  });
});
