import { countingWeights } from '../data/sample-weights.js';
import { toVector, type VectorInput } from '../data/to-vector.js';

const isWeight = (value: number): boolean => value >= 0 && value < Infinity;

/**
 * A copy of sample weights as they count, if they do: see `countingWeights`.
 *
 * @param name - who asks, for the errors
 * @throws TypeError for what are no numbers, or not one for each sample; RangeError for one that is below 0 or not finite, or only zeros
 */
export function readWeights(name: string, samples: number, weights: VectorInput | undefined): Float64Array | undefined {
  if (weights === undefined) return undefined;
  const expected = {
    what: `${samples} numbers >= 0, not all of them 0`,
    length: samples,
    accepts: isWeight,
  };
  const values = toVector(`${name}: sampleWeight`, weights, expected);
  if (values.some((weight) => weight > 0)) return countingWeights(values);
  throw new RangeError(`${name}: sampleWeight must be ${expected.what}, got only zeros`);
}
