import { expect } from 'chai';
import { basisOf, takeOff } from '../../scripts/soak/judge/basis.js';
import { feasibleScale, normOf } from '../../scripts/soak/judge/penalty.js';
import { productOf, shifted } from '../../scripts/soak/judge/power.js';
import { addTimes, copyOf, dot, exactly } from '../../scripts/soak/judge/twofold.js';

describe('the judge of npm run soak', () => {
  it('adds up in twice the precision of doubles', () => {
    const values = Float64Array.of(1e6, 1 / 3, -1e6, 1e-20, 7);
    const other = Float64Array.of(1 + 2 ** -52, 3, 1 + 2 ** -52, 1, -1 / 7);
    // Exactly, as whole numbers times a power of two.
    const scaled = (x: number): bigint => BigInt(x * 2 ** 120);
    const sum = values.reduce((all, x, i) => all + scaled(x) * scaled(other[i]!), 0n);
    expect(dot(exactly(values), exactly(other))).to.be.closeTo(Number(sum) / 2 ** 240, 1e-25);
    const rest = exactly(Float64Array.of(1));
    addTimes(rest, 1e-20, exactly(Float64Array.of(1)));
    addTimes(rest, -1, exactly(Float64Array.of(1)));
    expect(rest.hi[0]).to.equal(1e-20);
  });

  it('finds the largest feasible multiple of correlations', () => {
    const c = Float64Array.of(3, -2, 0.5, 0);
    for (const weights of [
      { l1: 1, l2: 0, max: 0 },
      { l1: 0, l2: 2, max: 0 },
      { l1: 0.7, l2: 0.4, max: 0 },
      { l1: 0, l2: 0, max: 1.5 },
    ]) {
      const s = feasibleScale(c, weights);
      let most = 0;
      for (let k = 0; k < 20_000; k++) {
        const z = c.map((value) => Math.max(0, value * Math.sin(k * value) ** 2 + (k % 7) / 10) * Math.sign(value));
        const inner = z.reduce((sum, value, i) => sum + s * c[i]! * value, 0);
        if (normOf(z, weights) > 0) most = Math.max(most, inner / normOf(z, weights));
      }
      expect(most).to.be.within(0.9, 1 + 1e-12);
    }
  });

  it('takes off what columns explain, and passes over those that depend on others', () => {
    const v = Float64Array.of(1, 2, 0.5, 1);
    const columns = [
      [1, 1, 1, 1],
      [3, 1, 4, 1],
      [8, 4, 10, 4],
      [0.1, 0.1, 0.1, 0.1],
    ].map((x) => exactly(Float64Array.from(x)));
    const { vectors, blurred } = basisOf(columns, v, { means: true });
    expect([vectors.length, blurred]).to.deep.equal([2, false]);
    const left = copyOf(exactly(Float64Array.of(2, 7, 1, 8)));
    const square = takeOff(left, { vectors });
    const inner = (x: Float64Array): number => v.reduce((sum, weight, i) => sum + weight * x[i]! * left.hi[i]!, 0);
    for (const { hi } of columns) expect(Math.abs(inner(hi))).to.be.below(1e-14);
    const whole = [2, 7, 1, 8].reduce((sum, y, i) => sum + v[i]! * y * y, 0);
    expect(square + inner(left.hi)).to.be.closeTo(whole, 1e-12);
  });

  it('multiplies without leaving the range of doubles on the way', () => {
    expect(productOf([1e300, 1e300, 1e-300], 0)).to.be.closeTo(1e300, 1e285);
    expect(productOf([5e-324, 3], 1074)).to.equal(3);
    expect(productOf([1e300, 0], 0)).to.equal(0);
    expect(shifted(5e-324, 2000)).to.equal(2 ** 926);
    expect(shifted(1, 2000)).to.equal(Infinity);
    expect(shifted(1, -2000)).to.equal(0);
  });
});
