/** Below this float64 has fewer than 30 digits of 52 left, and none soon after. */
const LEAST = 2 ** -1044;

/**
 * A coefficient that is not 0, in units of the data: back as it is, if float64 holds it.
 *
 * @throws RangeError where X and Y are in units too far apart for it
 */
export function inRange(coefficient: number): number {
  const size = Math.abs(coefficient);
  if (size >= LEAST && size < Infinity) return coefficient;
  const got = size < LEAST ? 'one that vanishes' : `one of ${coefficient}`;
  throw new RangeError(`fit: X and Y must be in units in which float64 holds coefficients, got ${got}`);
}
