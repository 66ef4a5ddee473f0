import { expect } from 'chai';
import { exhaustion } from '../../src/solvers/exhaustion.js';

/** The first check, 10 steps from one to the next, at which a problem of these gaps is exhausted. */
function exhaustedAt(gap: (iteration: number) => number, most = 20_000): number | undefined {
  const isExhausted = exhaustion(2);
  for (let iteration = 0; iteration <= most; iteration += 10) {
    expect(isExhausted(0, 1, iteration), 'a problem beside it, whose gap is large').to.equal(false);
    if (isExhausted(1, gap(iteration), iteration)) return iteration;
  }
  return undefined;
}

describe('exhaustion', () => {
  it('comes when a gap has not fallen for as long as all steps before, and 500 more', () => {
    expect(exhaustedAt((k) => Math.max(1e-6, 0.9 ** (k / 10)))).to.equal(1320 * 2 + 500);
    expect(exhaustedAt((k) => (k < 100 ? 1e-3 : 2e-6 + 1e-6 * Math.sin(k)))).to.be.within(600, 2000);
  });

  it('does not come to gaps that fall slowly, or are still large', () => {
    expect(exhaustedAt((k) => 1e-4 / (k + 1))).to.equal(undefined);
    expect(exhaustedAt((k) => 1e-3 * 0.999 ** (k / 10))).to.equal(undefined);
    expect(exhaustedAt(() => 0.01)).to.equal(undefined);
  });
});
