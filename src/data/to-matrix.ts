import type { Matrix } from './matrix.js';

type NumericArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

/** Numbers row after row with their shape: `{ data, shape: [rows, columns] }`. */
export interface ShapedArray {
  readonly data: NumericArray | readonly number[];
  readonly shape: readonly number[];
}

/**
 * What is read as a matrix on the host: nested arrays (rows), numbers with a shape, our `Matrix`, or, where a single
 * column makes sense, a flat array of numbers.
 */
export type HostMatrix =
  | readonly (readonly number[] | NumericArray)[]
  | readonly number[]
  | NumericArray
  | ShapedArray
  | Matrix;

const FORMS = 'nested arrays of numbers, a flat array for one column, { data, shape }, a Matrix or a tensor of rank 2';

const isNumericArray = (value: unknown): value is NumericArray =>
  ArrayBuffer.isView(value) &&
  !(value instanceof DataView) &&
  !(value instanceof BigInt64Array) &&
  !(value instanceof BigUint64Array);

const isRow = (value: unknown): value is readonly number[] | NumericArray =>
  Array.isArray(value) || isNumericArray(value);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** `shape` with the number of entries that `data` must then have, or an error that says what is wrong with it. */
function checkShape(name: string, shape: unknown, length: number): readonly [number, number] {
  if (!Array.isArray(shape) || shape.length > 2 || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new TypeError(`${name} must have a shape [rows, columns], got ${JSON.stringify(shape)}`);
  }
  const [rows, cols = 1] = shape;
  if (shape.length === 0 || rows * cols !== length) {
    throw new TypeError(`${name} must have as many numbers as its shape [${shape.join(', ')}] says, got ${length}`);
  }
  return [rows, cols];
}

function fromRows(name: string, nested: readonly unknown[]): Matrix {
  const rows = nested.map((entry, i) => {
    if (!isRow(entry)) throw new TypeError(`${name} must be ${FORMS}, got ${kindOf(entry)} as row ${i}`);
    return entry;
  });
  const cols = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * cols);
  rows.forEach((entries, i) => {
    if (entries.length !== cols) {
      throw new TypeError(`${name} must have rows of equal length: row 0 has ${cols}, row ${i} has ${entries.length}`);
    }
    checkNumbers(name, entries, (j) => `row ${i}, column ${j}`);
    values.set(entries, i * cols);
  });
  return { rows: rows.length, cols, values };
}

/** Only numbers: `Float64Array.from` would turn `null`, `true` and '3' into numbers without a word. */
function checkNumbers(name: string, values: ArrayLike<unknown>, place: (index: number) => string): void {
  if (isNumericArray(values)) return;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== 'number')
      throw new TypeError(`${name} must hold numbers, got ${kindOf(value)} at ${place(i)}`);
  }
}

type Convert = (data: NumericArray | readonly number[]) => Float64Array;

/** Doubles as they are, other numbers as doubles. */
const asDoubles: Convert = (data) => (data instanceof Float64Array ? data : Float64Array.from(data));

function read(name: string, input: unknown, doubles: Convert): Matrix {
  if (isNumericArray(input)) return { rows: input.length, cols: 1, values: doubles(input) };
  if (Array.isArray(input)) {
    if (input.length > 0 && typeof input[0] === 'number') {
      checkNumbers(name, input, (i) => `row ${i}`);
      return { rows: input.length, cols: 1, values: Float64Array.from(input) };
    }
    return fromRows(name, input);
  }
  if (isRecord(input)) {
    const { data = input.values, shape = [input.rows, input.cols] } = input;
    if (isRow(data)) {
      const [rows, cols] = checkShape(name, shape, data.length);
      checkNumbers(name, data, (i) => `row ${Math.floor(i / cols)}, column ${i % cols}`);
      return { rows, cols, values: doubles(data) };
    }
  }
  throw new TypeError(`${name} must be ${FORMS}, got ${kindOf(input)}`);
}

/**
 * Reads a matrix in any of its host forms as float64, whatever its entries. A flat array is one column. A Float64Array is
 * taken as it is, not copied: it must not change as long as the matrix is in use.
 *
 * @param name - what the errors call it, such as `lasso.fit: X`
 * @throws TypeError for other kinds, ragged rows, a shape that does not fit, and when there is no entry at all
 */
export function asMatrix(name: string, input: HostMatrix): Matrix {
  return notEmpty(name, read(name, input, asDoubles));
}

function notEmpty(name: string, matrix: Matrix): Matrix {
  const { rows, cols, values } = matrix;
  if (values.length === 0)
    throw new TypeError(`${name} must have at least one row and one column, got ${rows} x ${cols}`);
  return matrix;
}

/**
 * @throws RangeError if an entry is not finite, with its place
 */
export function checkFinite(name: string, { cols, values }: Matrix): void {
  // A sum is finite only if its terms are; four at a time, so that none waits for another. Large terms may overflow.
  const even = values.length & ~3;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < even; i += 4) {
    a += values[i]!;
    b += values[i + 1]!;
    c += values[i + 2]!;
    d += values[i + 3]!;
  }
  for (let i = even; i < values.length; i++) a += values[i]!;
  if (Number.isFinite(a + b + c + d)) return;
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const at = `row ${Math.floor(bad / cols)}, column ${bad % cols}`;
  throw new RangeError(`${name} must be finite, got ${values[bad]} at ${at}`);
}

/**
 * Reads a matrix in any of its host forms into float64; the input is copied. A flat array is one column.
 *
 * @param name - what the errors call it, such as `lasso.fit: X`
 * @throws TypeError for other kinds, ragged rows, a shape that does not fit, and when there is no entry at all
 * @throws RangeError for entries that are not finite
 */
export function toMatrix(name: string, input: HostMatrix): Matrix {
  const matrix = notEmpty(
    name,
    read(name, input, (data) => Float64Array.from(data)),
  );
  checkFinite(name, matrix);
  return matrix;
}
