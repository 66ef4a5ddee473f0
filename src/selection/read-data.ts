import { checkOptions } from '../arguments/check.js';
import { abortSignal, any, type Rules, yesOrNo } from '../arguments/rules.js';
import { shown } from '../arguments/shown.js';
import type { Matrix } from '../data/matrix.js';
import type { VectorInput } from '../data/to-vector.js';
import { type Weighted, weighted } from '../data/weighted.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { readSamples } from '../estimators/read-samples.js';
import { readWeights } from '../estimators/read-weights.js';
import { pacer } from '../threads/pacer.js';
import { equal } from './solution.js';

/** How data are looked at; as for the fit that they belong to. */
export interface DataOptions {
  /** @default true */
  fitIntercept?: boolean;
  /** @default 1 */
  sampleWeight?: VectorInput;
  /** Ends what takes long, with its reason as the error. */
  signal?: AbortSignal;
}

/** Weights have rules of their own. */
export const DATA_RULES: Rules<DataOptions> = { fitIntercept: yesOrNo, sampleWeight: any, signal: abortSignal };

/** X and Y, and both with samples scaled by the roots of their weights and, for an intercept, the means off. */
export interface ReadData {
  readonly X: Matrix;
  readonly Y: Matrix;
  readonly x: Weighted;
  readonly y: Weighted;
  /** Of all samples. */
  readonly weights: Float64Array;
}

/** @throws TypeError for kinds and shapes that do not fit, RangeError for entries or weights that are out of range */
export async function readData(
  name: string,
  data: readonly [MatrixInput, MatrixInput],
  options: DataOptions,
): Promise<ReadData> {
  if (!Array.isArray(data) || data.length !== 2)
    throw new TypeError(`${name}: data must be [X, Y], got ${shown(data)}`);
  checkOptions(name, options, DATA_RULES);
  const { fitIntercept = true, sampleWeight, signal } = options;
  const [X, Y] = await readSamples(name, [data[0], data[1]], 'error');
  const weights = readWeights(name, X.rows, sampleWeight) ?? equal(X.rows);
  const breathe = pacer(signal);
  const x = await weighted(X, weights, fitIntercept, breathe);
  const y = await weighted(Y, weights, fitIntercept, breathe);
  return { X, Y, x, y, weights };
}

/** @throws TypeError unless coefficients are of these tasks and features */
export function checkShape(name: string, coef: Matrix, { X, Y }: ReadData): void {
  if (coef.rows !== Y.cols || coef.cols !== X.cols) {
    const expected = `${Y.cols} x ${X.cols} (tasks, features)`;
    throw new TypeError(`${name}: fit must have coef of shape ${expected}, got ${coef.rows} x ${coef.cols}`);
  }
}
