/** About the logarithm to base 2, rounded down: dividing by that power of two leaves what is near 1. 0 for 0. */
export const exponentOf = (x: number): number => (x === 0 ? 0 : Math.floor(Math.log2(Math.abs(x))));

/** `x 2^exponent`, exact unless it leaves the range of doubles. */
export function shifted(x: number, exponent: number): number {
  let [value, left] = [x, Math.max(-4000, Math.min(4000, exponent))];
  for (; left > 1000 && value !== 0 && Number.isFinite(value); left -= 1000) value *= 2 ** 1000;
  for (; left < -1000 && value !== 0; left += 1000) value *= 2 ** -1000;
  return value === 0 || !Number.isFinite(value) ? value : value * 2 ** left;
}

/** `Π factors 2^exponent`, without leaving the range of doubles on the way. */
export function productOf(factors: readonly number[], exponent: number): number {
  let [value, power] = [1, exponent];
  for (const factor of factors) {
    if (factor === 0 || !Number.isFinite(factor)) return factor;
    const own = exponentOf(factor);
    value *= shifted(factor, -own);
    power += own;
  }
  return shifted(value, power);
}

export const largestOf = (values: Iterable<number>): number => {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
};
