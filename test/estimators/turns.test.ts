import { expect } from 'chai';
import type { Matrix } from '../../src/data/matrix.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { chooseByCriterion } from '../../src/selection/choose-by-criterion.js';
import { degreesOfFreedom } from '../../src/selection/degrees-of-freedom.js';
import { noiseVariance } from '../../src/selection/noise-variance.js';
import { refit } from '../../src/selection/relaxed.js';
import { failure } from '../support/failure.js';
import { turns } from '../support/turns.js';

const random = (rows: number, cols: number, seed: number): Matrix => ({
  rows,
  cols,
  values: randomState(seed).randn(rows * cols),
});

const [X, Y] = [random(500, 400, 1), random(500, 2, 2)];
const missing = { ...Y, values: Y.values.map((y, at) => (at % 13 === 5 ? Number.NaN : y)) };
const all = { coef: { rows: 2, cols: 400, values: new Float64Array(800).fill(1) } };
const factors = (free: number) => Float64Array.from({ length: 400 }, (_, j) => (j < free ? 0 : 1));
const sampleWeight = Float64Array.from({ length: 500 }, (_, i) => 1 + (i % 2));
const one = new Array<number>(400).fill(0);

/** What used to be one block of a second or more. */
const LONG: Record<string, (signal?: AbortSignal) => Promise<unknown>> = {
  refit: (signal) => refit(all, [X, Y], { ...(signal && { signal }) }),
  noiseVariance: (signal) => noiseVariance(X, Y, { ...(signal && { signal }) }),
  chooseByCriterion: (signal) => chooseByCriterion(lasso, X, Y, { count: 10, ...(signal && { signal }) }),
  degreesOfFreedom: async (signal) => {
    const estimator = lasso({ alpha: 1e-3 });
    return degreesOfFreedom(estimator, await estimator.fit(X, Y), { X, ...(signal && { signal }) });
  },
  'features that are never penalised': (signal) =>
    lasso({ alpha: 0.1, penaltyFactor: factors(200) }).fit(X, Y, { ...(signal && { signal }) }),
  'the same in standard units, with weights': (signal) =>
    lasso({ alpha: 0.1, standardize: true, penaltyFactor: factors(200) }).fit(X, Y, {
      sampleWeight,
      ...(signal && { signal }),
    }),
  'a large group, entries missing': (signal) =>
    groupLasso({ alpha: 0.1, groups: one, missing: 'mask' }).fit(X, missing, { ...(signal && { signal }) }),
};

describe('a long computation', () => {
  for (const [what, work] of Object.entries(LONG)) {
    it(`leaves others their turn, and hears a signal before its end: ${what}`, async () => {
      const began = performance.now();
      expect(await turns(() => work())).to.be.above(0.25);
      const whole = performance.now() - began;
      const controller = new AbortController();
      const reason = new Error('enough');
      const timer = setTimeout(() => controller.abort(reason), Math.min(60, whole / 10));
      const start = performance.now();
      expect(await failure(work(controller.signal))).to.equal(reason);
      clearTimeout(timer);
      expect(performance.now() - start).to.be.below(whole);
    });
  }
});
