import type { Matrix } from '../data/matrix.js';

/** @throws RangeError unless a value is a whole number from `least` to `most` */
export function checkCount(name: string, what: string, value: number, least: number, most: number = Infinity): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  const range = most === Infinity ? `>= ${least}` : `from ${least} to ${most}`;
  throw new RangeError(`${name}: ${what} must be a whole number ${range}, got ${value}`);
}

/** @throws RangeError for an empty list */
export function checkSome(name: string, what: string, values: ArrayLike<unknown> | undefined): void {
  if (values?.length === 0) throw new RangeError(`${name}: ${what} must hold at least one, got none`);
}

/** @throws RangeError unless a value is one of some names */
export function checkOneOf(name: string, what: string, value: unknown, known: readonly string[]): void {
  if (known.some((own) => own === value)) return;
  throw new RangeError(`${name}: ${what} must be one of ${known.join(', ')}, got ${value}`);
}

/** Magnitudes between these have squares, and sums of them, that have lost nothing to over- or underflow. */
const [LEAST, MOST] = [2 ** -500, 2 ** 500];

/** @throws RangeError for targets whose squares float64 does not hold: nothing can be told from sums of them */
export function checkSquares(name: string, { values }: Matrix): void {
  let most = 0;
  for (let at = 0; at < values.length; at++) {
    const size = Math.abs(values[at]!);
    if (size > most) most = size;
  }
  if (most === 0 || (most > LEAST && most < MOST)) return;
  throw new RangeError(`${name}: Y must be in units in which float64 holds its squares, got entries up to ${most}`);
}
