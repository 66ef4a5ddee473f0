import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { l1 } from '../../src/penalties/l1.js';
import { l21 } from '../../src/penalties/l21.js';
import { randomState } from '../../src/random/random-state.js';
import { dualGap } from '../../src/solvers/dual-gap.js';
import { upload } from '../contracts/solver.js';
import { onEachBackend } from '../support/backends.js';
import { textbookGap } from '../support/coordinate-descent.js';
import { alphaMax, design } from '../support/problems.js';

describe('dualGap', () => {
  onEachBackend(() => {
    for (const joint of [true, false]) {
      it(`is the textbook gap of each problem, ${joint ? 'tasks together' : 'a problem for each task'}`, async () => {
        const data = design({ samples: 25, features: 8, tasks: 3, seed: 4 });
        const datafit = await upload(data, joint);
        const problems = datafit.shape[1];
        const alphas = Array.from({ length: problems }, (_, b) => (0.1 + 0.2 * b) * alphaMax(data));
        const penalty = joint ? l21(alphas) : l1(alphas);
        for (let seed = 0; seed < 3; seed++) {
          const W = tf.tensor3d(Float32Array.from(randomState(seed).randn(24)), [...datafit.shape]);
          const gaps = await dualGap(W, datafit, penalty).data();
          const coefficients = (await W.array()) as number[][][];
          for (const [b, alpha] of alphas.entries()) {
            const Y = joint ? toRows(data.Y) : toRows(data.Y).map((row) => [row[b]!]);
            const own = coefficients.map((row) => row[b]!);
            const expected = textbookGap({ X: toRows(data.X), Y, alpha, penalty: joint ? 'rows' : 'entries' }, own);
            expect(gaps[b]! / expected).to.be.closeTo(1, 1e-5);
          }
        }
      });
    }
  });
});
