import { expect } from 'chai';
import { sparseGroup } from '../../src/penalties/sparse-group.js';
import { penaltyContract } from '../contracts/penalty.js';

/** The largest ⟨g, w⟩ over w of penalty 1: where ‖S(g, ρν)‖ = (1 − ρ) ν, found between two values of ν. */
function dual(g: readonly number[], ratio: number): number {
  const excess = (nu: number) => Math.hypot(...g.map((x) => Math.max(0, Math.abs(x) - ratio * nu))) - (1 - ratio) * nu;
  let [low, high] = [0, Math.hypot(...g)];
  for (let k = 0; k < 200; k++) {
    const nu = (low + high) / 2;
    if (excess(nu) > 0) low = nu;
    else high = nu;
  }
  return high;
}

for (const l1Ratio of [0.1, 0.5, 0.9]) {
  describe(`with an l1Ratio of ${l1Ratio}`, () => {
    penaltyContract({
      name: 'sparseGroup',
      make: (alpha, options) => sparseGroup(alpha, { ...options, l1Ratio }),
      omega: (W) =>
        W.reduce(
          (sum, w) => sum + l1Ratio * w.reduce((s, x) => s + Math.abs(x), 0) + (1 - l1Ratio) * Math.hypot(...w),
          0,
        ),
      omegaDual: (G) => Math.max(...G.map((g) => dual(g, l1Ratio))),
    });
  });
}

describe('sparseGroup', () => {
  it('rejects an l1Ratio that leaves one penalty only', () => {
    for (const l1Ratio of [0, 1, -0.1, Number.NaN]) {
      const message = `sparseGroup: l1Ratio must be a number above 0 and below 1, got ${l1Ratio}`;
      expect(() => sparseGroup(1, { l1Ratio })).to.throw(RangeError, message);
    }
  });
});
