import type { Matrix } from '../data/matrix.js';

/** Below this float64 holds fewer digits of a number. */
const DIGITS = 2 ** -1022;

/** Columns this much smaller than others vanish in sums of squares. */
const FAINT = 2 ** -480;

/** The largest magnitude in each column. */
export function largestOf({ rows, cols, values }: Matrix): Float64Array {
  const largest = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) largest[j] = Math.max(largest[j]!, Math.abs(values[i * cols + j]!));
  }
  return largest;
}

/**
 * Of columns that are not zero: whether float64 holds all digits of them, and their squares beside those of others.
 *
 * @param beside - what the largest entries are near
 * @throws RangeError if it does not
 */
export function checkColumns(X: Matrix, beside: number): void {
  const small = largestOf(X).find((most) => most > 0 && most < Math.max(DIGITS, FAINT * beside));
  if (small === undefined) return;
  const got = `one whose largest number is ${small.toExponential(0)}`;
  throw new RangeError(
    small < DIGITS
      ? `fit: X must have columns in units in which float64 holds all digits, got ${got}`
      : `fit: X must have columns in units nearer to each other, got ${got} and one of ${beside.toExponential(0)}`,
  );
}
