import { centre } from '../data/centre.js';
import type { Matrix } from '../data/matrix.js';
import { dividedBy, powerOfTwo } from '../data/power-of-two.js';

/** A matrix in which largest entries are near 1, with its column means off if there is an intercept. */
export interface Scaled {
  readonly matrix: Matrix;
  readonly means: Float64Array;
  readonly scale: number;
}

export function scaled(matrix: Matrix, fitIntercept: boolean): Scaled {
  const scale = powerOfTwo(matrix);
  const small = dividedBy(scale, matrix);
  const { matrix: centred, means } = fitIntercept
    ? centre(small)
    : { matrix: small, means: new Float64Array(matrix.cols) };
  return { matrix: centred, means: means.map((mean) => mean * scale), scale };
}
