import { expect } from 'chai';
import { type Matrix, rowsOf } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict, score } from '../../src/estimators/linear-fit.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { crossValidate } from '../../src/selection/cross-validate.js';
import { elasticNetCV, lassoCV, multiTaskElasticNetCV, multiTaskLassoCV } from '../../src/selection/short-forms.js';
import { groupKFold, kFold } from '../../src/selection/splits.js';
import properties from '../fixtures/properties.json' with { type: 'json' };
import { allClose } from '../support/all-close.js';
import { failure } from '../support/failure.js';
import { buildDataset } from '../support/regression-data.js';

const uniform = (rng: ReturnType<typeof randomState>, rows: number, cols: number): Matrix => ({
  rows,
  cols,
  values: rng.randomSample(rows * cols),
});

/** The same column so many times. */
const tiled = ({ rows, values }: Matrix, times: number): Matrix => ({
  rows,
  cols: times,
  values: Float64Array.from({ length: rows * times }, (_, at) => values[Math.floor(at / times)]!),
});

const alphaOf = (found: { min: { alpha: number | readonly number[] } }): number => Number(found.min.alpha);

describe('cross-validation, as scikit-learn tests it', () => {
  const { X, Y, test } = buildDataset();

  it('chooses alpha .056 for the Lasso, next to what the path of least angles chooses, and predicts', async () => {
    const found = await lassoCV(X, Y, { count: 10, eps: 1e-3, splits: kFold(50, 3) });
    expect(alphaOf(found)).to.be.closeTo(0.056, 1.5e-2 / 10);
    const { alpha, mse } = properties.leastAngles;
    const [curve] = found.curves;
    const above = (value: number): number => curve!.alphas.filter(([own]) => own! > value).length;
    expect(Math.abs(above(alpha) - above(alphaOf(found)))).to.be.at.most(1);
    expect(curve!.mean.values[5]).to.be.closeTo(mse, 1e-2 * mse);
    expect(await score(found.fit, test.X, test.Y)).to.be.above(0.99);
  });

  it('keeps coefficients positive where that is asked for', async () => {
    for (const make of [lassoCV, elasticNetCV]) {
      const options = { count: 3, eps: 0.1, splits: kFold(50, 2) };
      const free = await make(X, Y, options);
      expect(Math.min(...free.fit.coef.values)).to.be.below(0);
      const found = await make(X, Y, { ...options, positive: true });
      expect(Math.min(...found.fit.coef.values)).to.equal(0);
      expect(Math.max(...found.fit.coef.values)).to.be.above(0);
    }
  });

  it('rejects alphas that are none, by their place', async () => {
    for (const [alphas, place] of [
      [[1, -1, -100], 'alphas[1]'],
      [[-0.1, -1, -10], 'alphas[0]'],
      [[1, 1, '1' as unknown as number], 'alphas[2]'],
    ] as const) {
      const error = await failure(lassoCV(X, Y, { alphas }));
      expect(error).to.be.instanceOf(RangeError);
      expect((error as Error).message).to.include(`${place} must be a number >= 0`);
    }
  });

  it('takes the least alpha and ratio where the truth is dense', async () => {
    const dense = buildDataset({ samples: 200, features: 100, informative: 100 });
    const options = { alphas: [0.1, 0.05, 0.01], l1Ratios: [0.5, 0.7], splits: kFold(200, 3) };
    const found = await crossValidate(elasticNet, dense.X, dense.Y, options);
    expect(found.min).to.include({ alpha: 0.01, l1Ratio: 0.5 });
    expect(await score(found.fit, dense.test.X, dense.test.Y)).to.be.above(0.99);
    const many = buildDataset({ features: 10, targets: 3 });
    const joint = await crossValidate(multiTaskElasticNet, many.X, many.Y, {
      count: 5,
      eps: 2e-3,
      l1Ratios: [0.5, 0.7],
      splits: kFold(50, 3),
    });
    expect(await score(joint.fit, many.test.X, many.test.Y)).to.be.above(0.99);
    expect([joint.fit.coef.rows, joint.fit.coef.cols]).to.deep.equal([3, 10]);
  });

  it('chooses the same for one column, alone or as the only task', async () => {
    const few = buildDataset({ features: 10 });
    const options = { count: 5, eps: 2e-3, l1Ratios: [0.5, 0.7], tol: 1e-10 };
    const [alone, only] = [
      await crossValidate(elasticNet, few.X, few.Y, options),
      await crossValidate(multiTaskElasticNet, few.X, few.Y, options),
    ];
    expect(only.min.l1Ratio).to.equal(alone.min.l1Ratio);
    expect(alphaOf(only)).to.be.closeTo(alphaOf(alone), 1e-7);
    const grid = { count: 5, eps: 2e-3, tol: 1e-10 };
    const [one, joint] = [await lassoCV(few.X, few.Y, grid), await multiTaskLassoCV(few.X, few.Y, grid)];
    expect(alphaOf(joint)).to.be.closeTo(alphaOf(one), 1e-7);
    allClose(joint.fit.coef.values, one.fit.coef.values, { absolute: 1e-7 });
    allClose(joint.fit.intercept, one.fit.intercept, { absolute: 1e-7 });
  });

  // scikit-learn prints 3 decimals; at a gap of 1e-12 it has .006055 and .003028, as here.
  it('chooses .00556 and .00278 for several tasks, and has their shapes', async () => {
    const few = buildDataset({ features: 50, targets: 3 });
    const splits = kFold(50, 3);
    const net = await multiTaskElasticNetCV(few.X, few.Y, { splits, tol: 1e-6 });
    expect(alphaOf(net)).to.be.closeTo(0.00556, 1.5e-3);
    const joint = await multiTaskLassoCV(few.X, few.Y, { splits, tol: 1e-6 });
    expect(alphaOf(joint)).to.be.closeTo(0.00278, 1.5e-3);
    const many = buildDataset({ targets: 3 });
    const options = { count: 10, eps: 1e-3, tol: 1e-3, splits };
    const found = await crossValidate(multiTaskElasticNet, many.X, many.Y, { ...options, l1Ratios: [0.3, 0.5] });
    expect(found.min.l1Ratio).to.equal(0.5);
    expect([found.fit.coef.rows, found.fit.coef.cols, found.fit.intercept.length]).to.deep.equal([3, 200, 3]);
    expect(found.curves).to.have.length(2);
    for (const { alphas, folds } of found.curves) {
      expect(alphas).to.have.length(10);
      expect(folds.map(({ rows }) => rows)).to.deep.equal([10, 10, 10]);
    }
  });

  it('gives constant targets back exactly', async () => {
    const rng = randomState(0);
    const [train, held] = [uniform(rng, 10, 3), uniform(rng, 10, 3)];
    for (const value of [0, 5]) {
      const one = new Float64Array(10).fill(value);
      for (const make of [elasticNetCV, lassoCV]) {
        const { fit } = await make(train, one, { count: 3 });
        expect((await predict(fit, held)).values).to.deep.equal(one);
      }
      const two = Array.from(one, () => [value, 2 * value]);
      for (const make of [multiTaskElasticNetCV, multiTaskLassoCV]) {
        const { fit } = await make(train, two, { count: 3 });
        expect(Array.from((await predict(fit, held)).values)).to.deep.equal(two.flat());
      }
    }
  });

  it('takes columns of whole numbers: one that is the target, for two tasks', async () => {
    const rng = randomState(42);
    const design = Array.from({ length: 10 }, () =>
      Array.from(rng.randomSample(3), (chance) => (chance > 0.5 ? 1 : 0)),
    );
    const target = design.map(([first]) => [first!, first!]);
    const { fit } = await multiTaskLassoCV(design, target, { count: 5, tol: 1e-6 });
    allClose(fit.coef.values, [1, 0, 0, 1, 0, 0], { absolute: 1.5e-3 });
  });

  for (const [name, make] of Object.entries({ elasticNetCV, lassoCV, multiTaskElasticNetCV, multiTaskLassoCV })) {
    it(`knows no difference between no weights, ones, and others that are equal: ${name}`, async () => {
      const rng = randomState(0);
      const design = uniform(rng, 10, 5);
      const noise = rng.randomSample(10);
      const y = noise.map((e, i) => e + design.values.slice(5 * i, 5 * i + 5).reduce((sum, x) => sum + x, 0));
      const target = tiled({ rows: 10, cols: 1, values: y }, name.startsWith('multi') ? 3 : 1);
      for (const fitIntercept of [true, false]) {
        const options = { fitIntercept, tol: 1e-10, splits: kFold(10, 3), count: 30 };
        const expected = await make(design, target, options);
        expect(expected.fit.coef.values.filter((w) => w !== 0).length).to.be.above(1);
        for (const weight of [1, 123, Math.PI]) {
          const sampleWeight = new Float64Array(10).fill(weight);
          const found = await make(design, target, { ...options, sampleWeight });
          allClose(found.fit.coef.values, expected.fit.coef.values, { relative: 1e-6, absolute: 1e-9 });
          allClose(found.fit.intercept, expected.fit.intercept, { relative: 1e-6, absolute: 1e-9 });
        }
      }
    });
  }

  for (const [name, make, tasks] of [
    ['elasticNet', elasticNet, 1],
    ['multiTaskElasticNet', multiTaskElasticNet, 3],
  ] as const) {
    it(`takes a weight as so many rows of one fold: ${name}`, async () => {
      const rng = randomState(1);
      const design = uniform(rng, 30, 5);
      const beta = rng.randomSample(5).map((value, j) => (j < 2 ? 0 : 10 * value));
      const y = rng
        .randomSample(30)
        .map((e, i) => e + beta.reduce((sum, w, j) => sum + w * design.values[5 * i + j]!, 0));
      const target = tiled({ rows: 30, cols: 1, values: y }, tasks);
      const sampleWeight = Float64Array.from({ length: 30 }, (_, i) => (i < 10 ? [0, 3, 1, 4, 2][i % 5]! : 1));
      const repeated = Array.from(sampleWeight).flatMap((count, i) => new Array<number>(count).fill(i));
      const groups = Array.from({ length: 30 }, (_, i) => Math.floor(i / 10));
      const split = (of: readonly number[]) => groupKFold(of, 3);
      for (const fitIntercept of [true, false]) {
        const options = { fitIntercept, tol: 1e-12, count: 20 };
        const own = await crossValidate(make, design, target, { ...options, sampleWeight, splits: split(groups) });
        const [X2, Y2] = [rowsOf(design, repeated), rowsOf(target, repeated)];
        const splits = split(repeated.map((i) => groups[i]!));
        const sorted = (each: typeof own) =>
          each.curves[0]!.folds.map(({ values }) => Array.from(values)).sort((a, b) => a[0]! - b[0]!);
        const other = await crossValidate(make, X2, Y2, { ...options, splits });
        allClose(own.curves[0]!.alphas.flat(), other.curves[0]!.alphas.flat(), { relative: 1e-10 });
        sorted(own).forEach((fold, k) => {
          allClose(fold, sorted(other)[k]!, { relative: 1e-7 });
        });
        const [first] = own.curves[0]!.alphas[7]!;
        const refits = [
          await make({ alpha: first!, fitIntercept, tol: 1e-13 }).fit(design, target, { sampleWeight }),
          await make({ alpha: first!, fitIntercept, tol: 1e-13 }).fit(X2, Y2),
        ] as const;
        expect(refits[0].coef.values.filter((w) => w !== 0).length).to.be.above(1);
        allClose(refits[0].coef.values, refits[1].coef.values, { relative: 1e-7, absolute: 1e-10 });
      }
    });
  }

  for (const [name, make] of Object.entries({ lasso, elasticNet, multiTaskLasso, multiTaskElasticNet })) {
    it(`has 0 at its largest alpha, and not just below it: ${name}`, async () => {
      const design = [
        [3, -1],
        [2, -5],
        [5, -3],
        [1, -4],
      ];
      const target = design.map(([a, b]) => new Array<number>(name.startsWith('multi') ? 3 : 1).fill(a! - 2 * b!));
      for (const fitIntercept of [true, false]) {
        for (const weights of [{}, { sampleWeight: [1, 10, 1, 10] }]) {
          const most: number[] = [];
          for (const positive of [false, true]) {
            const of = (alpha: number) => make({ alpha, fitIntercept, positive, tol: 1e-8 });
            const [alpha] = await of(1).alphaMax(design, target, weights);
            most.push(alpha!);
            expect(Math.max(...(await of(alpha!).fit(design, target, weights)).coef.values.map(Math.abs))).to.equal(0);
            const below = await of(0.99 * alpha!).fit(design, target, weights);
            expect(Math.max(...below.coef.values.map(Math.abs))).to.be.above(1e-3);
          }
          expect(Math.abs(most[1]! / most[0]! - 1)).to.be.above(1e-3);
        }
      }
    });
  }
});
