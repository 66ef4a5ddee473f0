import type { Matrix } from '../data/matrix.js';
import { hasMissing, missingColumn } from '../data/observed.js';
import { checkFinite } from '../data/to-matrix.js';
import { type MatrixInput, readNumbers } from './read-matrix.js';

/** What missing entries of Y are: an error, or left out. */
export type Missing = 'error' | 'mask';

/** Every entry must be there. */
function checkAll(name: string, Y: Matrix): void {
  try {
    checkFinite(name, Y);
  } catch (error) {
    if (!hasMissing(Y)) throw error;
    const hint = "; missing: 'mask' leaves out what is missing, where it is an option";
    throw new RangeError(`${(error as RangeError).message}${hint}`, { cause: error });
  }
}

/**
 * Reads targets, of which entries may be missing (NaN) if that is asked for.
 *
 * @param name - what the errors call it, such as `lasso.fit: Y`
 * @throws TypeError for kinds and shapes that do not fit, or a column that is missing as a whole; RangeError for entries that are not
 *   finite, or missing where they must not be
 */
export async function readTargets(name: string, input: MatrixInput, missing: Missing): Promise<Matrix> {
  const Y = await readNumbers(name, input);
  if (missing === 'error') {
    checkAll(name, Y);
    return Y;
  }
  checkFinite(name, { ...Y, values: Y.values.map((value) => (Number.isNaN(value) ? 0 : value)) });
  const empty = missingColumn(Y);
  if (empty >= 0) throw new TypeError(`${name} must have an entry in each column, got none in column ${empty}`);
  return Y;
}
