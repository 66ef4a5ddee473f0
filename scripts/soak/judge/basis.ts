import { addTimes, copyOf, dot, type Twofold, times } from './twofold.js';

/** Orthogonal vectors, in the inner product `Σ_i v_i a_i b_i`. */
export interface Basis {
  readonly vectors: readonly { readonly q: Twofold; readonly weighted: Twofold; readonly square: number }[];
  /** The least part of a column that was left when those before it were taken off. */
  readonly least: number;
  /** Whether it is not clear of a column if it is as good as one of those before it. */
  readonly blurred: boolean;
}

/**
 * Takes off `a` its parts along a basis, in place.
 *
 * @returns the square of what was taken off
 */
export function takeOff(a: Twofold, { vectors }: Pick<Basis, 'vectors'>): number {
  const parts = new Float64Array(vectors.length);
  for (let round = 0; round < 2; round++) {
    vectors.forEach(({ q, weighted, square }, k) => {
      const part = dot(weighted, a) / square;
      parts[k]! += part;
      addTimes(a, -part, q);
    });
  }
  return parts.reduce((sum, part, k) => sum + part * part * vectors[k]!.square, 0);
}

/** A column of which so little is left, of what its mean leaves of it, is as good as those before it. */
const DEPENDENT = 1e-12;

/** What rounding in twice the precision may leave of a column. */
const NOTHING = 1e-26;

/**
 * An orthogonal basis of some columns, in their order (modified Gram–Schmidt, twice).
 *
 * @param means - whether the first column is that of an intercept
 * @param dependent - a column of which no more is left is passed over
 */
export function basisOf(
  columns: readonly Twofold[],
  v: Float64Array,
  { means, dependent = DEPENDENT }: { means: boolean; dependent?: number },
): Basis {
  const vectors: Basis['vectors'][number][] = [];
  let [least, blurred] = [1, false];
  const squareOf = (a: Twofold): number => dot(times(v, a), a);
  columns.forEach((column, k) => {
    const q = copyOf(column);
    const whole = squareOf(q);
    if (k > 0 && means) takeOff(q, { vectors: vectors.slice(0, 1) });
    const before = squareOf(q);
    takeOff(q, { vectors });
    const square = squareOf(q);
    if (!(Math.sqrt(before) > NOTHING * Math.sqrt(whole))) return;
    const left = Math.sqrt(square / before);
    blurred ||= left > 1e-2 * dependent && left < 1e2 * dependent;
    if (!(left > dependent)) return;
    least = Math.min(least, left);
    vectors.push({ q, weighted: times(v, q), square });
  });
  return { vectors, least, blurred };
}
