import type { Matrix } from '../data/matrix.js';
import { type Weighted, weighted } from '../data/weighted.js';
import { type MatrixInput, readMatrix } from '../estimators/read-matrix.js';
import { readWeights } from '../estimators/read-problem.js';
import { pacer } from '../threads/pacer.js';
import { equal } from './solution.js';

/** How data are looked at; as for the fit that they belong to. */
export interface DataOptions {
  /** @default true */
  fitIntercept?: boolean;
  /** @default 1 */
  sampleWeight?: ArrayLike<number>;
  /** Ends what takes long, with its reason as the error. */
  signal?: AbortSignal;
}

/** X and Y, and both with samples scaled by the roots of their weights and, for an intercept, the means off. */
export interface ReadData {
  readonly X: Matrix;
  readonly Y: Matrix;
  readonly x: Weighted;
  readonly y: Weighted;
}

/** @throws TypeError for kinds and shapes that do not fit, RangeError for entries or weights that are out of range */
export async function readData(
  name: string,
  [X, Y]: readonly [MatrixInput, MatrixInput],
  { fitIntercept = true, sampleWeight, signal }: DataOptions,
): Promise<ReadData> {
  const [design, targets] = [await readMatrix(`${name}: X`, X), await readMatrix(`${name}: Y`, Y)];
  if (design.rows !== targets.rows) {
    const sizes = `${design.rows} and ${targets.rows}`;
    throw new TypeError(`${name}: X and Y must have the same number of rows, got ${sizes}`);
  }
  const weights = readWeights(name, design.rows, sampleWeight) ?? equal(design.rows);
  const breathe = pacer(signal);
  const x = await weighted(design, weights, fitIntercept, breathe);
  const y = await weighted(targets, weights, fitIntercept, breathe);
  return { X: design, Y: targets, x, y };
}

/** @throws TypeError unless coefficients are of these tasks and features */
export function checkShape(name: string, { coef }: { coef: Matrix }, { X, Y }: ReadData): void {
  if (coef.rows !== Y.cols || coef.cols !== X.cols) {
    const expected = `${Y.cols} x ${X.cols} (tasks, features)`;
    throw new TypeError(`${name}: fit must have coef of shape ${expected}, got ${coef.rows} x ${coef.cols}`);
  }
}
