import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { selectBackend } from '../../src/backends/select-backend.js';
import { toRows } from '../../src/data/matrix.js';
import { l21 } from '../../src/penalties/l21.js';
import { douglasRachford } from '../../src/solvers/douglas-rachford.js';
import { restartedFista } from '../../src/solvers/fista.js';
import { iterate } from '../../src/solvers/iterate.js';
import { solve } from '../../src/solvers/solve.js';
import { solverContract, upload } from '../contracts/solver.js';
import { alphaMax, design } from '../support/problems.js';

solverContract({ name: 'douglasRachford', solver: douglasRachford, descends: false });

/** Solves `A x = b` by Gauss–Jordan elimination. */
function solved(A: number[][], b: number[]): number[] {
  const rows = A.map((row, i) => [...row, b[i]!]);
  rows.forEach((pivot, k) => {
    const by = pivot[k]!;
    pivot.forEach((value, j) => {
      pivot[j] = value / by;
    });
    rows.forEach((row, i) => {
      const factor = row[k]!;
      if (i !== k) for (let j = 0; j < row.length; j++) row[j]! -= factor * pivot[j]!;
    });
  });
  return rows.map((row) => row.at(-1)!);
}

describe('douglasRachford', () => {
  before(async () => {
    await tf.setBackend(await selectBackend('cpu'));
  });

  for (const [what, options] of [
    ['in Gram form', { samples: 30, features: 12 }],
    ['in residual form', { samples: 10, features: 25 }],
  ] as const) {
    it(`reflects at both terms, as the splitting is defined (${what})`, async () => {
      const data = design({ ...options, tasks: 1, rho: 0.7 });
      const alpha = 0.05 * alphaMax(data);
      const [X, Y] = [toRows(data.X), toRows(data.Y)];
      const [n, p] = [X.length, X[0]!.length];
      const datafit = await upload(data, true);
      const step = 1.4 / datafit.curvature;
      // (I + sH) w = v + sC
      const H = X[0]!.map((_, i) => X[0]!.map((__, j) => X.reduce((sum, row) => sum + row[i]! * row[j]!, 0) / n));
      const C = X[0]!.map((_, j) => X.reduce((sum, row, i) => sum + row[j]! * Y[i]![0]!, 0) / n);
      const system = H.map((row, i) => row.map((h, j) => step * h + (i === j ? 1 : 0)));
      const proxOfF = (v: number[]) =>
        solved(
          system,
          v.map((value, j) => value + step * C[j]!),
        );
      const proxOfG = (v: number[]) => v.map((value) => Math.sign(value) * Math.max(0, Math.abs(value) - alpha * step));
      let z = C.map((c) => step * c);
      let w: number[] = new Array(p).fill(0);
      let k = 0;
      for (const { W } of iterate(douglasRachford, datafit, l21(alpha), tf.zeros([...datafit.shape]))) {
        (await W.data()).forEach((value, j) => {
          expect(value, `step ${k}, feature ${j}`).to.be.closeTo(w[j]!, 5e-5);
        });
        if (++k > 30) break;
        const reflected = proxOfF(w.map((value, j) => 2 * value - z[j]!));
        z = z.map((value, j) => value + 1.9 * (reflected[j]! - w[j]!));
        w = proxOfG(z);
      }
    });
  }

  it('takes far fewer steps than restarted FISTA where columns are correlated and alpha is small', async () => {
    const data = design({ samples: 60, features: 150, rho: 0.9, tasks: 4 });
    const datafit = await upload(data, true);
    const options = { tol: 1e-4, maxIter: 5000 };
    const penalty = l21(0.005 * alphaMax(data));
    const [ours] = (await solve(douglasRachford, datafit, penalty, options)).iterations;
    const [fista] = (await solve(restartedFista, datafit, penalty, options)).iterations;
    expect(ours).to.be.at.most(fista! / 2);
  });
});
