import type { FitOptions } from '../estimators/model.js';

/** The sample weights of some samples, as an option of their fit; nothing if there are none. */
export function weightsOf(
  weights: ArrayLike<number> | undefined,
  places: Int32Array,
): Pick<FitOptions, 'sampleWeight'> {
  return weights ? { sampleWeight: Float64Array.from(places, (i) => weights[i]!) } : {};
}
