import { expect } from 'chai';
import {
  type BlockProblem,
  correlationsOf,
  dualRatio,
  normsOf,
  proximal,
} from '../../src/engine/blocks/block-problem.js';
import { certifyBlocks, solveBlocks } from '../../src/engine/blocks/block-solve.js';
import { curvatureBound } from '../../src/engine/blocks/curvature-bound.js';
import { randomState } from '../../src/random/random-state.js';
import { pacer } from '../../src/threads/pacer.js';

const vectors = (seed: number, count: number, length: number): Float64Array[] => {
  const rng = randomState(seed);
  return Array.from({ length: count }, () => rng.randn(length));
};
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** The largest eigenvalue of XᵀX by many multiplications. */
function largestEigenvalue(columns: readonly Float64Array[]): number {
  let v = new Float64Array(columns.length).fill(1);
  let size = 0;
  for (let k = 0; k < 5000; k++) {
    const xv = columns[0]!.map((_, i) => columns.reduce((sum, column, j) => sum + column[i]! * v[j]!, 0));
    v = Float64Array.from(columns, (column) => dot(column, xv));
    size = Math.sqrt(dot(v, v));
    v = v.map((value) => value / size);
  }
  return size;
}

describe('curvatureBound', () => {
  it('is at least the largest eigenvalue, and next to it', async () => {
    for (const count of [1, 2, 5, 30, 60]) {
      for (const seed of [0, 1]) {
        const columns = vectors(seed, count, 40);
        const exact = largestEigenvalue(columns);
        expect((await curvatureBound(columns, pacer())) / exact).to.be.within(1 - 1e-12, 1.14);
      }
    }
    expect(await curvatureBound([new Float64Array(3), new Float64Array(3)], pacer())).to.equal(0);
  });
});

describe('proximal', () => {
  it('has no better point among random neighbours', () => {
    for (const weights of [
      { l1: 0.4, l2: 0, ridge: 0 },
      { l1: 0, l2: 0.7, ridge: 0 },
      { l1: 0.3, l2: 0.5, ridge: 0 },
    ]) {
      for (const positive of [false, true]) {
        const [v] = vectors(3, 1, 6);
        const value = (w: Float64Array) =>
          normsOf(w, weights) / 2 + w.reduce((sum, entry, i) => sum + (entry - v![i]!) ** 2 / 2, 0);
        const best = proximal(v!, weights, 2, positive);
        for (const step of vectors(4, 500, 6)) {
          const near = best.map((w, i) => (positive ? Math.max(0, w + 0.1 * step[i]!) : w + 0.1 * step[i]!));
          expect(value(near)).to.be.at.least(value(best) - 1e-14);
        }
      }
    }
  });
});

describe('solveBlocks', () => {
  const columns = vectors(5, 12, 30);
  const own = vectors(6, 2, 30);
  const blocks = [[0, 1, 2], [3, 4], [5], [6, 7, 8, 9, 10, 11]];
  const problem: BlockProblem = {
    samples: 30,
    targets: own.map((target, t) => target.map((value, i) => value + (1 + t) * columns[0]![i]! - columns[3]![i]!)),
    blocks,
    column: (j) => columns[j]!,
    probe: (j) => columns[j]!,
    curvatures: new Float64Array(blocks.length),
    weights: () => ({ l1: 0.05, l2: 0.3, ridge: 0.1 }),
    positive: false,
  };

  before(async () => {
    for (const [b, block] of blocks.entries()) {
      const own = block.map((j) => columns[j]!);
      problem.curvatures[b] = (await curvatureBound(own, pacer())) / 30;
    }
  });

  it('ends where the conditions of optimality hold', async () => {
    const point = {
      W: blocks.map((block) => new Float64Array(2 * block.length)),
      R: problem.targets.map((target) => target.slice()),
    };
    const seen: number[] = [];
    const options = {
      goal: 1e-14,
      maxPasses: 1000,
      breathe: pacer(),
      onLook: ({ gap }: { gap: number }) => seen.push(gap),
    };
    const { gap } = await solveBlocks(problem, point, options);
    expect(gap).to.be.at.most(1e-14);
    expect(seen[0]).to.be.above(0.1);
    blocks.forEach((_, b) => {
      const [c, w] = [correlationsOf(problem, point, b), point.W[b]!];
      if (w.every((value) => value === 0)) {
        expect(dualRatio(c, problem.weights(b), false)).to.be.at.most(1 + 1e-6);
        return;
      }
      const size = Math.sqrt(dot(w, w));
      w.forEach((value, i) => {
        if (value !== 0) expect(c[i]).to.be.closeTo(0.05 * Math.sign(value) + (0.3 * value) / size, 1e-6);
        else expect(Math.abs(c[i]!)).to.be.at.most(0.05 + 1e-6);
      });
    });
    expect((await certifyBlocks(problem, point, [0, 1, 2, 3], pacer())).gap).to.equal(gap);
    expect(point.W.filter((w) => w.some((value) => value !== 0))).to.have.length.within(1, 3);
  });
});
