import { exponentOf, largestOf, shifted } from './power.js';

/** `l1 ‖z‖₁ + l2 ‖z‖₂ + max ‖z‖_∞` of the coefficients of a block; of the last either alone or none. */
export interface Weights {
  readonly l1: number;
  readonly l2: number;
  readonly max: number;
}

const sumOf = (z: Float64Array): number => z.reduce((sum, value) => sum + Math.abs(value), 0);

const lengthOf = (z: Float64Array): number => {
  const most = largestOf(z);
  if (!(most > 0 && most < Infinity)) return most;
  return most * Math.sqrt(z.reduce((sum, value) => sum + (value / most) ** 2, 0));
};

export const normOf = (z: Float64Array, { l1, l2, max }: Weights): number =>
  (l1 > 0 ? l1 * sumOf(z) : 0) + (l2 > 0 ? l2 * lengthOf(z) : 0) + (max > 0 ? max * largestOf(z) : 0);

/**
 * The largest s of which s c is dual feasible, `⟨s c, z⟩ ≤ l1 ‖z‖₁ + l2 ‖z‖₂` for all z: where `‖S(s c, l1)‖₂ = l2`, S soft
 * thresholding. Between two entries of c in descending order that is a quadratic equation; the root that leaves the right entries
 * above the threshold is it.
 *
 * @param c - correlations; of coefficients that must be positive what is above 0
 * @see Ndiaye, Fercoq, Gramfort & Salmon 2016, algorithm 1 (the ε-norm)
 */
export function feasibleScale(c: Float64Array, { l1, l2, max }: Weights): number {
  const most = largestOf(c);
  const top = Math.max(l1, l2, max);
  if (most === 0) return Infinity;
  if (top === 0) return 0;
  const sizes = Array.from(c, (value) => Math.abs(value) / most).sort((a, b) => b - a);
  if (max > 0) return max / most / sizes.reduce((sum, size) => sum + size, 0);
  const unit = exponentOf(top);
  const [first, second] = [shifted(l1, -unit), shifted(l2, -unit)];
  let [sum, squares, scale] = [0, 0, 0];
  for (let k = 0; k < sizes.length; k++) {
    const size = sizes[k]!;
    if (k > 0 && size * scale <= first) break;
    sum += size;
    squares += size * size;
    const root = Math.max(0, (sum * first) ** 2 - squares * ((k + 1) * first ** 2 - second ** 2));
    scale = (sum * first + Math.sqrt(root)) / squares;
  }
  return shifted(scale / most, unit);
}

/** What at most the dual norm of a list is: `1/feasibleScale`, without knowing its signs. */
export const gaugeBound = (c: Float64Array, { l1, l2, max }: Weights): number =>
  (lengthOf(c) * (max > 0 ? Math.sqrt(c.length) : 1)) / (l1 + l2 + max);
