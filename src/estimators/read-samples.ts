import type { Data } from './model.js';
import { type MatrixInput, readMatrix } from './read-matrix.js';
import { type Missing, readTargets } from './read-targets.js';

/** @throws TypeError unless X and Y have the same number of rows */
export function checkRows(name: string, [X, Y]: Data): void {
  if (X.rows === Y.rows) return;
  throw new TypeError(`${name}: X and Y must have the same number of rows, got ${X.rows} and ${Y.rows}`);
}

/**
 * Reads X and Y, with an eye on their entries.
 *
 * @param name - who asks, for the errors
 * @param missing - what entries of Y that are NaN are
 * @throws TypeError for kinds and shapes that do not fit, RangeError for entries that are not finite
 */
export async function readSamples(
  name: string,
  [X, Y]: readonly [MatrixInput, MatrixInput],
  missing: Missing,
): Promise<Data> {
  const data = [await readMatrix(`${name}: X`, X), await readTargets(`${name}: Y`, Y, missing)] as const;
  checkRows(name, data);
  return data;
}
