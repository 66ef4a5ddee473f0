import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { narrowCorrelations } from '../../src/engine/correlations.js';
import { makeDesign } from '../../src/engine/design.js';
import { type EngineFit, fitBatch } from '../../src/engine/fit.js';
import { slackOf } from '../../src/engine/gap.js';
import { startState } from '../../src/engine/problem.js';
import { LEAST_PRODUCTS, multiplies, wideProducts } from '../../src/estimators/wide-products.js';
import { randomState } from '../../src/random/random-state.js';
import { stopwatch } from '../../src/solvers/stopwatch.js';
import { onEachBackend } from '../support/backends.js';
import { groupPenalty, weighted } from '../support/group-penalty.js';
import { alphaMax, design } from '../support/problems.js';
import { withArena } from '../support/with-arena.js';

const breathe = () => undefined;

describe('correlations by a backend', () => {
  it('are for those that are faster than the kernel and as exact as the certificate takes them to be', () => {
    const [webgpu, tensorflow] = [
      { backend: 'webgpu', kind: 'gpu' },
      { backend: 'tensorflow', kind: 'cpu' },
    ] as const;
    expect(multiplies(webgpu, LEAST_PRODUCTS)).to.equal(true);
    expect(multiplies(webgpu, LEAST_PRODUCTS - 1)).to.equal(false);
    expect(multiplies(tensorflow, LEAST_PRODUCTS)).to.equal(false);
    expect(multiplies(tensorflow, 2e9)).to.equal(true);
    for (const other of [
      { backend: 'tensorflow', kind: 'gpu' },
      { backend: 'webgpu', kind: 'software' },
      { backend: 'webgl', kind: 'gpu' },
      { backend: 'wasm', kind: 'cpu' },
    ] as const) {
      expect(multiplies(other, 1e12), `${other.backend} on ${other.kind}`).to.equal(false);
    }
  });

  onEachBackend((backend) => {
    it('err by less than the bound, also where errors add up, and leave no tensor', async () => {
      const tensors = tf.engine().state.numTensors;
      for (const [n, p, tasks] of [
        [2500, 10, 2],
        [40, 33, 3],
      ] as const) {
        await withArena(async (arena) => {
          const X = {
            rows: n,
            cols: p,
            values: randomState(2)
              .randn(n * p)
              .map((x) => Math.abs(x) + 0.1),
          };
          const made = await makeDesign(arena, X, {
            centre: false,
            breathe,
            narrow: true,
            makeWide: wideProducts(backend),
          });
          const Y = new Float64Array(tasks * made.n64);
          for (let t = 0; t < tasks; t++) Y.set(randomState(t).randn(n).map(Math.abs), t * made.n64);
          const states = [
            startState(made, { Y, tasks, penalty: groupPenalty(made, 1, tasks) }),
            startState(made, { Y: Y.map((y) => y / 3), tasks, penalty: groupPenalty(made, 1, tasks) }),
          ];
          const found = await narrowCorrelations(made, states, breathe);
          states.forEach((state, b) => {
            for (let j = 0; j < p; j++) {
              let squares = 0;
              for (let t = 0; t < tasks; t++) {
                let sum = 0;
                for (let i = 0; i < n; i++) sum += X.values[i * p + j]! * state.R[t * made.n64 + i]!;
                squares += (sum / n) ** 2;
              }
              expect(Math.abs(found[b]![j]! - Math.sqrt(squares))).to.be.at.most(slackOf(made, state) * made.norms[j]!);
            }
          });
          made.wide!.free();
        });
      }
      expect(tf.engine().state.numTensors).to.equal(tensors);
    });

    it('give fits that are certified as well', async () => {
      const tensors = tf.engine().state.numTensors;
      const data = design({ samples: 60, features: 200, tasks: 3, rho: 0.5 });
      const alpha = 0.1 * alphaMax(data);
      const fitted = (joint: boolean, makeWide?: ReturnType<typeof wideProducts>): Promise<EngineFit> =>
        fitBatch(weighted({ ...data, joint, alpha, fitIntercept: true }), {
          tol: 1e-9,
          maxPasses: 10_000,
          onProgress: () => undefined,
          watch: stopwatch(),
          makeWide,
        });
      for (const joint of [true, false]) {
        const [plain, wide] = [await fitted(joint), await fitted(joint, wideProducts(backend))];
        wide.problems.forEach(({ relativeGap, objective }, b) => {
          expect(relativeGap).to.be.at.most(1e-9);
          expect(Math.abs(objective - plain.problems[b]!.objective)).to.be.at.most(1e-8 * objective);
        });
      }
      expect(tf.engine().state.numTensors).to.equal(tensors);
    });
  });
});
