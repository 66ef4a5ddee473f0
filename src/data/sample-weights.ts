import { powerOfTwo } from './power-of-two.js';

/**
 * Weights as they count, of which only ratios do: divided by a power of two, so that none is above 2 and sums stay within float64.
 * Weights that are all the same are none.
 *
 * @param weights - at least 0, not all of them 0
 */
export function countingWeights(weights: ArrayLike<number>): Float64Array | undefined {
  const values = Float64Array.from(weights);
  if (values.every((weight) => weight === values[0])) return undefined;
  const scale = powerOfTwo({ rows: values.length, cols: 1, values });
  return values.map((weight) => weight / scale);
}
