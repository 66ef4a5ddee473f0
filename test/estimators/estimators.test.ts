import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { platform } from '#platform';
import { selectBackend } from '../../src/backends/select-backend.js';
import { toRows } from '../../src/data/matrix.js';
import type { Estimator } from '../../src/estimators/estimator.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict, score, support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { EstimatorOptions } from '../../src/estimators/options.js';
import type { MatrixInput } from '../../src/estimators/read-matrix.js';
import type { Progress } from '../../src/solvers/solve.js';
import { coordinateDescent, objective, textbookGap } from '../support/coordinate-descent.js';
import { failure } from '../support/failure.js';
import { alphaMax, design } from '../support/problems.js';

type Model = (options: EstimatorOptions) => Estimator;
const MODELS: [string, Model][] = [
  ['lasso', lasso],
  ['multiTaskLasso', multiTaskLasso],
];

describe('lasso', () => {
  // scikit-learn's toy: y = x on −1, 0, 1.
  const toy: [number, number][] = [
    [1e-8, 1],
    [0.1, 0.85],
    [0.5, 0.25],
    [1, 0],
  ];
  for (const [alpha, w] of toy) {
    it(`has the coefficient ${w} on the line y = x at alpha ${alpha}`, async () => {
      const fit = await lasso({ alpha, tol: 1e-6 }).fit([[-1], [0], [1]], [-1, 0, 1]);
      expect(fit.coef.values[0]).to.be.closeTo(w, 1e-6);
      const ahead = await predict(fit, [[2], [3], [4]]);
      [2, 3, 4].forEach((x, i) => {
        expect(ahead.values[i]).to.be.closeTo(w * x, 1e-5);
      });
      expect(fit.dualGap).to.be.at.most(1e-6);
    });
  }

  it('treats each task as if it were alone, in one batch', async () => {
    const { X, Y } = design({ tasks: 3 });
    const together = await lasso({ alpha: 0.1, tol: 1e-6 }).fit(X, Y);
    for (let t = 0; t < 3; t++) {
      const alone = await lasso({ alpha: 0.1, tol: 1e-6 }).fit(
        X,
        toRows(Y).map((row) => row[t]!),
      );
      expect(alone.problems[0]!.iterations).to.equal(together.problems[t]!.iterations);
      alone.coef.values.forEach((w, j) => {
        expect(together.coef.values[t * 12 + j]).to.be.closeTo(w, 1e-6);
      });
    }
  });
});

describe('multiTaskLasso', () => {
  it('gives the numbers of scikit-learn and skglm on a Vandermonde matrix', async () => {
    const X = [0, 1, 2, 3, 4].map((x) => [x ** 3, x ** 2, x, 1]);
    const Y = [0, 1, 2, 3, 4].map((i) => [3 * i, 3 * i + 1, 3 * i + 2]);
    const fit = await multiTaskLasso({
      alpha: 0.1,
      tol: 1e-6,
      maxIter: 20_000,
    }).fit(X, Y);
    expect(fit.objective).to.be.at.least(0.4965993692547902 - 1e-12);
    expect(fit.objective - 0.4965993692547902).to.be.at.most(fit.dualGap);
    expect(fit.coef.values[3]).to.equal(0);
  });

  it('with one task is the lasso', async () => {
    const { X, Y } = design({ tasks: 1 });
    const [single, group] = [
      await lasso({ alpha: 0.1, tol: 1e-7 }).fit(X, Y),
      await multiTaskLasso({ alpha: 0.1, tol: 1e-7 }).fit(X, Y),
    ];
    expect(support(group)).to.deep.equal(support(single));
    expect(support(single).length).to.be.within(1, 11);
    group.coef.values.forEach((w, j) => {
      expect(w).to.be.closeTo(single.coef.values[j]!, 1e-6);
    });
  });

  it('with the same target twice gives the same coefficients twice', async () => {
    const { X, Y } = design({ tasks: 1 });
    const twice = toRows(Y).map(([y = 0]) => [y, y]);
    const { coef } = await multiTaskLasso({ alpha: 0.1 }).fit(X, twice);
    expect(toRows(coef)[0]).to.deep.equal(toRows(coef)[1]);
  });
});

for (const [name, model] of MODELS) {
  describe(name, () => {
    const penalty = name === 'lasso' ? 'entries' : 'rows';

    it('reports the objective and the gap that an independent evaluation finds', async () => {
      const { X, Y } = design({ tasks: 2, seed: 8 });
      const alpha = 0.1 * alphaMax({ X, Y });
      const fit = await model({ alpha, tol: 1e-5, fitIntercept: false }).fit(X, Y);
      const plain = { X: toRows(X), Y: toRows(Y), alpha, penalty } as const;
      const W = toRows(X)[0]!.map((_, j) => [0, 1].map((t) => fit.coef.values[t * 12 + j]!));
      expect(fit.objective).to.be.closeTo(objective(plain, W), 1e-13 * fit.objective);
      if (penalty === 'rows') expect(fit.dualGap).to.be.closeTo(textbookGap(plain, W), 1e-13 * fit.objective);
      const gaps = [0, 1].map((t) => {
        const one = { ...plain, Y: plain.Y.map((y) => [y[t]!]) };
        return textbookGap(
          one,
          W.map((w) => [w[t]!]),
        );
      });
      expect(fit.dualGap).to.equal(fit.problems.reduce((sum, { dualGap }) => sum + dualGap, 0));
      if (penalty === 'entries') {
        fit.problems.forEach((problem, t) => {
          expect(problem.dualGap).to.be.closeTo(gaps[t]!, 1e-13 * fit.objective);
        });
      }
      expect(objective(plain, W) - objective(plain, coordinateDescent(plain))).to.be.within(-1e-14, fit.dualGap);
    });

    it('fits an intercept: shifted data give the same coefficients and a shifted intercept', async () => {
      const { X, Y } = design({ tasks: 2 });
      const shifted = (matrix: typeof X, by: number) =>
        toRows(matrix).map((row) => row.map((value, j) => value + by * (j + 1)));
      const options = { alpha: 0.1, tol: 1e-7 };
      const [plain, moved] = [await model(options).fit(X, Y), await model(options).fit(shifted(X, 3), shifted(Y, 10))];
      moved.coef.values.forEach((w, i) => {
        expect(w).to.be.closeTo(plain.coef.values[i]!, 2e-6);
      });
      for (let t = 0; t < 2; t++) {
        const means = toRows(moved.coef)[t]!.reduce((sum, w, j) => sum + w * 3 * (j + 1), 0);
        expect(moved.intercept[t]).to.be.closeTo(10 * (t + 1) - means, 1e-10);
      }
    });

    it('without an intercept goes through the origin, whatever the data', async () => {
      const X = [[1], [2], [3]];
      const fit = await model({
        alpha: 0.01,
        fitIntercept: false,
        tol: 1e-7,
      }).fit(X, [11, 12, 13]);
      const exact = (11 + 24 + 39 - 3 * 0.01) / 14;
      expect(fit.coef.values[0]).to.be.closeTo(exact, 1e-5);
      expect(Array.from(fit.intercept)).to.deep.equal([0]);
    });

    it('knows no units: scaling X, Y and alpha together scales the result exactly', async () => {
      const { X, Y } = design({ tasks: 2 });
      const plain = await model({ alpha: 0.1 }).fit(X, Y);
      for (const [a, b] of [
        [2 ** 100, 2 ** -90],
        [2 ** -200, 2 ** 60],
        [2 ** 500, 2 ** 500],
      ] as const) {
        const times = (matrix: typeof X, by: number) => ({
          ...matrix,
          values: matrix.values.map((value) => value * by),
        });
        const scaled = await model({ alpha: 0.1 * a * b }).fit(times(X, a), times(Y, b));
        expect(Array.from(scaled.coef.values, (w) => w * a)).to.deep.equal(Array.from(plain.coef.values, (w) => w * b));
        expect(scaled.converged).to.equal(true);
      }
    });

    it('gives a constant column the coefficient 0, and constant targets zeros and their value', async () => {
      const { X, Y } = design({ features: 3, tasks: 2 });
      const withConstant = toRows(X).map((row) => [row[0]!, 0.1, row[2]!]);
      const fit = await model({ alpha: 0.01 }).fit(withConstant, Y);
      expect(toRows(fit.coef).map((row) => row[1])).to.deep.equal([0, 0]);
      expect(fit.coef.values.every(Number.isFinite)).to.equal(true);
      const flat = await model({ alpha: 0.01 }).fit(
        X,
        toRows(Y).map(() => [0.1, -7]),
      );
      expect(Array.from(flat.coef.values)).to.deep.equal([0, 0, 0, 0, 0, 0]);
      expect(Array.from(flat.intercept)).to.deep.equal([0.1, -7]);
      expect(flat).to.include({ objective: 0, dualGap: 0, converged: true });
      for (const { relativeGap } of flat.problems) expect(relativeGap).to.equal(0);
    });

    it('handles a single sample, a single feature, and zeros everywhere', async () => {
      const one = await model({ alpha: 1 }).fit([[3, 4]], [[5, 6]]);
      expect(Array.from(one.coef.values)).to.deep.equal([0, 0, 0, 0]);
      expect(Array.from(one.intercept)).to.deep.equal([5, 6]);
      const zero = await model({ alpha: 1, fitIntercept: false }).fit(
        [
          [0, 0],
          [0, 0],
        ],
        [[0], [0]],
      );
      expect(zero).to.include({
        objective: 0,
        dualGap: 0,
        converged: true,
        iterations: 0,
      });
    });

    it('takes every form of X and Y alike', async () => {
      await tf.setBackend(await selectBackend('cpu'));
      const X = [
        [1, 2],
        [3, 5],
        [4, 4],
        [7, 1],
      ];
      const Y = [
        [1, 0],
        [2, 1],
        [2, 2],
        [5, 3],
      ];
      const forms: [MatrixInput, MatrixInput][] = [
        [X, Y],
        [X.map((row) => Float32Array.from(row)), { data: Float64Array.from(Y.flat()), shape: [4, 2] }],
        [{ rows: 4, cols: 2, values: Float64Array.from(X.flat()) }, Y],
        [tf.tensor2d(X), tf.tensor2d(Y, [4, 2], 'int32')],
      ];
      const fits = await Promise.all(forms.map(([x, y]) => model({ alpha: 0.1 }).fit(x, y)));
      for (const fit of fits) expect(fit).to.deep.equal(fits[0]);
      const column = await model({ alpha: 0.1 }).fit(X, tf.tensor1d([1, 2, 2, 5]));
      expect(column.coef.rows).to.equal(1);
    });

    it('leaves the state of tfjs as it was: backend, tensors, scopes', async () => {
      await tf.setBackend(await selectBackend('cpu'));
      const { X, Y } = design();
      const before = tf.memory().numTensors;
      for (const backend of ['wasm', 'cpu']) {
        await model({ alpha: 0.1, backend }).fit(X, Y);
        expect([tf.getBackend(), tf.memory().numTensors]).to.deep.equal(['cpu', before]);
      }
      let inTidy: Promise<unknown> = Promise.resolve();
      const kept = tf.tidy(() => {
        inTidy = model({ alpha: 0.1, backend: 'wasm' }).fit(X, Y);
        return tf.ones([2]);
      });
      expect(tf.getBackend()).to.equal('cpu');
      kept.dispose();
      await inTidy;
      const failed = await failure(
        model({ alpha: 0.1 }).fit(X, Y, {
          onProgress: () => {
            throw new Error('enough');
          },
        }),
      );
      expect(failed).to.have.property('message', 'enough');
      await model({ alpha: 0.1 }).fit(X, Y);
      expect(tf.memory().numTensors).to.equal(before);
    });

    it('runs several fits at once, on different backends', async () => {
      const { X, Y } = design({ rho: 0.9 });
      const alone = await model({ alpha: 0.01, backend: 'cpu' }).fit(X, Y);
      const together = await Promise.all(
        ['cpu', 'wasm', 'cpu'].map((backend) => model({ alpha: 0.01, backend }).fit(X, Y)),
      );
      expect(together.map(({ backend }) => backend)).to.deep.equal(['cpu', 'wasm', 'cpu']);
      expect(together[0]).to.deep.equal(alone);
      expect(together[2]).to.deep.equal(alone);
      expect(together.every(({ converged }) => converged)).to.equal(true);
    });

    it('has the defaults that it documents', async () => {
      const { X, Y } = design({ rho: 0.9 });
      const defaults = {
        fitIntercept: true,
        tol: 1e-4,
        maxIter: 1000,
        solver: 'restartedFista',
        backend: 'auto',
      } as const;
      const [short, long] = [
        await model({ alpha: 0.01 }).fit(X, Y),
        await model({ alpha: 0.01, ...defaults }).fit(X, Y),
      ];
      expect(short).to.deep.equal(long);
    });

    it('gives gaps relative to the mean square of Y about its mean', async () => {
      const { X, Y } = design({ tasks: 2, rho: 0.5 });
      const moved = toRows(Y).map((row) => row.map((y) => 3 * y + 7));
      const { problems } = await model({ alpha: 0.05 }).fit(X, moved);
      const about = (t: number) => {
        const mean = moved.reduce((sum, row) => sum + row[t]! / moved.length, 0);
        return moved.reduce((sum, row) => sum + (row[t]! - mean) ** 2, 0) / moved.length;
      };
      const squares = penalty === 'rows' ? [about(0) + about(1)] : [about(0), about(1)];
      problems.forEach(({ dualGap, relativeGap }, b) => {
        expect(relativeGap / (dualGap / squares[b]!)).to.be.closeTo(1, 1e-12);
      });
    });

    it('says so when it does not converge', async () => {
      const { X, Y } = design({ rho: 0.95 });
      const fit = await model({ alpha: 1e-3, maxIter: 3 }).fit(X, Y);
      expect(fit).to.include({ converged: false, iterations: 3 });
      for (const problem of fit.problems) expect(problem.relativeGap > 1e-4).to.equal(!problem.converged);
    });

    it('reports its progress', async () => {
      const { X, Y } = design();
      const reports: Progress[] = [];
      const fit = await model({ alpha: 0.1 }).fit(X, Y, {
        onProgress: (progress) => reports.push(progress),
      });
      expect(reports.at(-1)).to.include({
        iterations: fit.iterations,
        solved: fit.problems.length,
        worstGap: 0,
      });
    });

    const options: [object, typeof RangeError | typeof TypeError, string][] = [
      [{ alpha: -1 }, RangeError, 'alpha must be a positive number, got -1'],
      [{ alpha: 0 }, RangeError, 'alpha must be a positive number, got 0'],
      [{ alpha: Number.NaN }, RangeError, 'alpha must be a positive number, got NaN'],
      [{ alpha: '1' }, RangeError, "alpha must be a positive number, got '1'"],
      [{}, RangeError, 'alpha must be a positive number, got undefined'],
      [{ alpha: 1, tol: 0 }, RangeError, 'tol must be a positive number, got 0'],
      [{ alpha: 1, maxIter: 2.5 }, RangeError, 'maxIter must be a whole number >= 1, got 2.5'],
      [{ alpha: 1, maxIter: 0 }, RangeError, 'maxIter must be a whole number >= 1, got 0'],
      [{ alpha: 1, fitIntercept: 1 }, RangeError, 'fitIntercept must be true or false, got 1'],
      [{ alpha: 1, solver: 'sgd' }, RangeError, "solver must be one of ista, fista, restartedFista, got 'sgd'"],
      [{ alpha: 1, backend: 3 }, RangeError, 'backend must be the name of a tfjs backend or auto, got 3'],
      [
        { alpha: 1, alhpa: 2 },
        TypeError,
        'unknown option alhpa, expected alpha, fitIntercept, tol, maxIter, solver, backend',
      ],
    ];
    it('rejects what are no options', () => {
      for (const [given, shown] of [
        [undefined, 'undefined'],
        [null, 'null'],
        [0.1, '0.1'],
      ]) {
        const make = () => model(given as unknown as EstimatorOptions);
        expect(make).to.throw(TypeError, `must be given options such as { alpha: 0.1 }, got ${shown}`);
      }
    });

    for (const [given, kind, message] of options) {
      it(`rejects the options ${JSON.stringify(given)}`, () => {
        expect(() => model(given as EstimatorOptions)).to.throw(kind, `${name}: ${message}`);
      });
    }

    const data: [string, MatrixInput, MatrixInput, typeof RangeError | typeof TypeError, string][] = [
      ['NaN in X', [[1], [Number.NaN]], [1, 2], RangeError, 'X must be finite, got NaN at row 1, column 0'],
      ['Infinity in Y', [[1], [2]], [1, Infinity], RangeError, 'Y must be finite, got Infinity at row 1, column 0'],
      ['ragged X', [[1, 2], [3]], [1, 2], TypeError, 'X must have rows of equal length: row 0 has 2, row 1 has 1'],
      ['an empty X', [], [1], TypeError, 'X must have at least one row and one column, got 0 x 0'],
      ['unequal rows', [[1], [2]], [1], TypeError, 'X and Y must have the same number of rows, got 2 and 1'],
    ];
    for (const [what, X, Y, kind, message] of data) {
      it(`rejects ${what}`, async () => {
        const error = await failure(model({ alpha: 1 }).fit(X, Y));
        expect(error).to.be.instanceOf(kind).with.property('message', `${name}.fit: ${message}`);
      });
    }

    it('rejects tensors of rank 3 and tensors that are disposed', async () => {
      const wide = await failure(model({ alpha: 1 }).fit(tf.ones([2, 2, 2]), [1, 2]));
      expect(wide).to.have.property('message', `${name}.fit: X must have a shape [rows, columns], got [2,2,2]`);
      const dead = tf.ones([2, 2]);
      dead.dispose();
      const gone = await failure(model({ alpha: 1 }).fit(dead, [1, 2]));
      expect(gone).to.have.property('message', `${name}.fit: X must be a live tensor, got one that is disposed`);
    });

    it('rejects a backend that is not there', async () => {
      const error = await failure(model({ alpha: 1, backend: 'abacus' }).fit([[1], [2]], [1, 2]));
      const names = platform.candidates.map((each) => each.name).join(', ');
      expect(error).to.have.property('message', `backend must be one of auto, ${names}, got 'abacus'`);
    });
  });
}

describe('predict and score', () => {
  const fit = {
    coef: { rows: 2, cols: 2, values: Float64Array.of(1, 0, -2, 3) },
    intercept: Float64Array.of(10, 20),
  };

  it('predict X coefᵀ + intercept', async () => {
    expect(
      toRows(
        await predict(fit, [
          [1, 2],
          [0, 0],
        ]),
      ),
    ).to.deep.equal([
      [11, 24],
      [10, 20],
    ]);
  });

  it('score 1 for a perfect prediction, 0 for the mean, less for worse, averaged over the tasks', async () => {
    const X = [
      [1, 2],
      [3, 4],
      [0, 1],
    ];
    const perfect = toRows(await predict(fit, X));
    expect(await score(fit, X, perfect)).to.equal(1);
    const level = {
      coef: { ...fit.coef, values: new Float64Array(4) },
      intercept: Float64Array.of(2, 4),
    };
    expect(
      await score(level, X, [
        [1, 3],
        [2, 4],
        [3, 5],
      ]),
    ).to.be.closeTo(0, 1e-15);
    expect(
      await score(level, X, [
        [5, 4],
        [5, 4],
        [6, 4],
      ]),
    ).to.be.closeTo((1 - 34 / (2 / 3) + 1) / 2, 1e-12);
  });

  it('score 0 for a constant target that is missed', async () => {
    const level = {
      coef: { rows: 1, cols: 1, values: Float64Array.of(0) },
      intercept: Float64Array.of(2),
    };
    expect(await score(level, [[1], [2]], [3, 3])).to.equal(0);
    expect(await score(level, [[1], [2]], [2, 2])).to.equal(1);
    const rows = Array.from({ length: 7 }, (_, i) => [i]); // the mean of seven times 0.1 is not 0.1 in doubles
    expect(await score(level, rows, new Array<number>(7).fill(0.1))).to.equal(0);
  });

  it('reject data of another shape', async () => {
    const wide = await failure(predict(fit, [[1, 2, 3]]));
    expect(wide).to.be.instanceOf(TypeError);
    expect(wide).to.have.property('message', 'predict: X must have 2 columns like the data of the fit, got 3');
    const short = await failure(score(fit, [[1, 2]], [[1]]));
    expect(short).to.have.property('message', 'score: Y must have shape 1 x 2 (samples, tasks), got 1 x 1');
  });
});

describe('support', () => {
  it('is over all tasks, not the first alone', () => {
    expect(
      support({
        coef: {
          rows: 2,
          cols: 4,
          values: Float64Array.of(0, 1, 0, 0, 0, 0, 0, -1),
        },
      }),
    ).to.deep.equal([1, 3]);
  });
});
