import { leastSquares } from '../data/least-squares.js';
import { type Matrix, sumsOfSquares } from '../data/matrix.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { type Breathe, pacer } from '../threads/pacer.js';
import { type DataOptions, readData } from './read-data.js';

/** What least squares leave over of each column, by the samples that are left; nothing if there are too few. */
export async function residualVariance(
  X: Matrix,
  Y: Matrix,
  { fitIntercept, breathe }: { readonly fitIntercept: boolean; readonly breathe: Breathe },
): Promise<Float64Array | undefined> {
  const intercept = fitIntercept ? 1 : 0;
  if (X.rows <= X.cols + intercept) return undefined;
  const { residual, rank } = await leastSquares(X, Y, breathe);
  return sumsOfSquares(residual).map((sum) => sum / (X.rows - rank - intercept));
}

/**
 * The variance of the noise of each task, as least squares of all features tell it without bias: `‖y − ŷ‖²/(n − rank − 1)`, the 1
 * for the intercept. Samples of weight w have noise of variance σ²/w, weights with mean 1.
 *
 * @throws RangeError if there are no more samples (of a weight above 0) than features and intercept
 * @throws TypeError for kinds and shapes that do not fit
 * @see scikit-learn, `LassoLarsIC`, which takes the same
 */
export async function noiseVariance(X: MatrixInput, Y: MatrixInput, options: DataOptions = {}): Promise<Float64Array> {
  const { fitIntercept = true } = options;
  const { x, y } = await readData('noiseVariance', [X, Y], options);
  const variance = await residualVariance(x.matrix, y.matrix, { fitIntercept, breathe: pacer(options.signal) });
  if (variance) return variance;
  const than = `${x.matrix.cols} features${fitIntercept ? ' and an intercept' : ''}`;
  throw new RangeError(`noiseVariance: X must have more samples than ${than}, got ${x.matrix.rows}`);
}
