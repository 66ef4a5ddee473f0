import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { columns, columnsOf, type Matrix, row, rowsOf, toRows } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict, support } from '../../src/estimators/linear-fit.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { collectPath } from '../../src/selection/collect-path.js';
import { crossValidate } from '../../src/selection/cross-validate.js';
import { path } from '../../src/selection/path.js';
import { kFold } from '../../src/selection/splits.js';
import { stabilitySelection } from '../../src/selection/stability-selection.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const [SAMPLES, FEATURES, TASKS] = [40, 16, 4];
const { X: centred, Y: complete } = design({ samples: SAMPLES, features: FEATURES, tasks: TASKS, rho: 0.5, seed: 4 });
const X = { ...centred, values: centred.values.map((x, at) => (1 + (at % 3)) * x + 2) };
const full = { ...complete, values: complete.values.map((y) => y + 7) };

/** Y without some part of its entries, and without one sample altogether. */
function without(part: number): Matrix {
  const chance = randomState(11).randomSample(SAMPLES * TASKS);
  const values = full.values.map((y, at) => (chance[at]! < part || Math.floor(at / TASKS) === 5 ? Number.NaN : y));
  return { ...full, values };
}

const Y = without(0.3);
const there = (t: number): Int32Array =>
  Int32Array.from({ length: SAMPLES }, (_, i) => i).filter((i) => !Number.isNaN(Y.values[i * TASKS + t]!));
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const sampleWeight = Float64Array.from({ length: SAMPLES }, (_, i) => i % 4);

interface Judged {
  alpha: number;
  l1: number;
  l2: number;
  ridge: number;
  weights?: Float64Array;
  factors?: readonly number[];
  positive?: boolean;
  fitIntercept?: boolean;
}

/** Objective, gap at the residual, and mean square, in plain loops; the residual must be orthogonal to what is not penalised. */
function judged(
  { coef, intercept }: { coef: Matrix; intercept: Float64Array },
  { alpha, l1, l2, ridge, weights, factors, positive = false, fitIntercept = true }: Judged,
) {
  const seen = Array.from({ length: SAMPLES }, (_, i) => i).filter((i) => {
    return (weights?.[i] ?? 1) > 0 && !row(Y, i).every(Number.isNaN);
  });
  const n = seen.length;
  const all = sum(seen.map((i) => weights?.[i] ?? 1));
  const root = (i: number) => Math.sqrt(((weights?.[i] ?? 1) / all) * n);
  const residuals = (of: (i: number, t: number) => number) =>
    seen.map((i) => Array.from(row(Y, i), (y, t) => (Number.isNaN(y) ? 0 : root(i) * (y - of(i, t)))));
  const R = residuals(
    (i, t) => intercept[t]! + row(X, i).reduce((s, x, j) => s + x * coef.values[t * FEATURES + j]!, 0),
  );
  const means = Array.from({ length: TASKS }, (_, t) => {
    const own = seen.filter((i) => !Number.isNaN(row(Y, i)[t]!));
    const counted = own.map((i) => root(i) ** 2);
    return fitIntercept ? sum(own.map((i, k) => counted[k]! * row(Y, i)[t]!)) / sum(counted) : 0;
  });
  const targets = residuals((_, t) => means[t]!);
  const squares = sum(R.flat().map((r) => r * r));
  const factor = (j: number) => factors?.[j] ?? 1;
  const w = (j: number) => Array.from({ length: TASKS }, (_, t) => coef.values[t * FEATURES + j]!);
  const features = Array.from({ length: FEATURES }, (_, j) => j).filter((j) => factor(j) > 0 && factor(j) < Infinity);
  const ridges = n * alpha * ridge * sum(features.map((j) => factor(j) * sum(w(j).map((v) => v * v))));
  const ratios = features.map((j) => {
    const c = w(j).map(
      (v, t) =>
        sum(seen.map((i, k) => root(i) * X.values[i * FEATURES + j]! * R[k]![t]!)) / n - alpha * ridge * factor(j) * v,
    );
    const excess = c.map((v) => Math.max(0, (positive ? v : Math.abs(v)) - alpha * l1 * factor(j)));
    return Math.hypot(...excess) / (alpha * l2 * factor(j));
  });
  const penalty =
    alpha * sum(features.map((j) => factor(j) * (l1 * sum(w(j).map(Math.abs)) + l2 * Math.hypot(...w(j)))));
  const s = 1 / Math.max(1, ...ratios);
  // ⟨R, Y⟩ with what is not penalised left in Y, to which R is orthogonal.
  const fitted = sum(R.flatMap((r, k) => r.map((v, t) => v * targets[k]![t]!)));
  const dual = (s * fitted - (s * s * (squares + ridges)) / 2) / n;
  const objective = (squares + ridges) / (2 * n) + penalty;
  return {
    objective,
    gap: objective - dual,
    deviance: squares / n,
    meanSquare: sum(targets.flat().map((y) => y * y)) / n,
  };
}

const JOINT = {
  multiTaskLasso: { make: multiTaskLasso, l1: 0, l2: 1, ridge: 0 },
  multiTaskElasticNet: { make: multiTaskElasticNet, l1: 0, l2: 0.5, ridge: 0.5 },
  sparseGroupLasso: { make: sparseGroupLasso, l1: 0.5, l2: 0.5, ridge: 0 },
};

describe('missing entries of Y', () => {
  it('are an error unless they are to be left out, and never more than that', async () => {
    const masked = (Z: number[][] | Matrix, own = {}) => failure(lasso({ alpha: 1, ...own }).fit(X, Z));
    const place = 'row 5, column 0';
    expect(
      await failure(
        lasso({ alpha: 1 }).fit(X, { ...Y, values: full.values.map((y, at) => (at === 20 ? Number.NaN : y)) }),
      ),
    )
      .to.be.instanceOf(RangeError)
      .with.property(
        'message',
        `lasso.fit: Y must be finite, got NaN at ${place}; missing: 'mask' leaves out what is missing, where it is an option`,
      );
    const infinite = toRows(Y).map((entries, i) => (i === 3 ? entries.map(() => Infinity) : entries));
    expect(await masked(infinite, { missing: 'mask' }))
      .to.have.property('message')
      .include('Y must be finite, got Infinity at row 3');
    const empty = toRows(Y).map((entries) => entries.map((y, t) => (t === 2 ? Number.NaN : y)));
    expect(await masked(empty, { missing: 'mask' })).to.be.instanceOf(TypeError);
    expect(await masked(empty, { missing: 'mask' }))
      .to.have.property('message')
      .include('an entry in each column, got none in column 2');
    const broken = { ...X, values: X.values.map((x, at) => (at === 17 ? Number.NaN : x)) };
    for (const make of [lasso, multiTaskLasso]) {
      const error = await failure(make({ alpha: 1, missing: 'mask' }).fit(broken, Y));
      expect(error).to.have.property('message').include('X must be finite, got NaN at row ');
    }
    expect(() => lasso({ alpha: 1, missing: 'drop' as never })).to.throw(
      RangeError,
      "missing must be 'error' or 'mask', got 'drop'",
    );
  });

  it('change nothing where there are none', async () => {
    for (const make of [lasso, multiTaskLasso]) {
      const [masked, plain] = [make({ alpha: 0.2, missing: 'mask' }), make({ alpha: 0.2 })];
      expect(await masked.fit(X, full)).to.deep.equal(await plain.fit(X, full));
    }
  });

  for (const make of [lasso, elasticNet]) {
    it(`leave each task with the samples that it has: ${make.name}`, async () => {
      for (const own of [
        {},
        { standardize: true, positive: true },
        { penaltyFactor: [0, Infinity, ...new Array(14).fill(2)] },
      ]) {
        const options = { tol: 1e-9, ...own };
        const weights = { sampleWeight };
        const alphas = [0.1, 0.2, 0.3, 0.05];
        const fit = await make({ ...options, alpha: alphas, missing: 'mask' }).fit(X, Y, weights);
        for (let t = 0; t < TASKS; t++) {
          const rows = there(t);
          const alone = await make({ ...options, alpha: alphas[t]! }).fit(
            rowsOf(X, rows),
            rowsOf(columns(Y, t, t + 1), rows),
            {
              sampleWeight: Float64Array.from(rows, (i) => sampleWeight[i]!),
            },
          );
          expect(row(fit.coef, t)).to.deep.equal(row(alone.coef, 0));
          expect(fit.intercept[t]).to.equal(alone.intercept[0]);
          expect(fit.problems[t]).to.deep.equal(alone.problems[0]);
        }
        const again = await make({ ...options, alpha: alphas, missing: 'mask' }).fit(X, Y, { ...weights, init: fit });
        expect(again.iterations).to.equal(0);
        expect(again.coef).to.deep.equal(fit.coef);
      }
    });
  }

  for (const [name, { make, ...parts }] of Object.entries(JOINT)) {
    for (const [what, options, weights] of [
      ['plain', {}, undefined],
      ['without intercept', { fitIntercept: false }, undefined],
      ['positive', { positive: true }, undefined],
      [
        'weighted, with factors',
        { penaltyFactor: Array.from({ length: 16 }, (_, j) => (j === 3 ? Infinity : 0.5 + (j % 3))) },
        sampleWeight,
      ],
    ] as [
      string,
      { fitIntercept?: boolean; positive?: boolean; penaltyFactor?: number[] },
      Float64Array | undefined,
    ][]) {
      it(`have a certificate of their own where tasks are one problem: ${name}, ${what}`, async () => {
        for (const tol of [1e-4, 1e-10]) {
          const estimator = make({ alpha: 0.3, tol, missing: 'mask', ...options });
          const how = weights ? { sampleWeight: weights } : {};
          const fit = await estimator.fit(X, Y, how);
          const { fitIntercept = true, positive = false, penaltyFactor: factors } = options;
          const asked = {
            alpha: 0.3,
            ...parts,
            fitIntercept,
            positive,
            ...(factors && { factors }),
            ...(weights && { weights }),
          };
          const { objective, gap, deviance, meanSquare } = judged(fit, asked);
          expect(fit).to.include({ converged: true, solver: 'blocks' });
          expect(fit.objective).to.be.closeTo(objective, 1e-11 * meanSquare);
          expect(fit.problems[0]!.deviance).to.be.closeTo(deviance, 1e-11 * meanSquare);
          expect(fit.dualGap).to.be.closeTo(gap, 1e-10 * gap + 1e-11 * meanSquare);
          expect(fit.problems[0]!.relativeGap).to.be.closeTo(gap / meanSquare, 1e-8 * tol + 1e-11);
          expect(gap / meanSquare).to.be.at.most(tol + 2e-11);
          const again = await estimator.fit(X, Y, { ...how, init: fit });
          expect(again.iterations).to.equal(0);
          expect(again.coef).to.deep.equal(fit.coef);
          expect(again.intercept).to.deep.equal(fit.intercept);
        }
      });
    }

    it(`are 0 at the largest alpha, and not just below it: ${name}`, async () => {
      for (const own of [{}, { positive: true, standardize: true }, { penaltyFactor: [0, ...new Array(15).fill(1)] }]) {
        const of = (alpha: number) => make({ alpha, tol: 1e-10, missing: 'mask', ...own });
        const [most] = await of(1).alphaMax(X, Y);
        const free = 'penaltyFactor' in own ? [0] : [];
        expect(support(await of(most! * (1 + 1e-10)).fit(X, Y))).to.deep.equal(free);
        expect(support(await of(most! * 0.99).fit(X, Y))).to.have.length.above(free.length);
      }
    });
  }

  it('do not matter in samples that have nothing, or once more of everything', async () => {
    const options = { alpha: 0.3, tol: 1e-12, missing: 'mask', penaltyFactor: [0, ...new Array(15).fill(1)] } as const;
    const fit = await multiTaskLasso(options).fit(X, Y);
    const close = (other: typeof fit) => {
      fit.coef.values.forEach((w, at) => {
        expect(other.coef.values[at]).to.be.closeTo(w, 1e-7);
      });
      fit.intercept.forEach((b, t) => {
        expect(other.intercept[t]).to.be.closeTo(b, 1e-6);
      });
    };
    const some = Int32Array.from({ length: SAMPLES - 1 }, (_, i) => (i < 5 ? i : i + 1));
    close(await multiTaskLasso(options).fit(rowsOf(X, some), rowsOf(Y, some)));
    const twice = Int32Array.from({ length: 2 * SAMPLES }, (_, i) => i % SAMPLES);
    close(await multiTaskLasso(options).fit(rowsOf(X, twice), rowsOf(Y, twice)));
  });

  it('in whole samples are as if these were not there, for tasks that are one problem', async () => {
    const rows = there(0);
    const gap = {
      ...full,
      values: full.values.map((y, at) => (rows.includes(Math.floor(at / TASKS)) ? y : Number.NaN)),
    };
    const fit = await multiTaskLasso({ alpha: 0.3, missing: 'mask', solver: 'fista' }).fit(X, gap);
    const expected = await multiTaskLasso({ alpha: 0.3, solver: 'fista' }).fit(rowsOf(X, rows), rowsOf(full, rows));
    expect(fit.coef).to.deep.equal(expected.coef);
    expect(fit.problems).to.deep.equal(expected.problems);
  });

  it('go with paths, cross-validation and stability selection', async () => {
    for (const make of [lasso, multiTaskLasso]) {
      const record = await collectPath(path(make, X, Y, { count: 6, eps: 0.05, missing: 'mask' }));
      const last = record.explained.values.slice(-record.explained.cols);
      expect(record.explained.values[0]).to.be.closeTo(0, 1e-9);
      for (const explained of last) expect(explained).to.be.within(0.3, 1);
      const splits = kFold(SAMPLES, 4, randomState(0));
      const { min, curves, fit } = await crossValidate(make, X, Y, {
        count: 6,
        eps: 0.05,
        splits,
        missing: 'mask',
        tol: 1e-9,
      });
      const [{ train, test }] = splits as [(typeof splits)[0]];
      const step = 4;
      const alpha = curves[0]!.alphas[step]!;
      const own = make({ alpha: alpha.length === 1 ? alpha[0]! : alpha, tol: 1e-9, missing: 'mask' });
      const predicted = await predict(await own.fit(rowsOf(X, train), rowsOf(Y, train)), rowsOf(X, test));
      for (let t = 0; t < TASKS; t++) {
        const errors = Array.from(test, (i, k) => Y.values[i * TASKS + t]! - predicted.values[k * TASKS + t]!).filter(
          Number.isFinite,
        );
        const mse = sum(errors.map((error) => error * error)) / errors.length;
        expect(curves[0]!.folds[0]!.values[step * TASKS + t]).to.be.closeTo(mse, 1e-6 * mse);
      }
      expect([min.alpha].flat().every((chosen) => chosen > 0) && fit.converged).to.equal(true);
      const { problems } = await stabilitySelection(make, X, Y, {
        missing: 'mask',
        count: 5,
        resamples: 20,
        q: Infinity,
      });
      expect(problems[0]!.stable).to.have.length.above(0);
    }
    const early = { ...Y, values: Y.values.map((y, at) => (at % TASKS === 1 && at < 20 * TASKS ? Number.NaN : y)) };
    const error = await failure(crossValidate(lasso, X, early, { missing: 'mask', splits: kFold(SAMPLES, 4) }));
    expect(error)
      .to.have.property('message')
      .include('splits[0].test must have an entry of each task, got none of task 1');
  });

  it('leave no tensor, end with the reason of a signal, and say what they do not go with', async () => {
    const before = tf.engine().state.numTensors;
    const reason = new Error('enough');
    const controller = new AbortController();
    const slow = multiTaskLasso({ alpha: 1e-3, tol: 1e-14, missing: 'mask' });
    const onProgress = () => controller.abort(reason);
    expect(await failure(slow.fit(X, Y, { signal: controller.signal, onProgress }))).to.equal(reason);
    expect(tf.engine().state.numTensors).to.equal(before);
    const masked = (own: object) => multiTaskLasso({ alpha: 0.3, missing: 'mask', ...own }).fit(X, Y);
    expect(await failure(masked({ solver: 'fista' })))
      .to.have.property('message')
      .include('must all be there with solver fista');
    expect(await failure(masked({ alpha: 0 })))
      .to.have.property('message')
      .include('alpha and l1Ratio must be above 0');
    const cut = await masked({ alpha: 1e-4, tol: 1e-13, maxIter: 2 });
    expect(cut.problems[0]).to.include({ converged: false, stopped: 'maxIter', iterations: 2 });
    expect(columnsOf(cut.coef, [0]).rows).to.equal(TASKS);
  });
});
