import type { Matrix } from '../data/matrix.js';
import { someObserved } from '../data/observed.js';

/**
 * `Σ_i w_i (y_it − ȳ_t)²/Σ_i w_i` of each task, over what is there: what a fit of nothing but an intercept leaves. Of tasks that are one
 * problem the sum of weights is that of all samples with any entry, as in the loss of their fit.
 */
export function deviances(
  Y: Matrix,
  { weights, centred, joint }: { weights: ArrayLike<number>; centred: boolean; joint: boolean },
): Float64Array {
  const { rows, cols, values } = Y;
  const all = someObserved(Y).reduce((sum, i) => sum + weights[i]!, 0);
  return Float64Array.from({ length: cols }, (_, t) => {
    let [sum, squares, left, mean] = [0, 0, 0, 0];
    const each = (visit: (weight: number, y: number) => void): void => {
      for (let i = 0; i < rows; i++) {
        const y = values[i * cols + t]!;
        if (!Number.isNaN(y)) visit(weights[i]!, y);
      }
    };
    each((weight, y) => {
      sum += weight;
      mean += weight * y;
    });
    mean = centred ? mean / sum : 0;
    each((weight, y) => {
      squares += weight * (y - mean) ** 2;
      left += weight * (y - mean);
    });
    return (squares - (centred ? left ** 2 / sum : 0)) / (joint ? all : sum);
  });
}
