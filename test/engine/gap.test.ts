import { expect } from 'chai';
import { gapAt } from '../../src/engine/gap.js';
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
