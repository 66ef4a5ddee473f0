/** Columns of X lie so far from 0 that float64 does not hold their means: they are to be taken off in two parts, beforehand. */
export class OffCentre extends Error {
  override readonly name = 'OffCentre';
}

/** What may be left of a mean, as a part of the deviation about it. */
const LEFT = 2 ** -20;

/**
 * @param sums - of each column, and of its squares, over n samples
 * @throws OffCentre if something is left of a mean that was taken off
 */
export function checkCentred(n: number, sums: Float64Array, squares: Float64Array): void {
  for (let j = 0; j < sums.length; j++) {
    const left = Math.abs(sums[j]! / n);
    if (left > LEFT * Math.sqrt(squares[j]! / n)) throw new OffCentre();
  }
}
