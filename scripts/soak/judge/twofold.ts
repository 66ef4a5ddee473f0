/** Numbers of twice the precision: entry i is `hi_i + lo_i`. */
export interface Twofold {
  readonly hi: Float64Array;
  readonly lo: Float64Array;
}

/** Splits a double into halves of which products are exact. */
const SPLIT = 2 ** 27 + 1;

/** Doubles as they are. */
export const exactly = (values: Float64Array): Twofold => ({ hi: values, lo: new Float64Array(values.length) });

export const copyOf = ({ hi, lo }: Twofold): Twofold => ({ hi: hi.slice(), lo: lo.slice() });

/**
 * `Σ_i a_i b_i`, as if it were taken in twice the precision and rounded.
 *
 * @see Ogita, Rump & Oishi 2005, Dot2; Dekker 1971 for the error of a product, Knuth for that of a sum
 */
export function dot(a: Twofold, b: Twofold): number {
  let sum = 0;
  let rest = 0;
  for (let i = 0; i < a.hi.length; i++) {
    const x = a.hi[i]!;
    const y = b.hi[i]!;
    const product = x * y;
    const xs = SPLIT * x;
    const ys = SPLIT * y;
    const xh = xs - (xs - x);
    const yh = ys - (ys - y);
    const xl = x - xh;
    const yl = y - yh;
    const lost = xl * yl - (product - xh * yh - xl * yh - xh * yl);
    const next = sum + product;
    const part = next - sum;
    rest += sum - (next - part) + (product - part) + lost + (x * b.lo[i]! + a.lo[i]! * y);
    sum = next;
  }
  return sum + rest;
}

/** `a += factor b`. */
export function addTimes(a: Twofold, factor: number, b: Twofold): void {
  const fs = SPLIT * factor;
  const fh = fs - (fs - factor);
  const fl = factor - fh;
  for (let i = 0; i < a.hi.length; i++) {
    const x = b.hi[i]!;
    const product = factor * x;
    const xs = SPLIT * x;
    const xh = xs - (xs - x);
    const xl = x - xh;
    const lost = fl * xl - (product - fh * xh - fl * xh - fh * xl);
    const from = a.hi[i]!;
    const sum = from + product;
    const part = sum - from;
    const rest = a.lo[i]! + (from - (sum - part) + (product - part) + lost + factor * b.lo[i]!);
    const whole = sum + rest;
    a.hi[i] = whole;
    a.lo[i] = rest - (whole - sum);
  }
}

/** `factors_i a_i`. */
export function times(factors: Float64Array, a: Twofold): Twofold {
  const result = { hi: new Float64Array(factors.length), lo: new Float64Array(factors.length) };
  factors.forEach((factor, i) => {
    const x = a.hi[i]!;
    const product = factor * x;
    const fs = SPLIT * factor;
    const xs = SPLIT * x;
    const fh = fs - (fs - factor);
    const xh = xs - (xs - x);
    const fl = factor - fh;
    const xl = x - xh;
    result.hi[i] = product;
    result.lo[i] = fl * xl - (product - fh * xh - fl * xh - fh * xl) + factor * a.lo[i]!;
  });
  return result;
}
