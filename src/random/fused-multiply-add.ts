const SPLITTER = 2 ** 27 + 1;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const LOW = 0; // little-endian, as every platform that JavaScript engines still support
const HIGH = 1;

/** The neighbour of `u` whose last bit is odd, on the side of `remainder`; `u` itself if its last bit is odd. */
function roundToOdd(u: number, remainder: number): number {
  float[0] = u;
  if ((words[LOW]! & 1) === 1) return u;
  if (remainder > 0 === u > 0) {
    words[LOW]! |= 1;
  } else {
    if (words[LOW] === 0) words[HIGH]! -= 1;
    words[LOW]! -= 1;
  }
  return float[0]!;
}

/**
 * `a · b + c` rounded once, as a processor's fused multiply-add computes it. Finite arguments whose products and
 * remainders stay within the normal range of doubles.
 *
 * @see Dekker 1971 (exact product), Boldo & Melquiond 2008 (one rounding by rounding the tail to odd)
 */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const aShift = SPLITTER * a;
  const aHigh = aShift - (aShift - a);
  const aLow = a - aHigh;
  const bShift = SPLITTER * b;
  const bHigh = bShift - (bShift - b);
  const bLow = b - bHigh;
  const productTail = aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;

  const sum = product + c;
  const cPart = sum - product;
  const sumTail = product - (sum - cPart) + (c - cPart);

  const tail = productTail + sumTail;
  const sumPart = tail - productTail;
  const remainder = productTail - (tail - sumPart) + (sumTail - sumPart);
  return sum + (remainder === 0 ? tail : roundToOdd(tail, remainder));
}

/** The upper 32 bits of a double: sign, exponent and the first 20 bits of the fraction. */
export function highWord(x: number): number {
  float[0] = x;
  return words[HIGH]!;
}

/** `x` with its upper 32 bits replaced. */
export function withHighWord(x: number, high: number): number {
  float[0] = x;
  words[HIGH] = high;
  return float[0]!;
}
