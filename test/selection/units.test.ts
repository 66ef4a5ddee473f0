import { expect } from 'chai';
import type { Matrix } from '../../src/data/matrix.js';
import { lasso } from '../../src/estimators/lasso.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { chooseByCriterion } from '../../src/selection/choose-by-criterion.js';
import { crossValidate } from '../../src/selection/cross-validate.js';
import { noiseVariance } from '../../src/selection/noise-variance.js';
import { type PathOptions, path } from '../../src/selection/path.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const { X, Y: plain } = design({ samples: 40, features: 6, tasks: 2, rho: 0.3, seed: 4 });
const Y = { ...plain, values: plain.values.map((y, at) => y * (1 + (at % 2)) + 3) };
const masked = { ...Y, values: Y.values.map((y, at) => (at % 9 === 4 ? Number.NaN : y)) };
const sampleWeight = Float64Array.from({ length: 40 }, (_, i) => i % 3);
const times = (matrix: Matrix, by: number): Matrix => ({ ...matrix, values: matrix.values.map((value) => value * by) });

/** Units of Y of which squares vanish, lose digits, or are as large as float64 allows. */
const UNITS = [2 ** -900, 2 ** -560, 2 ** -530, 2 ** -460, 2 ** 505];

describe('a selection of data in any units', () => {
  const cases: [string, typeof lasso, Matrix, PathOptions & { missing?: 'mask'; fitIntercept?: boolean }][] = [
    ['tasks alone', lasso, Y, {}],
    ['tasks together', multiTaskLasso, Y, {}],
    ['weights', lasso, Y, { sampleWeight }],
    ['no intercept', lasso, Y, { fitIntercept: false }],
    ['entries missing, tasks alone', lasso, masked, { missing: 'mask' }],
    ['entries missing, tasks together', multiTaskLasso, masked, { missing: 'mask', sampleWeight }],
  ];
  for (const [what, make, targets, options] of cases) {
    it(`explains the same part of the deviance: ${what}`, async () => {
      const explained = async (unit: number): Promise<number[][]> => {
        const parts: number[][] = [];
        const own = { ...options, count: 4, eps: 0.01, tol: 1e-9 };
        for await (const step of path(make, X, times(targets, unit), own)) parts.push(Array.from(step.explained));
        return parts;
      };
      const expected = await explained(1);
      expect(expected.at(-1)!.every((part) => part > 0.05 && part < 1)).to.equal(true);
      for (const unit of UNITS) {
        (await explained(unit)).forEach((parts, k) => {
          parts.forEach((part, b) => {
            expect(part, `step ${k} of ${unit}`).to.be.closeTo(expected[k]![b]!, 1e-7);
          });
        });
      }
    });
  }

  it('ends a path where that is enough', async () => {
    const steps = async (unit: number): Promise<number> => {
      let count = 0;
      for await (const _ of path(lasso, X, times(Y, unit), { count: 20, maxExplained: 0.5 })) count++;
      return count;
    };
    const expected = await steps(1);
    expect(expected).to.be.within(2, 19);
    for (const unit of UNITS) expect(await steps(unit), `${unit}`).to.equal(expected);
  });

  for (const make of [lasso, multiTaskLasso]) {
    it(`has the same R²: ${make.name}`, async () => {
      const of = (unit: number, own: object = {}) =>
        crossValidate(make, X, times(Y, unit), { score: 'r2', count: 6, tol: 1e-10, ...own });
      for (const own of [{}, { sampleWeight }]) {
        const expected = await of(1, own);
        for (const unit of UNITS) {
          const { min, curves } = await of(unit, own);
          expect(min.steps).to.deep.equal(expected.min.steps);
          curves[0]!.mean.values.forEach((mean, at) => {
            expect(mean, `${unit}`).to.be.closeTo(expected.curves[0]!.mean.values[at]!, 1e-7);
          });
        }
      }
    });

    it(`has mean absolute errors, but squares only where float64 does: ${make.name}`, async () => {
      const of = (unit: number, score: 'mae' | 'mse') =>
        crossValidate(make, X, times(Y, unit), { score, count: 6, tol: 1e-10 });
      for (const score of ['mae', 'mse'] as const) {
        const expected = await of(1, score);
        for (const unit of UNITS) {
          const asked = of(unit, score);
          if (score === 'mse' && unit < 2 ** -450) {
            const error = await failure(asked);
            expect(error).to.be.instanceOf(RangeError);
            const message = /^crossValidate: Y must be in units in which float64 holds squares of its deviations, got /;
            expect((error as Error).message).to.match(message);
            continue;
          }
          const { min } = await asked;
          expect(min.steps).to.deep.equal(expected.min.steps);
          const size = score === 'mse' ? unit * unit : unit;
          min.score.forEach((value, t) => {
            expect(value / size).to.be.closeTo(expected.min.score[t]!, 1e-7);
          });
        }
      }
    });
  }

  it('has squares where one of the tasks that are judged together has them', async () => {
    const mixed = { ...Y, values: Y.values.map((y, at) => (at % 2 === 0 ? y : y * 2 ** -700)) };
    const { min } = await crossValidate(multiTaskLasso, X, mixed, { count: 6 });
    expect(min.score[0]).to.be.above(0);
    expect(await failure(crossValidate(lasso, X, mixed, { count: 6 }))).to.be.instanceOf(RangeError);
    const one = await crossValidate(lasso, X, mixed, { count: 6, perTask: false });
    expect(one.min.score[0]).to.be.above(0);
    const level = { ...Y, values: Y.values.map((y, at) => (at % 2 === 0 ? y : 0.1)) };
    expect((await crossValidate(lasso, X, level, { count: 6 })).min.score[1]).to.equal(0);
  });

  for (const noise of ['leastSquares', 'profiled', 0.3] as const) {
    for (const make of [lasso, multiTaskLasso]) {
      it(`has criteria that differ by the logarithm of the unit: ${make.name}, noise ${noise}`, async () => {
        const of = (unit: number, own: object) =>
          chooseByCriterion(make, X, times(Y, unit), {
            noise: typeof noise === 'number' ? noise * unit * unit : noise,
            count: 8,
            tol: 1e-10,
            ...own,
          });
        for (const own of [{}, { sampleWeight }]) {
          const expected = await of(1, own);
          for (const unit of UNITS) {
            const variance = unit * unit;
            if (noise !== 'profiled' && variance < 2 ** -1020) {
              if (noise === 0.3 && variance > 0) continue; // few digits are left of it
              const message =
                noise === 'leastSquares'
                  ? /^chooseByCriterion: Y must be in units in which float64 holds variances, got /
                  : /^chooseByCriterion: noise must be a positive number/;
              expect(await failure(of(unit, own)))
                .to.be.instanceOf(RangeError)
                .with.property('message')
                .that.matches(message);
              continue;
            }
            const { curve, steps, noiseVariance: known } = await of(unit, own);
            expect(steps, `${unit}`).to.deep.equal(expected.steps);
            const samples = 'sampleWeight' in own ? sampleWeight.filter((w) => w > 0).length : 40;
            const more = samples * 2 * Math.log(unit) * (make === lasso ? 1 : 2);
            curve.values.values.forEach((value, at) => {
              expect(value - more).to.be.closeTo(expected.curve.values.values[at]!, 1e-6);
            });
            known?.forEach((value, t) => {
              expect(value / variance / expected.noiseVariance![t]!).to.be.closeTo(1, 1e-12);
            });
          }
        }
      });
    }
  }

  it('has variances of each task in its own unit, or says that float64 has none', async () => {
    const expected = await noiseVariance(X, Y, { sampleWeight });
    const units = [2 ** -490, 2 ** 500];
    const own = { ...Y, values: Y.values.map((y, at) => (sampleWeight[at >> 1] === 0 ? 1e300 : y * units[at % 2]!)) };
    const found = await noiseVariance(X, own, { sampleWeight });
    found.forEach((value, t) => {
      expect(value / units[t]! ** 2).to.equal(expected[t]);
    });
    for (const unit of [2 ** -600, 2 ** 600]) {
      const message = /^noiseVariance: Y must be in units in which float64 holds variances, got one /;
      expect(await failure(noiseVariance(X, times(Y, unit))))
        .to.be.instanceOf(RangeError)
        .with.property('message')
        .that.matches(message);
    }
  });

  it('says so where a fit leaves nothing over for noise of its own, or no criterion is finite', async () => {
    const level = { ...Y, values: Y.values.map((y, at) => (at % 2 === 0 ? y : 0.1)) };
    const asked = (own: object) => failure(chooseByCriterion(lasso, X, level, { count: 3, ...own }));
    const nothing = 'chooseByCriterion: noise must be given where a fit leaves nothing over, got task 1';
    expect(await asked({ noise: 'profiled' }))
      .to.be.instanceOf(RangeError)
      .with.property('message', nothing);
    const infinite = 'chooseByCriterion: bic must be finite at the alpha that is chosen, got Infinity for problem 0';
    expect(await asked({ noise: 1e-320, alphas: [1] }))
      .to.be.instanceOf(RangeError)
      .with.property('message', infinite);
  });

  it('says so where Y is too large for objectives', async () => {
    const own = times(Y, 1e160);
    const asked = [
      crossValidate(lasso, X, own, { count: 3 }),
      path(lasso, X, own, { count: 3 }).next(),
      chooseByCriterion(lasso, X, own, { count: 3, noise: 'profiled' }),
    ];
    for (const error of await Promise.all(asked.map(failure))) {
      expect(error).to.be.instanceOf(RangeError);
      expect((error as Error).message).to.match(/: X and Y must be in units in which float64 holds objectives, /);
    }
  });
});
