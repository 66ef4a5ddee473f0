import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { type EngineOptions, fitBatch } from '../../src/engine/fit.js';
import { stopwatch } from '../../src/solvers/stopwatch.js';
import { coordinateDescent, objective, textbookGap } from '../support/coordinate-descent.js';
import { failure } from '../support/failure.js';
import { type AlphaBatch, weighted } from '../support/group-penalty.js';
import { alphaMax, type Design, design } from '../support/problems.js';

const options = { tol: 1e-10, maxPasses: 10_000 };

const fitted = (batch: AlphaBatch, given: Partial<EngineOptions>) =>
  fitBatch(weighted(batch), { ...options, onProgress: () => undefined, watch: stopwatch(), ...given });

/** Columns scaled by powers of ten, one of them twice, one constant. */
function awkward({ X, Y }: Design): Design {
  const values = X.values.map((x, at) => x * 10 ** ((at % X.cols) % 7) * 1e-3);
  for (let i = 0; i < X.rows; i++) {
    values[i * X.cols + 1] = values[i * X.cols]!;
    values[i * X.cols + 2] = 3;
  }
  return { X: { ...X, values }, Y };
}

const cases: [string, Design, number][] = [
  ['few features', design({ tasks: 3 }), 0.1],
  ['more features than samples', design({ samples: 25, features: 120, tasks: 3, rho: 0.5 }), 0.1],
  ['most features in use', design({ samples: 25, features: 120, tasks: 4, rho: 0.3 }), 0.01],
  ['strong correlation', design({ samples: 60, features: 90, tasks: 2, rho: 0.97 }), 0.05],
  ['one task', design({ samples: 40, features: 150, tasks: 1, rho: 0.8 }), 0.02],
  ['many samples', design({ samples: 800, features: 70, tasks: 2 }), 0.05],
  ['awkward columns', awkward(design({ samples: 50, features: 80, tasks: 2 })), 0.1],
  ['a wide batch', design({ samples: 31, features: 20, tasks: 40 }), 0.2],
];

describe('the engine', () => {
  for (const [title, data, ratio] of cases) {
    for (const joint of [true, false]) {
      it(`is within 1e-10 of the smallest objective: ${title}, ${joint ? 'tasks together' : 'task by task'}`, async () => {
        const { X, Y } = data;
        const alpha = ratio * alphaMax(data);
        const { coef, problems } = await fitted({ X, Y, joint, alpha, fitIntercept: false }, options);
        const tasks = joint ? Y.cols : 1;
        problems.forEach(({ objective: value, dualGap, relativeGap }, b) => {
          const plain = {
            X: toRows(X),
            Y: toRows(Y).map((row) => row.slice(b * tasks, (b + 1) * tasks)),
            alpha,
            penalty: joint ? 'rows' : 'entries',
          } as const;
          const W = toRows(X)[0]!.map((_, j) =>
            Array.from({ length: tasks }, (__, k) => coef.values[(b * tasks + k) * X.cols + j]!),
          );
          const meanSquare = plain.Y.flat().reduce((sum, y) => sum + y * y, 0) / X.rows;
          expect(relativeGap).to.be.at.most(1e-10);
          expect(relativeGap / (dualGap / meanSquare || 1)).to.be.closeTo(relativeGap > 0 ? 1 : 0, 1e-9);
          expect(textbookGap(plain, W)).to.be.at.most(dualGap + 1e-13 * meanSquare);
          expect(value).to.be.closeTo(objective(plain, W), 1e-12 * meanSquare);
        });
      });
    }
  }

  it('repairs what rounding does to the Gram form, and certifies by the residual', async () => {
    const data = design({ samples: 10, features: 5, tasks: 20, rho: 0.99 });
    const batch = { ...data, joint: false, alpha: 1e-5 * alphaMax(data), fitIntercept: false };
    const { problems } = await fitted(batch, options);
    for (const { relativeGap } of problems) expect(relativeGap).to.be.at.most(1e-10);
  });

  it('finds what the oracle finds, exact zeros included', async () => {
    const data = design({ samples: 40, features: 100, tasks: 2, rho: 0.5 });
    const alpha = 0.2 * alphaMax(data);
    const { coef } = await fitted({ ...data, joint: true, alpha, fitIntercept: false }, options);
    const expected = coordinateDescent({ X: toRows(data.X), Y: toRows(data.Y), alpha, penalty: 'rows' });
    expected.forEach((w, j) => {
      w.forEach((value, t) => {
        const found = coef.values[t * 100 + j]!;
        expect(found === 0).to.equal(value === 0);
        expect(found).to.be.closeTo(value, 1e-5);
      });
    });
  });

  it('stops at the passes it may have, and says how far it came', async () => {
    for (const features of [20, 200]) {
      const { X, Y } = design({ samples: 30, features, tasks: 2, rho: 0.95 });
      for (const maxPasses of [1, 3, 8]) {
        const { problems } = await fitted(
          { X, Y, joint: true, alpha: 1e-4, fitIntercept: true },
          { tol: 1e-12, maxPasses },
        );
        expect(problems[0]!.iterations).to.be.within(1, maxPasses);
        expect(problems[0]!.relativeGap).to.be.above(1e-12);
      }
    }
  });

  it('goes on from where it was told to start, and stays at a solution', async () => {
    for (const features of [20, 200]) {
      const { X, Y } = design({ samples: 50, features, tasks: 3, rho: 0.5 });
      for (const joint of [true, false]) {
        const batch = { X, Y, joint, alpha: 0.05, fitIntercept: true };
        const cold = await fitted(batch, options);
        const again = await fitted({ ...batch, init: cold.coef }, options);
        expect(again.problems.map(({ iterations }) => iterations)).to.deep.equal(cold.problems.map(() => 0));
        expect(Array.from(again.coef.values)).to.deep.equal(Array.from(cold.coef.values));
        const near = await fitted({ ...batch, alpha: 0.049, init: cold.coef }, options);
        const far = await fitted({ ...batch, alpha: 0.049 }, options);
        near.coef.values.forEach((w, i) => {
          expect(w).to.be.closeTo(far.coef.values[i]!, 1e-4);
        });
      }
    }
  });

  it('ends when it is told to, with the reason it is given', async () => {
    const { X, Y } = design({ samples: 200, features: 400, tasks: 20, rho: 0.99 });
    const batch = { X, Y, joint: true, alpha: 1e-5, fitIntercept: true };
    const before = AbortSignal.abort(new Error('not at all'));
    expect(await failure(fitted(batch, { ...options, signal: before }))).to.have.property('message', 'not at all');
    const controller = new AbortController();
    const start = performance.now();
    setTimeout(() => controller.abort(new Error('long enough')), 20);
    const error = await failure(fitted(batch, { tol: 1e-15, maxPasses: 1e6, signal: controller.signal }));
    expect(error).to.have.property('message', 'long enough');
    expect(performance.now() - start).to.be.below(5000);
  });

  it('reaches 1e-10 where float32 is too coarse: nearly dependent columns, a tiny alpha', async () => {
    const { X, Y } = design({ samples: 50, features: 200, tasks: 3, rho: 0.9 });
    const batch = { X, Y, joint: true, alpha: 1e-4, fitIntercept: true };
    const { problems } = await fitted(batch, { tol: 1e-10, maxPasses: 50_000 });
    expect(problems[0]!.relativeGap).to.be.at.most(1e-10);
  });

  it('takes the method that it is told to, unless that needs too large a matrix', async () => {
    const { X, Y } = design({ samples: 30, features: 80, tasks: 2 });
    const batch = { X, Y, joint: true, alpha: 0.05, fitIntercept: true };
    const [gram, sets, free] = [
      await fitted(batch, { ...options, method: 'gram' }),
      await fitted(batch, { ...options, method: 'workingSets' }),
      await fitted(batch, options),
    ];
    expect([gram.method, sets.method, free.method]).to.deep.equal(['gram', 'workingSets', 'workingSets']);
    gram.coef.values.forEach((w, i) => {
      expect(w).to.be.closeTo(sets.coef.values[i]!, 1e-5);
    });
    const wide = { rows: 1, cols: 4097, values: new Float64Array(4097).fill(1) };
    const one = { rows: 1, cols: 1, values: Float64Array.of(1) };
    const error = await failure(fitted({ ...batch, X: wide, Y: one }, { ...options, method: 'gram' }));
    expect(error).to.have.property(
      'message',
      "fit: solver 'gram' takes at most 4096 features, got 4097; 'workingSets' takes any",
    );
  });

  it('reports how many problems are done', async () => {
    for (const features of [10, 100]) {
      const { X, Y } = design({ samples: 40, features, tasks: 4, rho: 0.5 });
      const reports: unknown[] = [];
      const { problems, coef } = await fitted(
        { X, Y, joint: false, alpha: 0.05, fitIntercept: true },
        { ...options, onProgress: (progress) => reports.push(progress) },
      );
      const iterations = Math.max(...problems.map(({ iterations }) => iterations));
      const nonZeros = coef.values.filter((w) => w !== 0).length;
      expect(reports.at(-1)).to.deep.equal({ iterations, problems: 4, solved: 4, worstGap: 0, nonZeros });
    }
  });
});
