import { countingWeights } from '../data/sample-weights.js';
import type { FitOptions } from '../estimators/model.js';
import { given } from './given.js';

/** The sample weights of some samples as they count among these, as an option of their fit; nothing if they are all the same. */
export function weightsOf(
  weights: ArrayLike<number> | undefined,
  places: Int32Array,
): Pick<FitOptions, 'sampleWeight'> {
  if (!weights) return {};
  const own = Float64Array.from(places, (i) => weights[i]!);
  return own.some((weight) => weight > 0) ? given({ sampleWeight: countingWeights(own) }) : { sampleWeight: own };
}
