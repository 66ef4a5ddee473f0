import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { selectBackend } from '../../src/backends/select-backend.js';
import { toRows } from '../../src/data/matrix.js';
import { l21 } from '../../src/penalties/l21.js';
import { fista, restartedFista } from '../../src/solvers/fista.js';
import { ista } from '../../src/solvers/ista.js';
import { iterate } from '../../src/solvers/iterate.js';
import { solve } from '../../src/solvers/solve.js';
import type { Solver, State } from '../../src/solvers/solver.js';
import { solverContract, upload } from '../contracts/solver.js';
import { alphaMax, design } from '../support/problems.js';

/** Beck & Teboulle 2009, theorem 4.4. */
const accelerated = (k: number, lipschitz: number, distance: number): number =>
  (2 * lipschitz * distance) / (k + 1) ** 2;

solverContract({
  name: 'fista',
  solver: fista,
  rate: accelerated,
  descends: false,
});
solverContract({
  name: 'restartedFista',
  solver: restartedFista,
  rate: accelerated,
  descends: false,
});

describe('fista', () => {
  it('takes the steps of Beck & Teboulle, equations 4.1 to 4.3', async () => {
    await tf.setBackend(await selectBackend('cpu'));
    const data = design({ tasks: 1, rho: 0.7 });
    const alpha = 0.05 * alphaMax(data);
    const [X, Y] = [toRows(data.X), toRows(data.Y)];
    const datafit = await upload(data, true);
    const L = datafit.lipschitz;
    let [w, z, t] = [X[0]!.map(() => 0), X[0]!.map(() => 0), 1];
    let k = 0;
    for (const { W } of iterate(fista, datafit, l21(alpha), tf.zeros([...datafit.shape]))) {
      (await W.data()).forEach((value, j) => {
        expect(value, `step ${k}, feature ${j}`).to.be.closeTo(w[j]!, 2e-5);
      });
      if (++k > 30) break;
      const residual = X.map((row, i) => row.reduce((sum, x, j) => sum + x * z[j]!, 0) - Y[i]![0]!);
      const next = z.map((value, j) => {
        const v = value - X.reduce((sum, row, i) => sum + row[j]! * residual[i]!, 0) / X.length / L;
        return Math.sign(v) * Math.max(0, Math.abs(v) - alpha / L);
      });
      const after = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
      z = next.map((value, j) => value + ((t - 1) / after) * (value - w[j]!));
      [w, t] = [next, after];
    }
  });
});

describe('restartedFista', () => {
  before(async () => {
    await tf.setBackend(await selectBackend('cpu'));
  });

  const iterationsOf = async <S extends State>(
    solver: Solver<S>,
    options: Parameters<typeof design>[0],
    ratio: number,
  ) => {
    const data = design(options);
    const { iterations } = await solve(solver, await upload(data, true), l21(ratio * alphaMax(data)), {
      tol: 1e-5,
      maxIter: 5000,
      checkEvery: 1,
    });
    return iterations[0]!;
  };

  it('never takes more steps than fista, and far fewer where the objective is strongly convex', async () => {
    for (let seed = 0; seed < 5; seed++) {
      for (const [rho, ratio] of [
        [0, 0.3],
        [0.5, 0.05],
        [0.9, 0.01],
      ] as const) {
        const options = { samples: 40, features: 15, rho, seed };
        const [plain, restarted] = [
          await iterationsOf(fista, options, ratio),
          await iterationsOf(restartedFista, options, ratio),
        ];
        expect(restarted, `seed ${seed}, rho ${rho}`).to.be.at.most(plain);
      }
    }
    const hard = { samples: 40, features: 15, rho: 0.9 };
    expect(await iterationsOf(restartedFista, hard, 0.01)).to.be.below(0.6 * (await iterationsOf(fista, hard, 0.01)));
    expect(await iterationsOf(restartedFista, hard, 0.01)).to.be.below(0.3 * (await iterationsOf(ista, hard, 0.01)));
  });

  it('restarts each problem of a batch by itself', async () => {
    const data = design({ rho: 0.8, tasks: 2, samples: 60 });
    const datafit = await upload(data, false);
    const penalty = l21([0.005, 0.5].map((r) => r * alphaMax(data)));
    let state = restartedFista.init(tf.zeros([...datafit.shape]), datafit);
    const momenta: number[][] = [];
    for (let k = 0; k < 120; k++) {
      state = restartedFista.step(state, datafit, penalty);
      momenta.push(Array.from(await state.t.data()));
    }
    const restarts = [0, 1].map((b) => momenta.flatMap((t, k) => (t[b] === 1 ? [k] : [])));
    expect(restarts[0]).not.to.deep.equal(restarts[1]);
    expect(restarts.flat().length).to.be.above(1);
  });
});
