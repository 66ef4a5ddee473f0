import type { Matrix } from './matrix.js';

/**
 * The power of two next below the largest magnitude in the matrix (1 if all entries are zero; next above for magnitudes
 * an ulp or two below a power of two, of which the logarithm rounds up). Dividing by it is
 * exact and brings any units into the middle of the range of float32, where squares neither overflow nor vanish.
 */
export function powerOfTwo({ values }: Matrix): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  // log2 rounds: of the largest doubles it gives 1024, and 2¹⁰²⁴ is infinite.
  return largest === 0 ? 1 : 2 ** Math.min(1023, Math.floor(Math.log2(largest)));
}

/** The matrix divided by `scale`. */
export const dividedBy = (scale: number, { rows, cols, values }: Matrix): Matrix => ({
  rows,
  cols,
  values: values.map((value) => value / scale),
});

/** The power of two that brings numbers near 1, of which this is the largest magnitude; 1 for 0. Multiplying by it is exact. */
export const inverseScale = (largest: number): number =>
  largest > 0 ? 2 ** -Math.max(-1022, Math.min(1022, Math.floor(Math.log2(largest)))) : 1;
