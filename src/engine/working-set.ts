import type { Design } from './design.js';
import { gapAt, slackOf } from './gap.js';
import { nthSmallest } from './nth-smallest.js';
import { POLICY } from './policy.js';
import { type State, width } from './problem.js';

/** What a round adds to the working set. */
export interface Growth {
  /** Features outside the working set that violate the dual constraint. */
  readonly violators: number;
  readonly added: number;
}

/**
 * Adds to the working set those features outside it that are nearest to violating the dual constraint at the dual point,
 * leaving out what cannot be in any solution: with gap g at the dual point sR, feature j is 0 in every solution if
 * `(limit_j − s c_j)/‖x̃_j‖ > √(2g/n)` (gap safe; the size c_j of a correlation changes by no more than the
 * correlation does), also if c_j is off by what float32 may get wrong.
 *
 * @param c - the sizes of the correlations of all features
 * @param ratio - the largest dual ratio, or an upper bound
 * @see Ndiaye, Fercoq, Gramfort & Salmon 2017; Massias, Gramfort & Salmon 2018
 */
export function growWorkingSet(design: Design, state: State, c: Float64Array, ratio: number): Growth {
  const { p, n } = design;
  const s = ratio > 1 ? 1 / ratio : 1;
  const radius = Math.sqrt((2 * gapAt(state, ratio)) / n) * (1 + 1e-9);
  const error = slackOf(design, state);
  const { limits, norms } = state.problem.penalty;
  const inside = new Uint8Array(p);
  for (const j of state.features) inside[j] = 1;
  const candidates = new Int32Array(p);
  const distances = new Float64Array(p);
  let count = 0;
  let violators = 0;
  for (let j = 0; j < p; j++) {
    if (inside[j] || design.norms[j] === 0) continue;
    const limit = limits[j]!;
    const distance = (limit - s * c[j]!) / norms[j]!;
    if (distance > radius + s * error) continue;
    if (c[j]! > limit) violators++;
    candidates[count] = j;
    distances[count++] = distance;
  }
  if (violators === 0) return { violators, added: 0 };

  const k = state.features.length;
  const weak = k > 0 && state.nonZeros >= POLICY.dense * k;
  const first = state.problem.tasks > 1 ? Math.max(POLICY.first, Math.floor(POLICY.part * p)) : POLICY.first;
  const usual = Math.max(first, weak ? 2 * violators : state.nonZeros);
  const least = Math.max(POLICY.fewest, Math.floor(POLICY.growth * k));
  const wanted = Math.min(count, Math.max(least, Math.min(usual, 2 * violators)));
  const cut = wanted < count ? nthSmallest(distances.slice(0, count), wanted - 1) : Infinity;
  let equal = wanted;
  for (let i = 0; i < count; i++) if (distances[i]! < cut) equal--;
  const features = new Int32Array(k + wanted);
  features.set(state.features);
  let end = k;
  for (let i = 0; i < count; i++) {
    if (distances[i]! < cut || (distances[i] === cut && equal-- > 0)) features[end++] = candidates[i]!;
  }

  const wide = width(state.problem.tasks);
  const W = new Float64Array(features.length * wide);
  W.set(state.W);
  state.features = features;
  state.W = W;
  return { violators, added: wanted };
}
