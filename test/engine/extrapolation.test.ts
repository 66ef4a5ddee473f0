import { expect } from 'chai';
import { extrapolationWeights } from '../../src/engine/extrapolation.js';
import { randomState } from '../../src/random/random-state.js';

describe('extrapolationWeights', () => {
  it('find the fixed point of a linear iteration with fewer modes than iterates', () => {
    const rng = randomState(1);
    const [modes, fixed] = [[0.9, 0.7, -0.5, 0.3], rng.randn(4)];
    const iterates = [rng.randn(4)];
    for (let k = 0; k < 5; k++) {
      const last = iterates.at(-1)!;
      iterates.push(last.map((x, i) => fixed[i]! + modes[i]! * (x - fixed[i]!)));
    }
    const steps = iterates.slice(1).map((w, a) => w.map((x, i) => x - iterates[a]![i]!));
    const inner = Float64Array.from(
      steps.flatMap((d) => steps.map((e) => d.reduce((sum, x, i) => sum + x * e[i]!, 0))),
    );
    const weights = extrapolationWeights(inner);
    expect(weights.reduce((sum, c) => sum + c, 0)).to.be.closeTo(1, 1e-12);
    fixed.forEach((x, i) => {
      const found = weights.reduce((sum, c, a) => sum + c * iterates[a + 1]![i]!, 0);
      expect(found).to.be.closeTo(x, 1e-3 * Math.abs(iterates[5]![i]! - x) + 1e-6);
    });
  });

  it('are numbers when nothing moves', () => {
    expect(Array.from(extrapolationWeights(new Float64Array(9)))).to.satisfy((weights: number[]) =>
      weights.every(Number.isFinite),
    );
  });
});
