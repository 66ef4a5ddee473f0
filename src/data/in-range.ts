/** Below this float64 has fewer digits, and soon none. */
const LEAST = 2 ** -1022;

/**
 * A number that is not 0, in units of the data: back as it is, if float64 holds it.
 *
 * @throws RangeError where X and Y are in units in which it does not
 */
export function inRange(value: number, what = 'coefficients'): number {
  const size = Math.abs(value);
  if (size >= LEAST && size < Infinity) return value;
  const got = size < LEAST ? 'one that vanishes' : `one of ${value}`;
  throw new RangeError(`fit: X and Y must be in units in which float64 holds ${what}, got ${got}`);
}
