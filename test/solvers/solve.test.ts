import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { selectBackend } from '../../src/backends/select-backend.js';
import { toRows } from '../../src/data/matrix.js';
import type { Datafit } from '../../src/datafits/datafit.js';
import { l1 } from '../../src/penalties/l1.js';
import { l21 } from '../../src/penalties/l21.js';
import { fista, restartedFista } from '../../src/solvers/fista.js';
import { ista } from '../../src/solvers/ista.js';
import { type Progress, type SolveOptions, solve } from '../../src/solvers/solve.js';
import { upload } from '../contracts/solver.js';
import { textbookGap } from '../support/coordinate-descent.js';
import { failure } from '../support/failure.js';
import { alphaMax, design } from '../support/problems.js';

describe('solve', () => {
  before(async () => {
    await selectBackend('wasm');
    await tf.setBackend(await selectBackend('cpu'));
  });

  it('says so when it does not converge, with the gap it reached', async () => {
    const data = design({ rho: 0.9 });
    const { converged, iterations, relativeGap } = await solve(
      ista,
      await upload(data, true),
      l21(0.01 * alphaMax(data)),
      {
        tol: 1e-6,
        maxIter: 7,
      },
    );
    expect(converged).to.deep.equal([false]);
    expect(Array.from(iterations)).to.deep.equal([7]);
    expect(relativeGap[0]).to.be.within(1e-6, 1);
  });

  it('ends a problem for which float32 can do no more, with the gap that its certificate gives', async () => {
    const data = design({ rho: 0.9 });
    const datafit = await upload(data, true);
    const penalty = l21(0.1 * alphaMax(data));
    const options = { tol: 1e-30, maxIter: 100_000 };
    const plain = await solve(restartedFista, datafit, penalty, options);
    const asked = await solve(restartedFista, datafit, penalty, { ...options, certify: () => 1e-5 });
    for (const { stopped, converged, iterations } of [plain, asked]) {
      expect([stopped, converged]).to.deep.equal([['precision'], [false]]);
      expect(iterations[0]).to.be.within(500, 10_000);
    }
    expect(plain.relativeGap[0]).to.be.within(0, 1e-5);
    expect(asked.relativeGap[0]).to.equal(1e-5);
    const short = await solve(restartedFista, datafit, penalty, { ...options, maxIter: 20 });
    expect(short.stopped).to.deep.equal(['maxIter']);
  });

  it('brings a problem that diverges back to 0, and leaves the others alone', async () => {
    const { X, Y } = design({ samples: 20, features: 6, tasks: 3, rho: 0.5 });
    const datafit = await upload({ X, Y }, false);
    // With steps a hundred times too long only the problem whose solution is its start stays where it is.
    const reckless = (exact: Datafit): Datafit => ({
      ...exact,
      lipschitz: exact.lipschitz / 100,
      take: (problems) => reckless(exact.take(problems)),
    });
    const penalty = l1([0.1, 1.5, 0.1].map((ratio) => ratio * alphaMax({ X, Y })));
    for (const certify of [undefined, (_: number, W: Float32Array) => (W.every((w) => w === 0) ? 0.4 : Number.NaN)]) {
      const { W, ...solution } = await solve(ista, reckless(datafit), penalty, {
        tol: 1e-3,
        ...(certify && { certify }),
      });
      expect((await W.array()).flat(2).every((w) => w === 0)).to.equal(true);
      expect(solution.diverged).to.deep.equal([0, 2]);
      expect(solution.stopped[0]).to.equal('precision');
      expect(solution.converged[0]).to.equal(false);
      expect(solution.relativeGap[0]).to.equal(certify ? 0.4 : 0.5);
      if (!certify) expect([solution.converged[1], solution.iterations[1]]).to.deep.equal([true, 0]);
    }
    const sound = await solve(ista, datafit, penalty, { tol: 1e-3 });
    expect(sound.diverged).to.deep.equal([]);
  });

  it('gives each problem its own gap, whenever it was done', async () => {
    const { X, Y } = design({ samples: 20, features: 6, tasks: 4, rho: 0.5 });
    const alphas = [0.02, 0.4, 0.1, 0.05].map((r) => r * alphaMax({ X, Y }));
    const tol = 1e-3;
    const { W, relativeGap, iterations } = await solve(ista, await upload({ X, Y }, false), l1(alphas), { tol });
    expect(new Set(iterations).size, 'problems that stop at different times').to.be.above(1);
    const coefficients = (await W.array()) as number[][][];
    for (const [b, alpha] of alphas.entries()) {
      const y = toRows(Y).map((row) => [row[b]!]);
      const plain = { X: toRows(X), Y: y, alpha, penalty: 'entries' } as const;
      const own = coefficients.map((row) => row[b]!);
      const meanSquare = y.reduce((sum, [value = 0]) => sum + value * value, 0) / X.rows;
      expect(relativeGap[b]).to.be.closeTo(textbookGap(plain, own) / meanSquare, 1e-6);
    }
    expect(new Set(relativeGap).size, 'gaps that differ').to.equal(4);
  });

  it('has the defaults that it documents', async () => {
    const datafit = await upload(design({ rho: 0.9 }), true);
    const penalty = l21(0.01);
    const [short, long] = [
      await solve(ista, datafit, penalty),
      await solve(ista, datafit, penalty, { tol: 1e-4, maxIter: 1000, checkEvery: 10 }),
    ];
    expect(short.iterations).to.deep.equal(long.iterations);
    expect(short.relativeGap).to.deep.equal(long.relativeGap);
  });

  it('counts a gap of exactly tol as converged, also at the last iteration', async () => {
    const datafit = await upload(design(), true);
    const level = await solve(ista, datafit, l21(0.1), { tol: 1e-3, certify: () => 1e-3 });
    expect(level.iterations[0]).to.be.below(1000);
    const options = { tol: 1e-6, maxIter: 500, checkEvery: 500, certify: () => 0 };
    const last = await solve(ista, datafit, l21(1e-3), options);
    expect([last.iterations[0], last.converged[0]]).to.deep.equal([500, true]);
  });

  it('reports the largest gap among the problems that are open', async () => {
    const gaps = [0.5, 0, 0.25];
    const worst: number[] = [];
    await solve(ista, await upload(design(), false), l1([2, 2, 2].map((a) => a * alphaMax(design()))), {
      tol: 1e-3,
      maxIter: 1,
      certify: (problem) => gaps[problem]!,
      onProgress: ({ worstGap }) => worst.push(worstGap),
    });
    expect(worst[0]).to.equal(0.5);
  });

  it('asks for the certificate in the end, whatever the device says', async () => {
    const { relativeGap } = await solve(ista, await upload(design({ rho: 0.95 }), true), l21(1e-3), {
      tol: 1e-9,
      maxIter: 3,
      certify: () => 0.25,
    });
    expect(relativeGap[0]).to.equal(0.25);
  });

  it('asks for the certificate where the gap of the device is not a number', async () => {
    const penalty = l21(0.1);
    const odd = { ...penalty, dualNorm: (G: tf.Tensor3D) => tf.mul<tf.Tensor1D>(penalty.dualNorm(G), Number.NaN) };
    const { relativeGap, iterations } = await solve(ista, await upload(design(), true), odd, {
      tol: 1e-3,
      maxIter: 3,
      certify: () => 0.25,
    });
    expect([relativeGap[0], iterations[0]]).to.deep.equal([0.25, 3]);
  });

  it('ends problems whose gap is not a number', async () => {
    const { iterations, converged } = await solve(ista, await upload(design(), true), l21(0.1), {
      tol: 1e-3,
      maxIter: 1000,
      certify: () => Number.NaN,
    });
    expect(iterations[0]).to.be.below(1000);
    expect(converged).to.deep.equal([false]);
  });

  it('lets the certificate have the last word, in both directions', async () => {
    const data = design();
    const datafit = await upload(data, true);
    const strict = await solve(ista, datafit, l21(0.1), {
      maxIter: 50,
      certify: () => 1,
    });
    expect(strict.converged).to.deep.equal([false]);
    expect(strict.relativeGap[0]).to.equal(1);
    const lenient = await solve(ista, datafit, l21(0.1), {
      tol: 1e-9,
      maxIter: 1000,
      certify: () => 0,
    });
    expect(lenient.converged).to.deep.equal([true]);
    expect(lenient.iterations[0]).to.be.within(1, 999);
  });

  it('gives the certificate the coefficients of the problem it names', async () => {
    const data = design({ tasks: 3, features: 5 });
    const seen = new Map<number, number[]>();
    const { W } = await solve(restartedFista, await upload(data, false), l1([0.05, 0.2, 10]), {
      maxIter: 30,
      certify: (problem, w) => {
        seen.set(problem, Array.from(w));
        return problem === 1 ? 1 : 0;
      },
    });
    const values = (await W.array()) as number[][][];
    for (const b of [0, 1, 2]) expect(seen.get(b)).to.deep.equal(values.map((row) => row[b]![0]));
    expect(seen.get(2)).to.deep.equal([0, 0, 0, 0, 0]);
  });

  it('reports at every check how far it is', async () => {
    const data = design({ tasks: 4, rho: 0.7 });
    const reports: Progress[] = [];
    const datafit = await upload(data, false);
    const alphas = [0.01, 0.1, 0.5, 5].map((r) => r * alphaMax(data));
    const { iterations, W } = await solve(ista, datafit, l1(alphas), {
      checkEvery: 5,
      maxIter: 2000,
      onProgress: (progress) => reports.push(progress),
    });
    expect(reports.map((report) => report.iterations)).to.deep.equal(reports.map((_, k) => 5 * k));
    expect(new Set(reports.map((report) => report.solved)).size).to.be.above(2);
    expect(reports.at(-1)).to.deep.equal({
      iterations: Math.max(...iterations),
      problems: 4,
      solved: 4,
      worstGap: 0,
      nonZeros: (await W.data()).filter((w) => w !== 0).length,
    });
    for (const [k, report] of reports.entries()) {
      expect(report.solved).to.equal(iterations.filter((count) => count <= 5 * k).length);
    }
  });

  it('lets timers of the program run during a long solve', async () => {
    const datafit = await upload(design({ samples: 100, features: 60, tasks: 20 }), true);
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 10);
    await solve(ista, datafit, l21(1e-4), { tol: 1e-12, maxIter: 400 });
    clearInterval(timer);
    expect(ticks).to.be.above(0);
  });

  it('stays on the backend of the call, and leaves the active one as the program sets it', async () => {
    const datafit = await upload(design(), true);
    const pending = solve(ista, datafit, l21(0.1), { tol: 1e-6, maxIter: 200 });
    await tf.setBackend('wasm');
    const { W, converged } = await pending;
    expect(tf.getBackend()).to.equal('wasm');
    expect(converged).to.deep.equal([true]);
    await tf.setBackend('cpu');
    expect(await W.data()).to.have.length(36);
  });

  it('goes as far as float32 does with tol 0, and takes no gap below 0 for none', async () => {
    for (const sizes of [{ rho: 0.2 }, { features: 70, tasks: 1, rho: 0.9 }]) {
      const datafit = await upload(design(sizes), false);
      for (const solver of [fista, restartedFista]) {
        const { relativeGap, converged, stopped, iterations } = await solve(solver, datafit, l1(0.3), {
          tol: 0,
          maxIter: 3000,
        });
        relativeGap.forEach((gap, b) => {
          expect(gap).to.be.within(0, 1e-6);
          expect(converged[b]).to.equal(gap === 0);
          const end = gap === 0 ? 'tol' : iterations[b] === 3000 ? 'maxIter' : 'precision';
          expect(stopped[b]).to.equal(end);
        });
      }
    }
  });

  it('survives a scope of the caller that ends while it waits', async () => {
    const datafit = await upload(design(), true);
    const penalty = l21(0.1);
    tf.engine().startScope('caller');
    const pending = solve(ista, datafit, penalty, { maxIter: 50 });
    tf.engine().endScope();
    const { W } = await pending;
    expect(W.isDisposed).to.equal(false);
    W.dispose();
  });

  const wrong: [string, SolveOptions, typeof RangeError | typeof TypeError, string][] = [
    ['tol -1', { tol: -1 }, RangeError, 'solve: tol must be a number >= 0, got -1'],
    ['tol NaN', { tol: Number.NaN }, RangeError, 'solve: tol must be a number >= 0, got NaN'],
    ['maxIter 0', { maxIter: 0 }, RangeError, 'solve: maxIter must be a whole number >= 1, got 0'],
    ['checkEvery 1.5', { checkEvery: 1.5 }, RangeError, 'solve: checkEvery must be a whole number >= 1, got 1.5'],
  ];
  for (const [what, options, kind, message] of wrong) {
    it(`rejects ${what}`, async () => {
      const error = await failure(solve(ista, await upload(design(), true), l21(1), options));
      expect(error).to.be.instanceOf(kind).with.property('message', message);
    });
  }

  it('rejects a W0 of another shape', async () => {
    const error = await failure(
      solve(ista, await upload(design(), true), l21(1), {
        W0: tf.zeros([12, 3, 1]),
      }),
    );
    expect(error).to.be.instanceOf(TypeError);
    expect(error).to.have.property('message', 'solve: W0 must have shape [12,1,3] like the coefficients, got [12,3,1]');
  });

  it('rejects alphas that do not fit the batch', async () => {
    const error = await failure(solve(ista, await upload(design(), false), l1([1, 2]), {}));
    expect(error).to.be.instanceOf(TypeError);
    expect(error).to.have.property(
      'message',
      'solve: penalty must have one alpha or one for each of 3 problems, got 2',
    );
  });

  it('ends at the next check when its signal says so, and frees its tensors', async () => {
    const { X, Y } = design({ rho: 0.95 });
    const datafit = await upload({ X, Y }, true);
    const penalty = l21(1e-3);
    const tensors = tf.memory().numTensors;
    const controller = new AbortController();
    const onProgress = ({ iterations }: Progress) => {
      if (iterations === 20) controller.abort(new Error('enough'));
    };
    const options = { tol: 1e-12, maxIter: 1000, signal: controller.signal, onProgress };
    const error = await failure(solve(restartedFista, datafit, penalty, options));
    expect(error).to.have.property('message', 'enough');
    expect(tf.memory().numTensors).to.equal(tensors);
  });
});
