import type { Matrix } from '../data/matrix.js';
import { someObserved } from '../data/observed.js';
import { inverseScale } from '../data/power-of-two.js';

/** How deviances are taken. */
interface How {
  /** Of the samples, as they count. */
  readonly weights: ArrayLike<number>;
  /** Whether about the mean of each task, or about 0. */
  readonly centred: boolean;
  /** Whether the tasks are one problem. */
  readonly joint: boolean;
}

/** Visits what is there of column t of a matrix, and weighs something. */
function eachOf(
  { rows, cols, values }: Matrix,
  t: number,
  weights: ArrayLike<number>,
  visit: (y: number, weight: number) => void,
): void {
  for (let i = 0; i < rows; i++) {
    const y = values[i * cols + t]!;
    if (weights[i]! > 0 && !Number.isNaN(y)) visit(y, weights[i]!);
  }
}

/** `Σ_i w_i by² (y_i − ȳ)²` and `Σ_i w_i` of column t. */
function squaresOf(Y: Matrix, t: number, by: number, { weights, centred }: How): { sum: number; squares: number } {
  let [sum, off, squares, about] = [0, 0, 0, 0];
  // About the first, so that a constant has none, and about the mean from there.
  eachOf(Y, t, weights, (y, weight) => {
    if (centred && sum === 0) about = y * by;
    sum += weight;
    off += weight * (y * by - about);
  });
  const mean = centred ? off / sum : 0;
  eachOf(Y, t, weights, (y, weight) => {
    squares += weight * (y * by - about - mean) ** 2;
  });
  return { sum, squares };
}

/**
 * Roots of `Σ_i w_i (y_it − ȳ_t)²/Σ_i w_i` over what is there, in any units: of what a fit of nothing but an intercept leaves of each
 * problem. Of tasks that are one problem it is their sum, and the sum of weights that of all samples with any entry, as in the loss of
 * their fit.
 */
export function rootDeviances(Y: Matrix, how: How): Float64Array {
  const { weights, joint } = how;
  const tasks = joint ? Y.cols : 1;
  const all = joint ? someObserved(Y).reduce((sum, i) => sum + weights[i]!, 0) : undefined;
  return Float64Array.from({ length: Y.cols / tasks }, (_, b) => {
    let [largest, mean] = [0, 0];
    for (let t = b * tasks; t < (b + 1) * tasks; t++) {
      eachOf(Y, t, weights, (y) => {
        largest = Math.max(largest, Math.abs(y));
      });
    }
    const by = inverseScale(largest);
    for (let t = b * tasks; t < (b + 1) * tasks; t++) {
      const { sum, squares } = squaresOf(Y, t, by, how);
      mean += squares / (all ?? sum);
    }
    return Math.sqrt(mean) / by;
  });
}

/** Whether float64 holds the squares of deviations with this root, with all that matters of their parts. */
export const hasSquares = (root: number): boolean => root === 0 || root > 2 ** -450;

/** @throws RangeError for targets of which float64 does not hold squares of deviations */
export function checkSquares(name: string, Y: Matrix, how: How): void {
  const bad = rootDeviances(Y, how).find((root) => !hasSquares(root));
  if (bad === undefined) return;
  throw new RangeError(
    `${name}: Y must be in units in which float64 holds squares of its deviations, got about ${bad}`,
  );
}
