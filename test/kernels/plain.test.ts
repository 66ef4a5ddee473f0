import { expect } from 'chai';
import { plainKernel } from '../../src/kernels/plain.js';
import { randomState } from '../../src/random/random-state.js';

describe('the row update', () => {
  for (const positive of [0, 1]) {
    it(`finds the smallest value in the row${positive ? ' that is not negative' : ''}, whatever the penalty`, () => {
      const rng = randomState(3);
      for (let trial = 0; trial < 50; trial++) {
        const memory = new WebAssembly.Memory({ initial: 1 });
        const doubles = new Float64Array(memory.buffer);
        const [L, ...lambdas] = rng
          .randomSample(4)
          .map((x, i) => (i === 0 ? x + 0.1 : trial % (i + 2) === 0 ? 0 : x)) as unknown as number[];
        const [l1, l2, l3] = lambdas as [number, number, number];
        const c = rng.randn(4);
        const start = rng.randn(4).map((w) => (positive ? Math.abs(w) : w));
        const [G, Q, W, P, list, U] = [0, 64, 128, 192, 256, 320] as const;
        // The ridge is on the diagonal, and in the correlations.
        doubles[0] = L! + l3;
        doubles.set(
          c.map((value, t) => value - l3 * start[t]!),
          Q / 8,
        );
        doubles.set(start, W / 8);
        doubles.set([L! + l3, l1, l2, l3], P / 8);
        plainKernel(memory).gramPass(G, 2, Q, W, P, list, 1, 1, 4, positive, U);
        const w = doubles.slice(W / 8, W / 8 + 4);
        const u = c.map((value, t) => value + L! * start[t]!);
        const norm = (v: Float64Array) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
        const value = (v: Float64Array) =>
          ((L! + l3) / 2) * norm(v) ** 2 -
          v.reduce((sum, x, t) => sum + x * u[t]!, 0) +
          l1 * v.reduce((sum, x) => sum + Math.abs(x), 0) +
          l2 * norm(v);
        for (let k = 0; k < 100; k++) {
          const near = rng.randn(4).map((d, t) => w[t]! + d * 10 ** -(k % 5));
          const other = positive ? near.map((x) => Math.max(x, 0)) : near;
          expect(value(w)).to.be.at.most(value(other) + 1e-14);
        }
        expect(value(w)).to.be.at.most(value(new Float64Array(4)) + 1e-14);
        w.forEach((x, t) => {
          expect(doubles[Q / 8 + t]).to.be.closeTo(c[t]! - L! * (x - start[t]!) - l3 * x, 1e-14);
          if (positive) expect(x).to.be.at.least(0);
        });
      }
    });
  }
});
