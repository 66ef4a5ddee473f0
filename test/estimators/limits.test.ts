import { expect } from 'chai';
import { centre } from '../../src/data/centre.js';
import { generalisedInverse } from '../../src/data/generalised-inverse.js';
import { leastSquares } from '../../src/data/least-squares.js';
import { type Matrix, row, times, toRows, transpose } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import type { Estimator } from '../../src/estimators/estimator.js';
import { lasso } from '../../src/estimators/lasso.js';
import { type LinearFit, predict } from '../../src/estimators/linear-fit.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { RatioOptions } from '../../src/estimators/options.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import type { FitProgress } from '../../src/estimators/trace.js';
import { randomState } from '../../src/random/random-state.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const FAMILY = { lasso, elasticNet, multiTaskLasso, multiTaskElasticNet, sparseGroupLasso };
const NETS = { elasticNet, multiTaskElasticNet };

const random = (rows: number, cols: number, seed: number): Matrix => ({
  rows,
  cols,
  values: randomState(seed).randn(rows * cols),
});

/** A bell-shaped spectrum of that effective rank, and a tail, between random orthonormal vectors: scikit-learn's `make_low_rank_matrix`. */
function lowRank(n: number, p: number, rank: number): Matrix {
  const orthonormal = (rows: number, cols: number, seed: number): Matrix => {
    const X = random(rows, cols, seed);
    const { rows: size } = X;
    for (let j = 0; j < cols; j++) {
      for (let round = 0; round < 2; round++) {
        for (let k = 0; k <= j; k++) {
          let part = 0;
          for (let i = 0; i < size; i++) part += X.values[i * cols + j]! * X.values[i * cols + k]!;
          const by = k < j ? part : 1 - 1 / Math.sqrt(part);
          for (let i = 0; i < size; i++) X.values[i * cols + j]! -= by * X.values[i * cols + k]!;
        }
      }
    }
    return X;
  };
  const V = orthonormal(p, p, 1);
  const values = V.values.map((v, at) => {
    const k = at % p;
    return v * (0.5 * Math.exp(-((k / rank) ** 2)) + 0.5 * Math.exp((-0.1 * k) / rank));
  });
  return times(orthonormal(n, p, 2), transpose({ ...V, values }));
}

/** Linear targets with noise, and an intercept. */
function targets(X: Matrix, tasks: number, noise = 1): Matrix {
  const W = random(X.cols, tasks, 7);
  const e = random(X.rows, tasks, 8).values;
  const Y = times(X, { ...W, values: W.values.map((w) => 100 * w) });
  return { ...Y, values: Y.values.map((y, at) => y + noise * e[at]! + 3) };
}

/** Solves `A x = b` by elimination with pivots, in plain loops. */
function solved(A: readonly (readonly number[])[], b: readonly number[]): number[] {
  const M = A.map((entries, i) => [...entries, b[i]!]);
  for (let k = 0; k < M.length; k++) {
    const pivot = M.slice(k).reduce((best, entries) => (Math.abs(entries[k]!) > Math.abs(best[k]!) ? entries : best));
    M.splice(M.indexOf(pivot), 1);
    M.splice(k, 0, pivot);
    for (const entries of M.slice(k + 1)) {
      const factor = entries[k]! / pivot[k]!;
      for (let j = k; j < entries.length; j++) entries[j]! -= factor * pivot[j]!;
    }
  }
  const x: number[] = [];
  for (let k = M.length - 1; k >= 0; k--) {
    const known = M[k]!.slice(k + 1, -1).reduce((sum, a, j) => sum + a * x[k + 1 + j]!, 0);
    x[k] = (M[k]!.at(-1)! - known) / M[k]![k]!;
  }
  return x;
}

/** The closed form of a ridge with an intercept: `(Σ w x xᵀ/Σw + λ D)⁻¹ Σ w x y/Σw` of centred data, task by task. */
function closedForm(X: Matrix, Y: Matrix, { lambda, weights, D }: { lambda: number; weights: number[]; D: number[] }) {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const off = (M: number[][]) => {
    const means = M[0]!.map((_, j) => M.reduce((sum, entries, i) => sum + (weights[i]! / total) * entries[j]!, 0));
    return { means, centred: M.map((entries) => entries.map((value, j) => value - means[j]!)) };
  };
  const [x, y] = [off(toRows(X)), off(toRows(Y))];
  const inner = (a: (i: number) => number, b: (i: number) => number) =>
    weights.reduce((sum, w, i) => sum + (w / total) * a(i) * b(i), 0);
  const A = x.means.map((_, j) =>
    x.means.map(
      (__, k) =>
        inner(
          (i) => x.centred[i]![j]!,
          (i) => x.centred[i]![k]!,
        ) + (j === k ? lambda * D[j]! : 0),
    ),
  );
  return y.means.map((mean, t) => {
    const b = x.means.map((_, j) =>
      inner(
        (i) => x.centred[i]![j]!,
        (i) => y.centred[i]![t]!,
      ),
    );
    const coef = solved(A, b);
    return { coef, intercept: coef.reduce((sum, w, j) => sum - w * x.means[j]!, mean) };
  });
}

function expectClose(fit: LinearFit, expected: ReturnType<typeof closedForm>, relative: number): void {
  expected.forEach(({ coef, intercept }, t) => {
    coef.forEach((w, j) => {
      expect(fit.coef.values[t * coef.length + j]).to.be.closeTo(w, relative * Math.abs(w) + 1e-15);
    });
    expect(fit.intercept[t]).to.be.closeTo(intercept, relative * Math.abs(intercept));
  });
}

/** Certified to 1e-10, without iterations. */
function expectExact(fit: LinearFit): void {
  expect(fit).to.include({ converged: true, iterations: 0, solver: 'singularValues', backend: 'wasm' });
  for (const problem of fit.problems) {
    expect(problem).to.include({ converged: true, stopped: 'tol', iterations: 0 });
    expect(problem.relativeGap).to.be.within(0, 1e-10);
  }
}

describe('an l1Ratio of 0', () => {
  const X = lowRank(120, 30, 10);
  const weights = Array.from(randomState(3).randomSample(120), (w) => 0.01 + 9.99 * w);
  const total = weights.reduce((sum, w) => sum + w, 0);
  for (const [name, make] of Object.entries(NETS)) {
    for (const tasks of [1, 3]) {
      it(`is ridge regression, weights and intercept included: ${name}, ${tasks} tasks`, async () => {
        const Y = targets(X, tasks);
        for (const ridgeAlpha of [1e-6, 1e-3, 1, 1e3, 1e6]) {
          const lambda = ridgeAlpha / total;
          const fit = await make({ alpha: lambda, l1Ratio: 0, tol: 1e-10 }).fit(X, Y, { sampleWeight: weights });
          expectExact(fit);
          expectClose(fit, closedForm(X, Y, { lambda, weights, D: new Array(30).fill(1) }), 5e-7);
        }
      });
    }

    it(`penalises squares by factors and units: ${name}`, async () => {
      const [x, Y] = [random(60, 6, 1), targets(random(60, 6, 1), 2)];
      const scaled = { ...x, values: x.values.map((value, at) => value * 3 ** (at % 6)) };
      const penaltyFactor = [1, 0.5, 0, 4, Infinity, 2];
      const equal = new Array<number>(60).fill(1);
      const { values, rows } = centre(scaled).matrix;
      const variance = (j: number) => values.reduce((sum, v, at) => sum + (at % 6 === j ? (v * v) / rows : 0), 0);
      const D = penaltyFactor.map((factor, j) => Math.min(factor, 1e12) * variance(j));
      const options = { l1Ratio: 0, standardize: true, penaltyFactor, tol: 1e-10 };
      const fit = await make({ ...options, alpha: 0.3 }).fit(scaled, Y);
      expectExact(fit);
      expect([fit.coef.values[4], fit.coef.values[10]]).to.deep.equal([0, 0]);
      const expected = closedForm(scaled, Y, { lambda: 0.3, weights: equal, D });
      for (const { coef } of expected) coef[4] = 0;
      expectClose(fit, expected, 1e-8);
    });

    it(`is what a small one comes to: ${name}`, async () => {
      const { X: x, Y } = design({ samples: 50, features: 8, tasks: 2, rho: 0.5 });
      const [zero, small] = [
        await make({ alpha: 0.1, l1Ratio: 0 }).fit(x, Y),
        await make({ alpha: 0.1, l1Ratio: 1e-5, tol: 1e-12 }).fit(x, Y),
      ];
      zero.coef.values.forEach((w, at) => {
        expect(w).to.be.closeTo(small.coef.values[at]!, 5e-6);
      });
      expect(zero.objective / small.objective).to.be.closeTo(1, 1e-5);
    });

    it(`has no largest alpha, and says so: ${name}`, async () => {
      const message = `${name}.alphaMax: l1Ratio must be above 0, or alphas given: no alpha is so large that a ridge makes coefficients 0`;
      const error = await failure(make({ alpha: 1, l1Ratio: 0 }).alphaMax(random(5, 2, 1), [1, 2, 3, 4, 5]));
      expect(error).to.be.instanceOf(RangeError).with.property('message', message);
    });
  }

  it('is the multi-task Lasso of the sparse group Lasso', async () => {
    const [x, Y] = [random(30, 5, 1), targets(random(30, 5, 1), 2, 10)];
    const group = await multiTaskLasso({ alpha: 1 }).fit(x, Y);
    expect(await sparseGroupLasso({ alpha: 1, l1Ratio: 0 }).fit(x, Y)).to.deep.equal(group);
  });

  it('reports objective and gap of the coefficients that it returns', async () => {
    const { X: x, Y } = design({ samples: 20, features: 30, tasks: 2, rho: 0.6 });
    const alpha = 0.2;
    const fit = await elasticNet({ alpha, l1Ratio: 0, fitIntercept: false, tol: 1e-12 }).fit(x, Y);
    fit.problems.forEach(({ objective, dualGap, deviance }, t) => {
      const w = Array.from(row(fit.coef, t));
      const r = toRows(x).map((entries, i) => Y.values[2 * i + t]! - entries.reduce((s, v, j) => s + v * w[j]!, 0));
      const ridge = (alpha / 2) * w.reduce((sum, value) => sum + value * value, 0);
      const meanSquare = r.reduce((sum, value) => sum + value * value, 0) / 20;
      expect(deviance).to.be.closeTo(meanSquare, 1e-15);
      expect(objective).to.be.closeTo(meanSquare / 2 + ridge, 1e-15);
      const slopes = w.map(
        (value, j) => r.reduce((s, v, i) => s + (x.values[i * 30 + j]! * v) / 20, 0) - alpha * value,
      );
      const bound = slopes.reduce((sum, slope) => sum + slope * slope, 0) / (2 * alpha);
      expect(dualGap).to.be.at.most(bound + 1e-30);
    });
  });
});

describe('an alpha of 0', () => {
  for (const [name, make] of Object.entries(FAMILY)) {
    it(`is least squares: ${name}`, async () => {
      const X = random(80, 30, 1);
      const W = random(30, 3, 2);
      const Y = { ...times(X, W), values: times(X, W).values.map((y) => y + 5) };
      const fit = await make({ alpha: 0, tol: 1e-15 }).fit(X, Y);
      expectExact(fit);
      const predicted = await predict(fit, X);
      const left = predicted.values.reduce((sum, y, at) => sum + (y - Y.values[at]!) ** 2, 0);
      expect(left / Y.values.reduce((sum, y) => sum + y * y, 0)).to.be.at.most(1e-19);
      fit.coef.values.forEach((w, at) => {
        expect(w).to.be.closeTo(W.values[(at % 30) * 3 + Math.floor(at / 30)]!, 1e-11);
      });
      for (const value of fit.intercept) expect(value).to.be.closeTo(5, 1e-11);
    });

    it(`is the shortest of all solutions where X is singular: ${name}`, async () => {
      const dependent = times(random(40, 6, 1), random(6, 15, 2));
      for (const X of [random(12, 40, 1), dependent]) {
        const Y = targets(X, 2);
        const fit = await make({ alpha: 0, fitIntercept: false, tol: 1e-12 }).fit(X, Y);
        expectExact(fit);
        // X⁺ = Xᵀ (XXᵀ)⁻ X (XᵀX)⁻ Xᵀ, whatever the generalised inverses.
        const T = transpose(X);
        const both = [times(X, T), times(T, X)].map((A) => generalisedInverse(A, () => undefined));
        const [rows, cols] = (await Promise.all(both)).map(({ inverse }) => inverse);
        const shortest = times(T, times(rows!, times(X, times(cols!, times(T, Y)))));
        fit.coef.values.forEach((w, at) => {
          const [t, j] = [Math.floor(at / X.cols), at % X.cols];
          expect(w).to.be.closeTo(shortest.values[2 * j + t]!, 1e-7);
        });
        const { W } = await leastSquares(X, Y, () => undefined);
        fit.coef.values.forEach((w, at) => {
          const [t, j] = [Math.floor(at / X.cols), at % X.cols];
          expect(w).to.be.closeTo(W.values[2 * j + t]!, 1e-10);
        });
      }
    });

    it(`knows no units: ${name}`, async () => {
      const { X, Y } = design({ samples: 20, features: 6, tasks: 2, rho: 0.5 });
      const plain = await make({ alpha: 0 }).fit(X, Y);
      for (const [a, b] of [
        [1e100, 1],
        [1e-100, 1e-100],
        [1e-100, 1e150],
      ] as const) {
        const fit = await make({ alpha: 0, tol: 1e-10 }).fit(
          { ...X, values: X.values.map((x) => x * a) },
          { ...Y, values: Y.values.map((y) => y * b) },
        );
        expectExact(fit);
        fit.coef.values.forEach((w, at) => {
          expect((w / b) * a).to.be.closeTo(plain.coef.values[at]!, 1e-13);
        });
      }
    });
  }

  it('minds no units of columns, however far apart they are', async () => {
    const u = 1e-16;
    const X = [1, -1, 2, -2, 3].map((k) => [1, k * u]);
    const fit = await lasso({ alpha: 0, fitIntercept: false, tol: 1e-12 }).fit(X, [2, 0, 3, -1, 4]);
    expectExact(fit);
    expect(fit.objective).to.be.below(1e-25);
    expect(fit.coef.values[0]).to.be.closeTo(1, 1e-12);
    expect(fit.coef.values[1]! * u).to.be.closeTo(1, 1e-12);
    for (const [n, p] of [
      [30, 6],
      [6, 30],
    ] as const) {
      const [base, Y] = [random(n, p, 1), random(n, 1, 2)];
      const plain = await lasso({ alpha: 0, tol: 1e-10 }).fit(base, Y);
      for (const scale of [(j: number) => 10 ** (10 * (j % 5) - 20), (j: number) => 10 ** (-100 * (j % 2))]) {
        const far = { ...base, values: base.values.map((x, at) => x * scale(at % p)) };
        const own = await lasso({ alpha: 0, tol: 1e-10 }).fit(far, Y);
        expectExact(own);
        if (n < p) continue; // there are many solutions
        own.coef.values.forEach((w, j) => {
          expect(w * scale(j)).to.be.closeTo(plain.coef.values[j]!, 1e-10);
        });
        // A ridge that is nothing beside the smallest column: as without.
        const least = 1e-60 * scale(0) ** 2 * 10 ** (scale(1) < 1 ? -200 : 0);
        const ridge = await elasticNet({ alpha: least, l1Ratio: 0, tol: 1e-6 }).fit(far, Y);
        const reached = ridge.problems[0]!;
        expect(reached.objective - plain.objective).to.be.within(-1e-12, reached.dualGap + 1e-12);
      }
    }
  });

  it('leaves no penalty to be multiplied: only features with the factor Infinity stay out', async () => {
    const { X, Y } = design({ samples: 10, features: 14, tasks: 2 });
    const penaltyFactor = [0, 2, Infinity, ...new Array<number>(11).fill(1)];
    const sampleWeight = Array.from({ length: 10 }, (_, i) => 1 + (i % 3));
    const options = { alpha: 0, standardize: true, penaltyFactor, tol: 1e-12 };
    const fit = await lasso(options).fit(X, Y, { sampleWeight });
    expectExact(fit);
    const without = toRows(X).map((entries) => entries.filter((_, j) => j !== 2));
    const plain = await lasso({ alpha: 0, tol: 1e-12 }).fit(without, Y, { sampleWeight });
    expect(toRows(fit.coef).map((w) => w.filter((_, j) => j !== 2))).to.deep.equal(toRows(plain.coef));
    expect(fit.coef.values[2]).to.equal(0);
  });

  it('takes samples by their weights: twice is a repeated row, 0 is none', async () => {
    const { X, Y } = design({ samples: 25, features: 5, tasks: 2 });
    const sampleWeight = X.values.slice(0, 25).map((_, i) => (i < 3 ? 0 : i < 8 ? 2 : 1));
    const [x, y] = [toRows(X), toRows(Y)].map((all) => [...all.slice(3), ...all.slice(3, 8)]);
    const [weighted, repeated] = [
      await lasso({ alpha: 0 }).fit(X, Y, { sampleWeight }),
      await lasso({ alpha: 0 }).fit(x!, y!),
    ];
    weighted.coef.values.forEach((w, at) => {
      expect(w).to.be.closeTo(repeated.coef.values[at]!, 1e-13);
    });
    expect(weighted.objective).to.be.closeTo(repeated.objective, 1e-13);
  });

  it('goes with others, each problem with its own', async () => {
    const { X, Y } = design({ samples: 30, features: 8, tasks: 3, rho: 0.4 });
    for (const [make, solver, free] of [
      [lasso, 'singularValues, gram', 1],
      [elasticNet, 'singularValues, gram', 0],
      [(own: RatioOptions) => elasticNet({ ...own, l1Ratio: 0 }), 'singularValues', 0],
    ] as const) {
      const options = { tol: 1e-10, penaltyFactor: [free, 2, 1, 1, 3, 1, Infinity, 1] };
      const all: FitProgress[] = [];
      const fit = await make({ ...options, alpha: [0.1, 0, 0.02] }).fit(X, Y, { onProgress: (p) => all.push(p) });
      expect(fit).to.include({ converged: true, solver });
      expect(all.at(-1)).to.include({ problems: 3, solved: 3, worstGap: 0 });
      if (free > 0) expect(all.at(-1)!.nonZeros).to.equal(fit.coef.values.filter((w) => w !== 0).length);
      for (const [t, alpha] of [0.1, 0, 0.02].entries()) {
        const y = toRows(Y).map((entries) => entries[t]!);
        const { coef, intercept, problems } = await make({ ...options, alpha }).fit(X, y);
        expect(fit.problems[t]).to.deep.include({ alpha, converged: true });
        expect(fit.problems[t]!.objective).to.be.closeTo(problems[0]!.objective, 1e-10);
        expect(fit.intercept[t]).to.be.closeTo(intercept[0]!, 1e-5);
        coef.values.forEach((w, j) => {
          expect(fit.coef.values[t * 8 + j]).to.be.closeTo(w, 1e-4);
        });
      }
      expect(fit.objective).to.equal(fit.problems.reduce((sum, { objective }) => sum + objective, 0));
    }
  });

  it('may come anywhere along a path', async () => {
    const { X, Y } = design({ samples: 30, features: 8, tasks: 2 });
    const estimator: Estimator = lasso({ alpha: 1, tol: 1e-10 });
    const fits: LinearFit[] = [];
    for await (const fit of estimator.path(X, Y, [0.1, [0.05, 0], [0, 0], 0, 0.1])) fits.push(fit);
    expect(fits.map(({ solver }) => solver)).to.deep.equal([
      'gram',
      'singularValues, gram',
      'singularValues',
      'singularValues',
      'gram',
    ]);
    expect(fits.every(({ converged }) => converged)).to.equal(true);
    expect(fits[3]!.coef).to.deep.equal(fits[2]!.coef);
    expect(Array.from(row(fits[1]!.coef, 1))).to.deep.equal(Array.from(row(fits[2]!.coef, 1)));
    const [first, last] = [fits[0]!, fits[4]!];
    expect(last.objective).to.be.closeTo(first.objective, first.dualGap + last.dualGap);
  });

  it('takes whichever solver is named, and no heed of where to start', async () => {
    const { X, Y } = design({ features: 5, tasks: 2 });
    const plain = await lasso({ alpha: 0 }).fit(X, Y);
    for (const solver of ['gram', 'workingSets', 'fista'] as const) {
      expect(await lasso({ alpha: 0, solver }).fit(X, Y)).to.deep.equal(plain);
    }
    const init = { coef: { ...plain.coef, values: plain.coef.values.map(() => 1000) } };
    expect(await lasso({ alpha: 0 }).fit(X, Y, { init })).to.deep.equal(plain);
  });

  it('gives constant columns 0, constant targets zeros and their value', async () => {
    const { X, Y } = design({ features: 3, tasks: 2 });
    const fit = await lasso({ alpha: 0 }).fit(
      toRows(X).map((entries) => [entries[0]!, 0.1, entries[2]!]),
      Y,
    );
    expect([fit.coef.values[1], fit.coef.values[4]]).to.deep.equal([0, 0]);
    const flat = await lasso({ alpha: 0 }).fit(
      X,
      toRows(Y).map(() => [0.1, -7]),
    );
    expect(Array.from(flat.coef.values)).to.deep.equal([0, 0, 0, 0, 0, 0]);
    expect(Array.from(flat.intercept)).to.deep.equal([0.1, -7]);
    expect(flat).to.include({ objective: 0, dualGap: 0, converged: true });
    const nothing = await lasso({ alpha: 0 }).fit([[3, 4]], [[5, 6]]);
    expect(Array.from(nothing.coef.values)).to.deep.equal([0, 0, 0, 0]);
    expect(Array.from(nothing.intercept)).to.deep.equal([5, 6]);
  });

  it('says so when it does not converge: to a tolerance that nobody reaches', async () => {
    const { X, Y } = design({ tasks: 1 });
    const { converged, problems } = await lasso({ alpha: 0, tol: 1e-60 }).fit(X, Y);
    expect([converged, problems[0]!.converged, problems[0]!.stopped]).to.deep.equal([false, false, 'precision']);
    expect(problems[0]!.relativeGap).to.be.within(1e-60, 1e-25);
  });

  it('ends with the reason of its signal, before it begins and on the way', async () => {
    const { X, Y } = design();
    const aborted = AbortSignal.abort(new Error('before'));
    expect(await failure(lasso({ alpha: 0 }).fit(X, Y, { signal: aborted }))).to.have.property('message', 'before');
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 20);
    const large = random(300, 500, 1);
    const y = large.values.slice(0, 300);
    const error = await failure(elasticNet({ alpha: 1, l1Ratio: 0 }).fit(large, y, { signal: controller.signal }));
    expect(error).to.have.property('message', 'enough');
  });

  it('rejects data that are not finite', async () => {
    const error = await failure(lasso({ alpha: 0 }).fit([[1], [Number.NaN]], [1, 2]));
    expect(error).to.be.instanceOf(RangeError);
  });

  for (const [name, make] of Object.entries(FAMILY)) {
    it(`does not go with positive, and says so: ${name}`, async () => {
      const message = `${name}: positive must be false where alpha is 0`;
      expect(() => make({ alpha: 0, positive: true })).to.throw(RangeError, message);
      expect(() => make({ alpha: [1, 0], positive: true })).to.throw(RangeError, message);
      const { X, Y } = design({ tasks: 1 });
      const steps = make({ alpha: 1, positive: true }).path(X, Y, [0.1, 0]);
      const error = await failure(steps[Symbol.asyncIterator]().next());
      expect(error).to.have.property('message', `${name}.path: positive must be false where alpha is 0`);
    });
  }
  for (const [name, make] of Object.entries(NETS)) {
    it(`an l1Ratio of 0 does not go with positive: ${name}`, () => {
      const ridge = () => make({ alpha: 1, l1Ratio: 0, positive: true });
      expect(ridge).to.throw(RangeError, `${name}: positive must be false where l1Ratio is 0`);
    });
  }
});
