import { expect } from 'chai';
import { gapAt, gramGapAt } from '../../src/engine/gap.js';
import { randomState } from '../../src/random/random-state.js';

describe('gapAt', () => {
  it('is primal minus dual at the scaled residual', () => {
    const rng = randomState(2);
    const [n, p, alpha] = [12, 4, 0.3];
    for (let trial = 0; trial < 20; trial++) {
      const [X, y, w] = [rng.randn(n * p), rng.randn(n), rng.randn(p).map((x) => x * 0.3)];
      const r = y.map((value, i) => value - w.reduce((sum, x, j) => sum + X[i * p + j]! * x, 0));
      const c = w.map((_, j) => r.reduce((sum, x, i) => sum + (X[i * p + j]! * x) / n, 0));
      const inner = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
      const ratio = Math.max(...c.map(Math.abs)) / alpha;
      const penalty = alpha * w.reduce((sum, x) => sum + Math.abs(x), 0);
      const s = Math.min(1, 1 / ratio);
      const dual = (s * inner(r, y) - (s * s * inner(r, r)) / 2) / n;
      const loss2 = inner(r, r) / n;
      const gap = gapAt({ loss2, penalty, fitted: inner(r, y) / n - loss2 }, ratio);
      expect(gap).to.be.closeTo(loss2 / 2 + penalty - dual, 1e-13);
    }
  });
});

describe('gramGapAt', () => {
  it('is not below the gap of any point that rounding may have hidden, and not far above', () => {
    const rng = randomState(3);
    for (let trial = 0; trial < 200; trial++) {
      const [loss2, fitted, over, ratio, more] = [...rng.randn(5)].map(Math.abs) as [
        number,
        number,
        number,
        number,
        number,
      ];
      const [size, reach] = [Math.max(1, Math.sqrt(loss2), Math.sqrt(fitted)) + more, 2];
      const seen = { loss2, fitted, penalty: fitted + over, ratio };
      const terms = 10 ** (1 + (trial % 7));
      const rounded = terms * 2 ** -53;
      const cells = 100 * terms;
      const most = gramGapAt({ ...seen, size, reach, terms, cells, steps: 0, first: 0 });
      const worst = {
        loss2: loss2 + 104 * rounded * size ** 2 * (1 - 1e-9),
        fitted: fitted - 2 * rounded * size ** 2,
        penalty: seen.penalty * (1 + rounded),
      };
      expect(most).to.be.at.least(gapAt(worst, ratio + rounded * reach * size));
      expect(most).to.be.closeTo(gapAt(seen, ratio), 1e2 * rounded * size ** 3);
    }
  });

  it('is not below the gap where correlations that were moved along have gone astray', () => {
    const [n, k, lambda, far] = [20, 6, 0.1, 1e7];
    const rng = randomState(4);
    const [X, y] = [Array.from({ length: k }, () => rng.randn(n)), rng.randn(n)];
    const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0) / n;
    const G = X.map((x) => X.map((other) => dot(x, other)));
    const C = X.map((x) => dot(x, y));
    const W = [...rng.randn(k)].map((w) => w * far);
    const renewed = (): number[] => C.map((c, i) => W.reduce((sum, w, j) => sum - G[i]![j]! * w, c));
    const at = (Q: readonly number[]) => {
      const [fitted, cross] = [Q, C].map((c) => W.reduce((sum, w, j) => sum + w * c[j]!, 0)) as [number, number];
      const loss2 = Math.max(0, dot(y, y) - cross - fitted);
      const penalty = W.reduce((sum, w) => sum + lambda * Math.abs(w), 0);
      return { loss2, fitted, penalty, ratio: Math.max(...Q.map(Math.abs)) / lambda };
    };
    const start = at(renewed());
    const Q = renewed();
    let steps = 0;
    for (let pass = 0; pass < 1000; pass++) {
      for (let j = 0; j < k; j++) {
        const u = Q[j]! + G[j]![j]! * W[j]!;
        const d = (Math.sign(u) * Math.max(Math.abs(u) - lambda, 0)) / G[j]![j]! - W[j]!;
        if (d === 0) continue;
        W[j]! += d;
        for (let i = 0; i < k; i++) Q[i]! -= G[i]![j]! * d;
        steps++;
      }
    }
    const [moved, fresh] = [at(Q), at(renewed())];
    const roots = G.map((row, j) => Math.sqrt(row[j]!));
    const size = Math.sqrt(dot(y, y)) + W.reduce((sum, w, j) => sum + roots[j]! * Math.abs(w), 0);
    const known = { size, reach: Math.max(...roots) / lambda, terms: n + 2 * k + 10, cells: n + 1 };
    const gap = gapAt(fresh, fresh.ratio);
    expect(gramGapAt({ ...moved, ...known, steps: 0, first: 0 })).to.be.below(gap);
    expect(gramGapAt({ ...moved, ...known, steps, first: start.loss2 / 2 + start.penalty })).to.be.at.least(gap);
  });
});
