import type { Matrix } from '../data/matrix.js';
import { readNpy, readNpyNumbers } from '../node/npy.js';

/** A row or a column as a vector. */
function vectorOf(file: string, { rows, cols, values }: Matrix): Float64Array {
  if (rows > 1 && cols > 1) throw new TypeError(`${file} must hold a vector, got shape (${rows}, ${cols})`);
  return values;
}

/** A vector of finite numbers in an .npy file. @throws Error that names the file */
export const readVector = async (file: string): Promise<Float64Array> => vectorOf(file, await readNpy(file));

/** A vector of numbers >= 0, Infinity among them, in an .npy file. @throws Error that names the file */
export async function readFactors(file: string): Promise<Float64Array> {
  const factors = vectorOf(file, await readNpyNumbers(file));
  const bad = factors.findIndex((factor) => !(factor >= 0));
  if (bad >= 0) throw new RangeError(`${file} must hold numbers >= 0, got ${factors[bad]} at ${bad}`);
  return factors;
}
