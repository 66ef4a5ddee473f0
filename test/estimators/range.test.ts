import { expect } from 'chai';
import { type Matrix, toRows } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import type { Estimator } from '../../src/estimators/estimator.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import { score } from '../../src/estimators/linear-fit.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { EstimatorOptions } from '../../src/estimators/options.js';
import { penalised } from '../../src/estimators/penalised.js';
import { l21 } from '../../src/penalties/l21.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const { X, Y } = design({ samples: 40, features: 6, tasks: 2, rho: 0.3 });
const times = (matrix: Matrix, by: number): Matrix => ({ ...matrix, values: matrix.values.map((value) => value * by) });
const masked = { ...Y, values: Y.values.map((y, at) => (at % 9 === 4 ? Number.NaN : y)) };

const KINDS: Record<string, [(options: EstimatorOptions) => Estimator, EstimatorOptions, Matrix]> = {
  gram: [lasso, { alpha: 0.1, solver: 'gram' }, Y],
  workingSets: [multiTaskLasso, { alpha: 0.1, solver: 'workingSets' }, Y],
  fista: [lasso, { alpha: 0.1, solver: 'fista' }, Y],
  groups: [(options) => groupLasso({ ...options, groups: [0, 0, 1, 1, 2, 2] }), { alpha: 0.1 }, Y],
  'a norm of its own': [(options) => penalised({ ...options, penalty: l21 }), { alpha: 0.1 }, Y],
  'missing entries': [multiTaskLasso, { alpha: 0.1, missing: 'mask' }, masked],
  'least squares': [lasso, { alpha: 0 }, Y],
};
const ridge = (options: EstimatorOptions) => elasticNet({ ...options, l1Ratio: 0 });

describe('data near the ends of float64', () => {
  for (const [what, [make, options, targets]] of Object.entries(KINDS)) {
    const scaled = (a: number, b: number) =>
      make({ ...options, alpha: Number(options.alpha) * a * b, tol: 1e-6 }).fit(times(X, a), times(targets, b));

    it(`have the coefficients of any other units, as long as these exist: ${what}`, async () => {
      const plain = await scaled(1, 1);
      for (const [a, b] of [
        [2 ** -1000, 1],
        [2 ** 530, 1],
        [1, 2 ** -560],
        [2 ** -930, 2 ** 60],
      ] as const) {
        const { coef, converged, problems } = await scaled(a, b);
        expect(converged).to.equal(true);
        coef.values.forEach((w, at) => {
          expect((w * a) / b).to.be.closeTo(plain.coef.values[at]!, 1e-6);
        });
        problems.forEach(({ objective }, k) => {
          const expected = plain.problems[k]!.objective * b * b;
          expect(objective).to.be.closeTo(expected, 1e-5 * expected);
        });
      }
    });

    it(`are refused where coefficients or objectives do not: ${what}`, async () => {
      for (const [a, b, message] of [
        [1e-300, 1e10, /\.fit: X and Y must be in units in which float64 holds coefficients, .*got .*Infinity$/],
        [1e200, 1e-150, /\.fit: X and Y must be in units in which float64 holds coefficients, got one that vanishes$/],
        [1, 1e160, /\.fit: X and Y must be in units in which float64 holds objectives, about the square of Y, got /],
        [1, 1e307, /\.fit: X and Y must be in units in which float64 holds objectives, about the square of Y, got /],
      ] as const) {
        const error = await failure(scaled(a, b));
        expect(error, `${a}, ${b}`).to.be.instanceOf(RangeError);
        expect((error as Error).message).to.match(message);
        expect((error as Error).message.split('.')[0]).to.equal(make(options).model.name);
      }
    });
  }

  it('have an alphaMax in any units, or say that they have none', async () => {
    for (const [make, options, targets] of Object.values(KINDS)) {
      for (const own of [{}, { standardize: true }]) {
        if (options.alpha === 0) continue;
        const maxima = (a: number, b: number) =>
          make({ ...options, alpha: 1, ...own }).alphaMax(times(X, a), times(targets, b));
        const plain = await maxima(1, 1);
        for (const [a, b] of [
          [2 ** -600, 2 ** -300],
          [2 ** 600, 2 ** 300],
          [2 ** 1000, 2 ** -990],
          [2 ** -1000, 2 ** 990],
          [2 ** -1000, 1],
        ] as const) {
          const unit = 'standardize' in own ? b : a * b;
          expect(Array.from(await maxima(a, b), (most) => most / unit)).to.deep.equal(Array.from(plain));
        }
        if ('standardize' in own) continue;
        for (const unit of [2 ** 700, 2 ** -700]) {
          const error = await failure(maxima(unit, unit));
          expect(error).to.be.instanceOf(RangeError);
          const message = /^\w+\.alphaMax: X and Y must be in units in which float64 holds alpha, got one /;
          expect((error as Error).message).to.match(message);
        }
      }
    }
  });

  it('have standard units all the same', async () => {
    const kinds: typeof KINDS = { ...KINDS, ridge: [ridge, { alpha: 0.1 }, Y] };
    for (const [what, [make, options, targets]] of Object.entries(kinds)) {
      const narrow = options.solver === 'fista' || what === 'a norm of its own';
      const own = { standardize: true, tol: narrow ? 1e-5 : 1e-10 };
      const plain = await make({ ...options, ...own }).fit(X, targets);
      for (const a of [2 ** -1000, 2 ** -540, 2 ** 540, 2 ** 1000]) {
        const fit = await make({ ...options, ...own }).fit(times(X, a), targets);
        expect(fit.converged, `${what}, X times ${a}`).to.equal(true);
        fit.coef.values.forEach((w, at) => {
          expect(w * a).to.be.closeTo(plain.coef.values[at]!, 1e-7);
        });
        const sampleWeight = Float64Array.from({ length: 40 }, (_, i) => 1 + (i % 3));
        const weighted = await make({ ...options, ...own }).fit(times(X, a), targets, { sampleWeight });
        const expected = await make({ ...options, ...own }).fit(X, targets, { sampleWeight });
        weighted.coef.values.forEach((w, at) => {
          expect(w * a).to.be.closeTo(expected.coef.values[at]!, 1e-7);
        });
      }
    }
  });

  it('have their means off though float64 does not hold these', async () => {
    const steps = X.values.map((x) => Math.round(3 * x));
    const near = { ...X, values: steps.map((step) => step * 2 ** -26) };
    const far = { ...X, values: steps.map((step) => 1e8 + step * 2 ** -26) };
    const weights = Float64Array.from({ length: 40 }, (_, i) => i % 3);
    const kinds: typeof KINDS = { ...KINDS, ridge: [ridge, { alpha: 0.1 }, Y] };
    for (const [what, [make, options, targets]] of Object.entries(kinds)) {
      const tol = options.solver === 'fista' || what === 'a norm of its own' ? 1e-5 : 1e-10;
      for (const standardize of [true, false]) {
        const unit = standardize ? 1 : 2 ** -26;
        const alpha = Number(options.alpha) * (what === 'ridge' ? unit * unit : unit);
        const estimator = make({ ...options, alpha, standardize, tol });
        for (const how of [{}, { sampleWeight: weights }]) {
          const [fit, expected] = [await estimator.fit(far, targets, how), await estimator.fit(near, targets, how)];
          expect(fit.converged, what).to.equal(true);
          fit.coef.values.forEach((w, at) => {
            expect(w * 2 ** -26, what).to.be.closeTo(expected.coef.values[at]! * 2 ** -26, 1e-6);
          });
          expect(expected.coef.values.some((w) => Math.abs(w) * 2 ** -26 > 0.1)).to.equal(true);
          if (alpha === 0 || what === 'ridge') continue;
          const [most, due] = [
            await estimator.alphaMax(far, targets, how),
            await estimator.alphaMax(near, targets, how),
          ];
          most.forEach((value, b) => {
            expect(value / due[b]!).to.be.closeTo(1, 1e-9);
          });
        }
      }
    }
  });

  it('have standard units beside a ridge, on tensors', async () => {
    const own = { alpha: 0.1, standardize: true, solver: 'fista', tol: 1e-5 } as const;
    const plain = await elasticNet(own).fit(X, Y);
    for (const a of [2 ** -600, 2 ** -100, 2 ** 100, 2 ** 600]) {
      const { coef, converged } = await elasticNet(own).fit(times(X, a), Y);
      expect(converged).to.equal(true);
      expect(coef.values.map((w) => w * a)).to.deep.equal(plain.coef.values);
    }
  });

  it('are refused where squares of columns vanish beside others, or digits of them are none', async () => {
    const column = (by: number): Matrix => ({
      ...X,
      values: X.values.map((x, at) => (at % X.cols === 2 ? x * by : x)),
    });
    const blocks = groupLasso({ alpha: 0.1, groups: [0, 0, 1, 1, 2, 2] });
    const holes = multiTaskLasso({ alpha: 0.1, missing: 'mask' });
    for (const fit of [blocks.fit(column(1e-160), Y), holes.fit(column(1e-160), masked)]) {
      expect(((await failure(fit)) as Error).message).to.match(
        /^(groupLasso|multiTaskLasso)\.fit: X must have columns in units nearer to each other, got one whose largest number is \de-160 and one of \de\+0$/,
      );
    }
    const sampleWeight = Array.from({ length: X.rows }, (_, i) => 1 + (i % 3));
    const free = lasso({ alpha: 0.1, penaltyFactor: [0, 1, 1, 1, 1, 1] });
    for (const fit of [
      blocks.fit(column(1e-312), Y),
      holes.fit(column(1e-312), masked),
      free.fit(column(1e-312), Y),
      lasso({ alpha: 0.1 }).fit(column(1e-312), Y, { sampleWeight }),
    ]) {
      expect(((await failure(fit)) as Error).message).to.match(
        /\.fit: X must have columns in units in which float64 holds all digits, got one whose largest number is \de-312$/,
      );
    }
  });

  it('have zeros, and an objective of 0, where there is but one sample of any size', async () => {
    for (const [make, options] of Object.values(KINDS)) {
      const fit = await make({ ...options, alpha: 1 }).fit(
        [Array.from(X.values.subarray(0, 6), (x) => x * 1e200)],
        [1e300],
      );
      expect(fit).to.include({ objective: 0, dualGap: 0, converged: true });
      expect(Array.from(fit.intercept)).to.deep.equal([1e300]);
    }
  });

  it('keep a group at 0 whose penalty is beyond float64 in units of scaled data', async () => {
    const X = [[1e-160], [2e-160], [4e-160]];
    for (const [make, options] of [KINDS.groups!, KINDS['missing entries']!]) {
      const targets =
        make === multiTaskLasso
          ? [
              [1e-150, 2e-150],
              [3e-150, Number.NaN],
              [5e-150, 1e-150],
            ]
          : [1e-150, 3e-150, 5e-150];
      const own = make === multiTaskLasso ? make : (more: EstimatorOptions) => groupLasso({ ...more, groups: [0] });
      const fit = await own({ ...options, alpha: 1 }).fit(X, targets);
      expect(fit).to.include({ dualGap: 0, converged: true });
      expect(fit.coef.values.every((w) => w === 0)).to.equal(true);
    }
  });

  it('are refused along a path and by a net on tensors too', async () => {
    const steps = lasso({ alpha: 1 }).path(times(X, 1e-300), times(Y, 1e10), [1e-291]);
    const first = failure(
      (async () => {
        for await (const _ of steps);
      })(),
    );
    expect(await first).to.be.instanceOf(RangeError);
    const net = elasticNet({ alpha: 1, solver: 'restartedFista' }).fit(X, times(Y, 1e300));
    expect(await failure(net)).to.be.instanceOf(RangeError);
  });

  describe('under a ridge on tensors', () => {
    for (const make of [elasticNet, multiTaskElasticNet]) {
      for (const solver of ['ista', 'fista', 'restartedFista', 'douglasRachford'] as const) {
        const net = (by: number, alpha: number | readonly number[], penaltyFactor?: readonly number[]) =>
          make({ alpha, solver, tol: 1e-6, ...(penaltyFactor && { penaltyFactor }) }).fit(times(X, by), Y);

        it(`have their solution where squares of X are next to nothing: ${make.name}, ${solver}`, async () => {
          // What is left is c/ridge, by soft thresholds: the same for all X that small.
          const plain = await make({ alpha: 0.1 * 2 ** -40, tol: 1e-20 }).fit(times(X, 2 ** -40), Y);
          const size = plain.coef.values.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
          for (const by of [2 ** -60, 2 ** -95]) {
            const { coef, converged } = await net(by, 0.1 * by);
            expect(converged).to.equal(true);
            coef.values.forEach((w, at) => {
              expect(w).to.be.closeTo(plain.coef.values[at]!, 1e-6 * size);
            });
          }
        });

        it(`are refused where float32 does not hold it: ${make.name}, ${solver}`, async () => {
          const message =
            /^[a-zA-Z]+\.fit: X must be in units in which alpha \(1 - l1Ratio\) is at most 1e\+30 times its squares, got .* times; solver 'auto' takes any$/;
          for (const [by, factors] of [
            [1e-280, undefined],
            [1e-160, undefined],
            [1e-40, undefined],
            [1e-20, [1, 1, 1e20, 1, 1, 1]],
          ] as const) {
            const error = await failure(net(by, 0.1 * by, factors));
            expect(error, `${by}`).to.be.instanceOf(RangeError);
            expect((error as Error).message).to.match(message);
          }
        });

        it(`are all 0 where alpha is beyond all measure: ${make.name}, ${solver}`, async () => {
          for (const [by, alpha] of [
            [1, 1e308],
            [1e-280, 1],
            [1e-100, 1e200],
          ] as const) {
            const { coef, dualGap, converged } = await net(by, alpha);
            expect([dualGap, converged]).to.deep.equal([0, true]);
            expect(coef.values.every((w) => w === 0)).to.equal(true);
          }
        });
      }
    }

    it('are no slower beside a problem that is all 0', async () => {
      const options = { solver: 'fista', tol: 1e-6 } as const;
      const both = await elasticNet({ ...options, alpha: [0.05, 1e300] }).fit(X, Y);
      const one = await elasticNet({ ...options, alpha: 0.05 }).fit(
        X,
        toRows(Y).map(([y = 0]) => y),
      );
      expect(both.converged).to.equal(true);
      expect(both.problems[0]!.iterations).to.equal(one.iterations);
      expect(Array.from(both.coef.values.subarray(0, 6))).to.deep.equal(Array.from(one.coef.values));
    });
  });
});

describe('what is told of predictions', () => {
  it('does not depend on units', async () => {
    const fit = await lasso({ alpha: 0.1 }).fit(X, Y);
    const expected = await score(fit, X, Y);
    for (const b of [2 ** -800, 2 ** 900]) {
      const own = { coef: times(fit.coef, b), intercept: fit.intercept.map((value) => value * b) };
      expect(await score(own, X, times(Y, b))).to.be.closeTo(expected, 1e-12);
    }
  });
});
