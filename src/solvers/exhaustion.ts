/** Steps that a gap may take to fall, beyond as many as it took to where it is. Fifty checks at the default pace. */
const PATIENCE = 500;

/** Less of a fall than this is none. */
const FALL = 0.99;

/** Gaps above this, relative to ‖Y‖²/n, are not float32's fault: steps are just slow there. */
const COARSE = 1e-3;

/**
 * Tells from the gaps of some problems when float32 can do no more. A gap as small as rounding might leave it, that has not
 * fallen by a hundredth while all steps so far were doubled and PATIENCE taken, does not fall any more: with steps that
 * converge like 1/k it would have halved.
 *
 * @returns whether problem b is exhausted, given its relative gap after so many steps
 */
export function exhaustion(problems: number): (b: number, gap: number, iteration: number) => boolean {
  const best = new Float64Array(problems).fill(Infinity);
  const since = new Int32Array(problems);
  return (b, gap, iteration) => {
    if (gap < FALL * best[b]!) {
      best[b] = gap;
      since[b] = iteration;
    }
    return best[b]! <= COARSE && iteration >= 2 * since[b]! + PATIENCE;
  };
}
