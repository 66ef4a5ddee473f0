import { leastSquares } from '../data/least-squares.js';
import { type Matrix, sumsOfSquares } from '../data/matrix.js';
import { inverseScale } from '../data/power-of-two.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { type Breathe, pacer } from '../threads/pacer.js';
import { type DataOptions, type ReadData, readData } from './read-data.js';

/** What is left of a sample is rounding if it is below this part of what was added up to make it. */
const ROUNDING = 2 ** -46;

/** The largest magnitude of each column. */
function largest({ cols, values }: Matrix): Float64Array {
  const most = new Float64Array(cols);
  values.forEach((value, at) => {
    most[at % cols] = Math.max(most[at % cols]!, Math.abs(value));
  });
  return most;
}

/** A variance in units of Y. */
function inUnits(name: string, variance: number, by: number): number {
  const own = variance / by / by;
  if (variance === 0 || (own >= 2 ** -1022 && own < Infinity)) return own;
  const got = own < 1 ? 'one that vanishes' : `one of ${own}`;
  throw new RangeError(`${name}: Y must be in units in which float64 holds variances, got ${got}`);
}

/**
 * What least squares leave over of each column, by the samples that are left: 0 where that is rounding; nothing if there are too few
 * samples.
 *
 * @throws RangeError where float64 does not hold it
 */
export async function residualVariance(
  name: string,
  { x, y }: Pick<ReadData, 'x' | 'y'>,
  { fitIntercept, breathe }: { readonly fitIntercept: boolean; readonly breathe: Breathe },
): Promise<Float64Array | undefined> {
  const [n, p] = [x.matrix.rows, x.matrix.cols];
  const intercept = fitIntercept ? 1 : 0;
  if (n <= p + intercept) return undefined;
  const sizes = largest(y.matrix).map((most, t) => most + Math.abs(y.means[t]!));
  const by = sizes.map(inverseScale);
  const targets = { ...y.matrix, values: y.matrix.values.map((value, at) => value * by[at % by.length]!) };
  const { W, residual, rank } = await leastSquares(x.matrix, targets, breathe);
  const ofX = largest(x.matrix);
  return sumsOfSquares(residual).map((sum, t) => {
    const terms = ofX.reduce((all, most, j) => all + most * Math.abs(W.values[j * W.cols + t]!), sizes[t]! * by[t]!);
    const variance = Math.sqrt(sum / n) <= ROUNDING * terms ? 0 : sum / (n - rank - intercept);
    return inUnits(name, variance, by[t]!);
  });
}

/**
 * The variance of the noise of each task, as least squares of all features tell it without bias: `‖y − ŷ‖²/(n − rank − 1)`, the 1
 * for the intercept; 0 where nothing but rounding is left. Samples of weight w have noise of variance σ²/w, weights with mean 1.
 *
 * @throws RangeError if there are no more samples (of a weight above 0) than features and intercept, or Y is in units in which float64
 * does not hold it
 * @throws TypeError for kinds and shapes that do not fit
 * @see scikit-learn, `LassoLarsIC`, which takes the same
 */
export async function noiseVariance(X: MatrixInput, Y: MatrixInput, options: DataOptions = {}): Promise<Float64Array> {
  const data = await readData('noiseVariance', [X, Y], options);
  const { fitIntercept = true, signal } = options;
  const variance = await residualVariance('noiseVariance', data, { fitIntercept, breathe: pacer(signal) });
  if (variance) return variance;
  const { rows: n, cols: p } = data.x.matrix;
  const than = `${p} features${fitIntercept ? ' and an intercept' : ''}`;
  throw new RangeError(`noiseVariance: X must have more samples than ${than}, got ${n}`);
}
