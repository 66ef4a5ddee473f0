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
      const most = gramGapAt({ ...seen, size, reach, terms, cells });
      const worst = {
        loss2: loss2 + 104 * rounded * size ** 2 * (1 - 1e-9),
        fitted: fitted - 2 * rounded * size ** 2,
        penalty: seen.penalty * (1 + rounded),
      };
      expect(most).to.be.at.least(gapAt(worst, ratio + rounded * reach * size));
      expect(most).to.be.closeTo(gapAt(seen, ratio), 1e2 * rounded * size ** 3);
    }
  });
});
