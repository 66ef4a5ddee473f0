import { expect } from 'chai';
import { toRows } from '../../src/data/matrix.js';
import { type EngineOptions, fitBatch } from '../../src/engine/fit.js';
import { randomState } from '../../src/random/random-state.js';
import { stopwatch } from '../../src/solvers/stopwatch.js';
import { textbookGap } from '../support/coordinate-descent.js';
import { failure } from '../support/failure.js';
import { type AlphaBatch, groupNorms, weighted } from '../support/group-penalty.js';
import { alphaMax, design } from '../support/problems.js';

const usual = () => ({ tol: 1e-6, maxPasses: 10_000, onProgress: () => undefined, watch: stopwatch() });

const fitted = (batch: AlphaBatch, options: Partial<EngineOptions> = {}) =>
  fitBatch(weighted(batch), { ...usual(), ...options });

describe('the engine, where it is hard', () => {
  it('starts some tasks of a batch from where they were and others from zero', async () => {
    const { X, Y } = design({ samples: 20, features: 6, tasks: 4 });
    for (let i = 0; i < Y.rows; i++) for (const t of [1, 3]) Y.values[i * 4 + t]! *= 1e-3;
    const batch = { X, Y, joint: false, fitIntercept: true };
    const first = await fitted({ ...batch, alpha: 0.1 });
    const used = [0, 1, 2, 3].map((t) => first.coef.values.subarray(t * 6, (t + 1) * 6).some((w) => w !== 0));
    expect(used).to.deep.equal([true, false, true, false]);
    const [warm, cold] = [
      await fitted({ ...batch, alpha: 1e-4, init: first.coef }, { tol: 1e-10 }),
      await fitted({ ...batch, alpha: 1e-4 }, { tol: 1e-10 }),
    ];
    for (const { relativeGap } of warm.problems) expect(relativeGap).to.be.at.most(1e-10);
    warm.coef.values.forEach((w, i) => {
      expect(w).to.be.closeTo(cold.coef.values[i]!, 1e-5);
    });
  });

  it('is not led astray by Newton steps where there are more features than samples', async () => {
    const rng = randomState(533);
    const X = { rows: 33, cols: 64, values: rng.randn(33 * 64) };
    const Y = { rows: 33, cols: 4, values: rng.randn(33 * 4) };
    const { problems } = await fitted({ X, Y, joint: false, alpha: 0.005, fitIntercept: true });
    for (const { relativeGap, iterations } of problems) {
      expect(relativeGap).to.be.at.most(1e-6);
      expect(iterations).to.be.below(1000);
    }
  });

  for (const [difference, alpha, tol, tasks] of [
    [0, 1e-4, 1e-5, 3],
    [1e-2, 1e-4, 1e-5, 1],
    [1e-2, 1e-4, 1e-9, 1],
    [0, 1e-6, 1e-6, 1],
  ] as const) {
    it(`takes columns that are nearly copies: ${difference}, alpha ${alpha}, tol ${tol}, ${tasks} tasks`, async () => {
      const rng = randomState(4);
      const [n, p] = [60, 150];
      const base = rng.randn((n * p) / 3);
      const noise = rng.randn(n * p);
      const values = noise.map(
        (z, at) => base[Math.floor(at / p) * (p / 3) + Math.floor((at % p) / 3)]! + difference * z,
      );
      const Y = { rows: n, cols: tasks, values: rng.randn(n * tasks) };
      const batch = { X: { rows: n, cols: p, values }, Y, joint: true, alpha, fitIntercept: true };
      const { problems } = await fitted(batch, { tol });
      expect(problems[0]!.relativeGap).to.be.at.most(tol);
    });
  }

  it('sees columns whose squares vanish in float64, alone and beside large ones', async () => {
    const { X, Y } = design({ samples: 40, features: 5, tasks: 1 });
    const ratio = 0.1 * alphaMax({ X, Y });
    const scaledBy = (scales: readonly number[]) => X.values.map((x, at) => x * scales[at % 5]!);
    const unit = 1e-170;
    const tiny = { ...X, values: scaledBy(new Array<number>(5).fill(unit)) };
    for (const fitIntercept of [true, false]) {
      const batch = { Y, joint: true, fitIntercept };
      const plain = await fitted({ ...batch, X, alpha: ratio });
      const small = await fitted({ ...batch, X: tiny, alpha: ratio * unit });
      small.coef.values.forEach((w, j) => {
        expect(w * unit).to.be.closeTo(plain.coef.values[j]!, 1e-6);
      });
      const mixed = { ...X, values: scaledBy([1, unit, 1, 1e150, 1]) };
      const { coef, problems } = await fitted({ ...batch, X: mixed, alpha: ratio * unit });
      // In units of X, where all others are as good as not penalised: rounding hides what their correlations should be.
      const factors = Float64Array.of(1e-9, 1, 1e-9, 1e-9, 1e-9);
      const rows = { parts: groupNorms, factors, positive: false };
      const same = await fitBatch({ ...batch, X, alphas: [ratio], rows }, usual());
      coef.values.forEach((w, j) => {
        expect(w * [1, unit, 1, 1e150, 1][j]!).to.be.closeTo(same.coef.values[j]!, 1e-6);
      });
      expect(problems[0]!.dualGap).to.be.above(0);
      expect(problems[0]!.stopped).to.equal('precision');
    }
  });

  it('says that columns are too far apart for float64', async () => {
    const { X, Y } = design({ samples: 40, features: 5, tasks: 1 });
    const values = X.values.map((x, at) => x * [1, 1e-200, 1, 1e250, 1][at % 5]!);
    const batch = { X: { ...X, values }, Y, joint: true, fitIntercept: true, alpha: 0.1 };
    const error = await failure(fitted(batch));
    expect(error).to.be.instanceOf(RangeError);
    expect((error as Error).message).to.match(
      /^fit: X must have columns in units nearer to each other, got one of \de-200 and one of \de\+250$/,
    );
  });

  it('takes violators before features that are equally near', async () => {
    const rng = randomState(6);
    const [n, copies, others] = [100, 2000, 300];
    const [column, rest] = [rng.randn(n), rng.randn(n * others)];
    const p = copies + others;
    const values = Float64Array.from({ length: n * p }, (_, at) => {
      const [i, j] = [Math.floor(at / p), at % p];
      return j < copies ? column[i]! : rest[i * others + j - copies]!;
    });
    const noise = rng.randn(n);
    const y = noise.map((e, i) => column[i]! + rest[i * others]! - rest[i * others + 7]! + e / 3);
    const batch = { X: { rows: n, cols: p, values }, Y: { rows: n, cols: 1, values: y } };
    const { problems } = await fitted({ ...batch, joint: true, alpha: 0.1, fitIntercept: true });
    expect(problems[0]!.relativeGap).to.be.at.most(1e-6);
  });

  it('gives an objective and a gap in any unit of Y that has room for their squares', async () => {
    const { X, Y } = design({ samples: 30, features: 5, tasks: 2 });
    for (const unit of [1e-140, 1e150]) {
      const large = { ...Y, values: Y.values.map((y) => y * unit) };
      const alpha = 0.1 * alphaMax({ X, Y }) * unit;
      const { problems } = await fitted({ X, Y: large, joint: true, alpha, fitIntercept: false });
      expect(problems[0]!.objective).to.be.above(0).and.below(Infinity);
      expect(problems[0]!.dualGap).to.be.at.least(0).and.below(Infinity);
    }
  });

  it('gives up where float64 allows no more, long before its passes are used up', async () => {
    for (const features of [20, 200]) {
      const data = design({ samples: 50, features, tasks: 3, rho: 0.9 });
      const batch = { ...data, joint: true, alpha: 0.02 * alphaMax(data), fitIntercept: false };
      const { problems, coef } = await fitted(batch, { tol: 1e-40, maxPasses: 1e6 });
      expect(problems[0]!.relativeGap).to.be.below(1e-13);
      expect(problems[0]!.iterations).to.be.below(1e5);
      const W = Array.from({ length: features }, (_, j) => [0, 1, 2].map((t) => coef.values[t * features + j]!));
      const plain = { X: toRows(data.X), Y: toRows(data.Y), alpha: batch.alpha, penalty: 'rows' } as const;
      expect(problems[0]!.dualGap).to.be.at.least(textbookGap(plain, W) - 1e-13);
    }
  });
});
