import { readFile } from 'node:fs/promises';
import { dump, parse } from 'npyjs';
import { reason } from '../backends/reason.js';
import type { Matrix } from '../data/matrix.js';
import { toMatrix } from '../data/to-matrix.js';

const KINDS = 'float32 or float64';

/**
 * Reads a matrix that numpy has saved: float32 or float64, in C or Fortran order; of one dimension it is a column.
 *
 * @throws Error that names the file: it cannot be read, is no .npy file, or holds something else
 * @throws RangeError for entries that are not finite
 */
export async function readNpy(file: string): Promise<Matrix> {
  const bytes = await readFile(file).catch((cause) => {
    throw new Error(`cannot read ${file}: ${reason(cause)}`, { cause });
  });
  const { data, shape, dtype, fortranOrder } = parsed(file, bytes);
  if (!(data instanceof Float32Array || data instanceof Float64Array) || !['f4', 'f8'].includes(dtype)) {
    throw new TypeError(`${file} must hold ${KINDS}, got ${dtype}`);
  }
  const [rows, cols = 1] = shape;
  if (rows === undefined || shape.length > 2) {
    throw new TypeError(`${file} must hold a matrix or a vector, got shape (${shape.join(', ')})`);
  }
  if (data.length !== rows * cols) {
    throw new TypeError(`${file} must hold the ${rows * cols} numbers that its shape says, got ${data.length}`);
  }
  const matrix = toMatrix(file, { data, shape: fortranOrder ? [cols, rows] : [rows, cols] });
  if (!fortranOrder) return matrix;
  const values = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) values[i * cols + j] = matrix.values[j * rows + i]!;
  }
  return { rows, cols, values };
}

function parsed(file: string, bytes: Buffer): ReturnType<typeof parse> {
  try {
    return parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
  } catch (cause) {
    throw new Error(`cannot read ${file} as .npy with ${KINDS}: ${reason(cause)}`, { cause });
  }
}

/** The bytes of an .npy file with these numbers in float64, in C order. */
export const npyOf = (values: Float64Array, shape: readonly number[]): Uint8Array =>
  new Uint8Array(dump(values, [...shape]));
