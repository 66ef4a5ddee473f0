import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { certify } from '../../src/certificate/certify.js';
import { type Matrix, toRows } from '../../src/data/matrix.js';
import { toMatrix } from '../../src/data/to-matrix.js';
import type { Datafit } from '../../src/datafits/datafit.js';
import { quadratic } from '../../src/datafits/quadratic.js';
import { l1 } from '../../src/penalties/l1.js';
import { l21 } from '../../src/penalties/l21.js';
import { iterate } from '../../src/solvers/iterate.js';
import { solve } from '../../src/solvers/solve.js';
import type { Solver, State } from '../../src/solvers/solver.js';
import { onEachBackend } from '../support/backends.js';
import { coordinateDescent, objective, type PlainProblem } from '../support/coordinate-descent.js';
import { alphaMax, design } from '../support/problems.js';

/** X and Y on the device, Y as one problem (joint) or as a problem for each task. */
export async function upload({ X, Y }: { X: Matrix; Y: Matrix }, joint: boolean): Promise<Datafit> {
  const shape: [number, number, number] = joint ? [Y.rows, 1, Y.cols] : [Y.rows, Y.cols, 1];
  return quadratic(
    tf.tensor2d(Float32Array.from(X.values), [X.rows, X.cols]),
    tf.tensor3d(Float32Array.from(Y.values), shape),
  );
}

/** The smallest objective, from the oracle. */
const least = (problem: PlainProblem): { W: number[][]; value: number } => {
  const W = coordinateDescent(problem);
  return { W, value: objective(problem, W) };
};

const squared = (W: number[][]): number => W.flat().reduce((sum, w) => sum + w * w, 0);

export interface SolverCase<S extends State> {
  name: string;
  solver: Solver<S>;
  /** The rate theorem, if there is one for the objective: a bound for F(W_k) − F* after k steps from 0, given L and ‖W*‖². */
  rate?: (k: number, lipschitz: number, distance: number) => number;
  /** Whether the objective never rises. */
  descends: boolean;
}

/** What every solver must satisfy; a new solver's test only has to call this. */
export function solverContract<S extends State>({ name, solver, rate, descends }: SolverCase<S>): void {
  describe(`${name} as a solver`, () => {
    onEachBackend(() => {
      for (const [what, options] of [
        ['well conditioned', { samples: 40, features: 10 }],
        ['correlated, more features than samples', { samples: 15, features: 31, rho: 0.9 }],
      ] as const) {
        if (!rate) break;
        it(`keeps its rate theorem along 100 iterates (${what})`, async () => {
          const data = design(options);
          const alpha = 0.1 * alphaMax(data);
          const plain: PlainProblem = {
            X: toRows(data.X),
            Y: toRows(data.Y),
            alpha,
            penalty: 'rows',
          };
          const { W: optimum, value: smallest } = least(plain);
          const datafit = await upload(data, true);
          const slack =
            3e-7 *
            objective(
              plain,
              optimum.map((w) => w.map(() => 0)),
            );
          let k = 0;
          let previous = Infinity;
          for (const { W } of iterate(solver, datafit, l21(alpha), tf.zeros([...datafit.shape]))) {
            const value = objective(
              plain,
              toRows({
                rows: data.X.cols,
                cols: data.Y.cols,
                values: Float64Array.from(await W.data()),
              }),
            );
            if (k > 0) expect(value - smallest).to.be.at.most(rate(k, datafit.lipschitz, squared(optimum)) + slack);
            if (descends) expect(value).to.be.at.most(previous + slack);
            previous = value;
            if (++k > 100) break;
          }
        });
      }

      it('finds the solution of the oracle: gap, support, values', async () => {
        for (const joint of [true, false]) {
          const data = design({ seed: 3 });
          const alpha = 0.3 * alphaMax(data);
          const datafit = await upload(data, joint);
          const penalty = joint ? l21(alpha) : l1(alpha);
          const tol = 2e-7;
          const { W, relativeGap, converged } = await solve(solver, datafit, penalty, { tol, maxIter: 5000 });
          expect(converged.every(Boolean)).to.equal(true);
          expect(Math.max(...relativeGap)).to.be.at.most(tol);
          const got = toRows({
            rows: data.X.cols,
            cols: data.Y.cols,
            values: Float64Array.from(await W.data()),
          });
          const expected = coordinateDescent({
            X: toRows(data.X),
            Y: toRows(data.Y),
            alpha,
            penalty: joint ? 'rows' : 'entries',
          });
          expect(got.map((row) => row.map((w) => w !== 0))).to.deep.equal(
            expected.map((row) => row.map((w) => w !== 0)),
          );
          // The objective is strongly convex with a constant above 0.1 here, so that ‖W − W*‖² ≤ 2 gap / 0.1.
          const meanSquare = data.Y.values.reduce((sum, y) => sum + y * y, 0) / data.Y.rows;
          const distance = Math.sqrt(squared(got.map((row, j) => row.map((w, t) => w - expected[j]![t]!))));
          expect(distance).to.be.at.most(Math.sqrt((2 * tol * meanSquare) / 0.1));
        }
      });

      it('solves a batch as it solves its members one by one', async () => {
        const data = design({ samples: 20, features: 6, tasks: 4, rho: 0.5 });
        const alphas = [0.02, 0.1, 0.3, 0.05].map((r) => r * alphaMax(data));
        const options = { tol: 1e-5, maxIter: 3000 };
        const batch = await solve(solver, await upload(data, false), l1(alphas), options);
        expect(new Set(batch.iterations).size, 'problems that stop at different times').to.be.above(1);
        const together = (await batch.W.array()) as number[][][];
        for (const [b, alpha] of alphas.entries()) {
          const Y = toMatrix(
            'Y',
            toRows(data.Y).map((row) => [row[b]!]),
          );
          const alone = await solve(solver, await upload({ X: data.X, Y }, false), l1(alpha), options);
          const W = (await alone.W.array()) as number[][][];
          expect(alone.iterations[0]).to.equal(batch.iterations[b]);
          W.forEach((row, j) => {
            expect(row[0]![0]).to.be.closeTo(together[j]![b]![0]!, 1e-5);
          });
        }
      });

      it('starts where it is told to: a solution takes 0 iterations and comes back unchanged', async () => {
        const data = design();
        const datafit = await upload(data, true);
        const penalty = l21(0.2 * alphaMax(data));
        const first = await solve(solver, datafit, penalty, {
          tol: 1e-6,
          maxIter: 5000,
        });
        const again = await solve(solver, datafit, penalty, {
          tol: 1e-6,
          W0: first.W,
        });
        expect(Array.from(again.iterations)).to.deep.equal([0]);
        expect(await again.W.data()).to.deep.equal(await first.W.data());
      });

      it('agrees with the float64 certificate', async () => {
        const data = design({ tasks: 2 });
        const alpha = 0.2 * alphaMax(data);
        const penalty = l21(alpha);
        const asked: number[] = [];
        const { relativeGap } = await solve(solver, await upload(data, true), penalty, {
          tol: 1e-5,
          maxIter: 5000,
          certify: (problem, W) => {
            const { dualGap } = certify(
              { ...data, alpha, norm: penalty.norm },
              {
                rows: data.X.cols,
                cols: data.Y.cols,
                values: Float64Array.from(W),
              },
            );
            asked.push(problem);
            return dualGap / (data.Y.values.reduce((sum, y) => sum + y * y, 0) / data.Y.rows);
          },
        });
        expect(asked.length).to.be.above(0);
        expect(relativeGap[0]).to.be.at.most(1e-5);
      });

      it('leaves no tensor behind: after a solve, a break, and a throw in the loop or in a step', async () => {
        const datafit = await upload(design(), true);
        const [penalty, W0] = [l21(0.1), tf.zeros([...datafit.shape]) as tf.Tensor3D];
        const before = tf.memory().numTensors;
        const { W } = await solve(solver, datafit, penalty, {
          maxIter: 25,
          tol: 1e-7,
        });
        expect(tf.memory().numTensors).to.equal(before + 1);
        W.dispose();
        for (const _ of iterate(solver, datafit, penalty, W0)) break;
        expect(tf.memory().numTensors, 'break').to.equal(before);
        expect(() => {
          for (const _ of iterate(solver, datafit, penalty, W0)) throw new Error('mine');
        }).to.throw('mine');
        expect(tf.memory().numTensors, 'throw in the loop').to.equal(before);
        let steps = 0;
        const failing = {
          ...penalty,
          prox: (V: tf.Tensor3D, step: number) => {
            if (++steps > 3) throw new Error('broken prox');
            return penalty.prox(V, step);
          },
        };
        expect(() => {
          for (const _ of iterate(solver, datafit, failing, W0));
        }).to.throw('broken prox');
        steps = 0;
        const error = await solve(solver, datafit, failing).catch((reason: unknown) => reason);
        expect(error).to.have.property('message', 'broken prox');
        expect(tf.memory().numTensors, 'throw in a step').to.equal(before);
        expect(W0.isDisposed).to.equal(false);
      });
    });
  });
}
