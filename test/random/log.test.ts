import { expect } from 'chai';
import { log } from '../../src/random/log.js';
import { randomState } from '../../src/random/random-state.js';

describe('log', () => {
  it('is within an ulp of Math.log on (0, 1), near both ends too', () => {
    const uniform = randomState(2).randomSample(50_000);
    const points = [...uniform, ...uniform.map((u) => u * 2 ** -200), ...uniform.map((u) => 1 - u * 2 ** -30)];
    const inside = points.filter((x) => x > 0 && x < 1);
    const off = inside.filter((x) => Math.abs(log(x) - Math.log(x)) > Math.abs(Math.log(x)) * 2 ** -52);
    expect(inside.length).to.be.above(149_000);
    expect(off).to.deep.equal([]);
  });

  it('is exact at powers of two, to the last bit', () => {
    expect(log(0.5)).to.equal(-Math.LN2);
    expect(log(0.25)).to.equal(-2 * Math.LN2);
  });
});
