import { expect } from 'chai';
import { fusedMultiplyAdd } from '../../src/random/fused-multiply-add.js';
import { randomState } from '../../src/random/random-state.js';

/** The exact value of a double as numerator × 2^exponent. */
function exact(x: number): [bigint, number] {
  let exponent = 0;
  let value = x;
  while (!Number.isInteger(value)) {
    value *= 2;
    exponent -= 1;
  }
  return [BigInt(value), exponent];
}

/** a·b + c in exact arithmetic, and how far `candidate` is from it, in units of the smallest exponent involved. */
function distance(a: number, b: number, c: number, candidate: number): bigint {
  const [[an, ae], [bn, be], [cn, ce], [xn, xe]] = [exact(a), exact(b), exact(c), exact(candidate)];
  const least = Math.min(ae + be, ce, xe);
  const shifted = (n: bigint, e: number) => n << BigInt(e - least);
  const difference = shifted(an * bn, ae + be) + shifted(cn, ce) - shifted(xn, xe);
  return difference < 0n ? -difference : difference;
}

const bytes = new DataView(new ArrayBuffer(8));

function neighbour(x: number, step: 1n | -1n): number {
  bytes.setFloat64(0, x);
  bytes.setBigInt64(0, bytes.getBigInt64(0) + step);
  return bytes.getFloat64(0);
}

describe('fusedMultiplyAdd', () => {
  it('is the double nearest to the exact a·b + c, for 20,000 random arguments of mixed size', () => {
    const rng = randomState(11);
    const scales = [1, 2 ** -20, 2 ** -53, 2 ** -54, 2 ** 30];
    for (let k = 0; k < 20_000; k++) {
      const [a = 0, b = 0, z = 0] = rng.randn(3);
      const c = k % 7 === 0 ? -a * b : z * scales[k % 5]!;
      const result = fusedMultiplyAdd(a, b, c);
      const error = distance(a, b, c, result);
      const nearest = ([1n, -1n] as const).every((step) => error <= distance(a, b, c, neighbour(result, step)));
      if (!nearest) expect.fail(`fusedMultiplyAdd(${a}, ${b}, ${c}) gives ${result}`);
    }
  });

  it('rounds once where two roundings would go wrong', () => {
    const tiny = 2 ** -53;
    expect(fusedMultiplyAdd(1 + tiny * 2, 1 + tiny * 2, -(1 + tiny * 4))).to.equal(2 ** -104);
    expect(fusedMultiplyAdd(tiny * (1 + 2 ** -52), 1, 1)).to.equal(1 + 2 ** -52);
    expect(fusedMultiplyAdd(tiny * (1 + 2 ** -52), 1 - 2 ** -53, 1)).to.equal(1 + 2 ** -52);
    expect(fusedMultiplyAdd(1 + 2 ** -27, 1 - 2 ** -27, 2 ** 53 + 2)).to.equal(2 ** 53 + 2);
    expect((1 + 2 ** -27) * (1 - 2 ** -27) + (2 ** 53 + 2)).to.equal(2 ** 53 + 4);
    expect(fusedMultiplyAdd(2, 3, 4)).to.equal(10);
  });

  it('rounds to nearest where what is cut off lies just beside the middle between two doubles', () => {
    // 1 + 2⁻⁵³ is the middle between 1 and 1 + 2⁻⁵²; the product makes it a little less, or a little more.
    for (const [a, b] of [
      [2 ** -53 * (1 + 2 ** -40), 1 - 2 ** -40],
      [2 ** -53 * (1 - 2 ** -50), 1 + 2 ** -50],
    ] as const) {
      expect(fusedMultiplyAdd(a, b, 1)).to.equal(1);
      expect(fusedMultiplyAdd(-a, b, -1)).to.equal(-1);
    }
    expect(fusedMultiplyAdd(2 ** -53 * (1 + 2 ** -40), 1 + 2 ** -40, 1)).to.equal(1 + 2 ** -52);
  });
});
