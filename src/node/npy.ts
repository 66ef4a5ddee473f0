import { readFile } from 'node:fs/promises';
import { check } from '../arguments/check.js';
import { text, whole } from '../arguments/rules.js';
import { reason } from '../backends/reason.js';
import type { Matrix } from '../data/matrix.js';
import { isDoubles } from '../data/numeric-array.js';
import { asMatrix, checkFinite } from '../data/to-matrix.js';
import { toVector } from '../data/to-vector.js';
import { NATIVE, npyNumbers } from './npy-numbers.js';

/**
 * Reads a matrix that numpy has saved, whatever its entries: real numbers of any dtype up to 64 bits (booleans are 0 and 1), in any
 * byte order, in C or Fortran order; of one dimension it is a column.
 *
 * @throws Error that names the file: it cannot be read, is no .npy file, holds something else, or whole numbers beyond 2^53
 */
export async function readNpyNumbers(file: string): Promise<Matrix> {
  const bytes = await readFile(file).catch((cause) => {
    throw new Error(`cannot read ${file}: ${reason(cause)}`, { cause });
  });
  return asMatrix(file, npyNumbers(file, bytes));
}

/**
 * The same, with an eye on its entries.
 *
 * @throws RangeError for entries that are not finite
 */
export async function readNpy(file: string): Promise<Matrix> {
  check('readNpy', 'file', file, text);
  const matrix = await readNpyNumbers(file);
  checkFinite(file, matrix);
  return matrix;
}

const NUMBERS = { what: 'a list of numbers' };

/**
 * The bytes of an .npy file with these numbers in float64, in C order, as `np.save` writes them.
 *
 * @throws TypeError for what are no numbers, or if the shape does not have as many entries
 */
export function npyOf(values: Float64Array, shape: readonly number[]): Uint8Array {
  const numbers = isDoubles(values) ? values : toVector('npyOf: values', values, NUMBERS);
  const sizes = toVector('npyOf: shape', shape, { what: 'a list of whole numbers >= 0', accepts: whole(0).accepts });
  if (sizes.reduce((product, size) => product * size, 1) !== numbers.length) {
    throw new TypeError(`npyOf: shape must have ${numbers.length} entries like values, got [${sizes.join(', ')}]`);
  }
  const tuple = sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(', ')})`;
  const dictionary = `{'descr': '${NATIVE}f8', 'fortran_order': False, 'shape': ${tuple}, }`;
  // Ten bytes before and a line feed after it: the data begin at a multiple of 64.
  const start = 64 * Math.ceil((10 + dictionary.length + 1) / 64);
  const bytes = new Uint8Array(start + 8 * numbers.length);
  const head = `\x93NUMPY\x01\0\0\0${dictionary.padEnd(start - 11)}\n`;
  bytes.set(Buffer.from(head, 'latin1'));
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  new Float64Array(bytes.buffer, start).set(numbers);
  return bytes;
}
