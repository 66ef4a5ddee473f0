import { expect } from 'chai';
import { dividedBy, powerOfTwo } from '../../src/data/power-of-two.js';

const column = (...values: number[]) => ({
  rows: values.length,
  cols: 1,
  values: Float64Array.from(values),
});

describe('powerOfTwo', () => {
  it('lies below the largest magnitude by a factor of less than 2', () => {
    expect(powerOfTwo(column(1, -5, 3))).to.equal(4);
    expect(powerOfTwo(column(0.3))).to.equal(0.25);
    expect(powerOfTwo(column(8))).to.equal(8);
    expect(powerOfTwo(column(7))).to.equal(4);
    expect(powerOfTwo(column(1.9))).to.equal(1);
    expect(powerOfTwo(column(3e300, 1))).to.be.within(1.5e300, 3e300);
    expect(powerOfTwo(column(Number.MAX_VALUE))).to.equal(2 ** 1023);
    expect(powerOfTwo(column(Number.MIN_VALUE))).to.equal(Number.MIN_VALUE);
  });

  it('is 1 for zeros', () => expect(powerOfTwo(column(0, 0))).to.equal(1));

  it('divides without rounding', () => {
    const x = column(0.1, -1 / 3, 7e10);
    const scale = powerOfTwo(x);
    expect([...dividedBy(scale, x).values].map((value) => value * scale)).to.deep.equal([...x.values]);
  });
});
