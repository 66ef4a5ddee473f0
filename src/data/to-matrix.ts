import { check } from '../arguments/check.js';
import { text } from '../arguments/rules.js';
import { shown, shownEntry } from '../arguments/shown.js';
import { inOrder, type LayoutFields, layoutOf } from './layout.js';
import type { Matrix } from './matrix.js';
import { isDoubles, isNumericArray, type NumericArray } from './numeric-array.js';

/**
 * Numbers with their shape, `{ data, shape: [rows, columns] }`: row after row, unless their layout is given. What npyjs reads, and the
 * ndarrays of scijs and stdlib.
 */
export interface ShapedArray extends LayoutFields {
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

const isRow = (value: unknown): value is readonly number[] | NumericArray =>
  Array.isArray(value) || isNumericArray(value);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Methods by which objects of other libraries give nested arrays. */
const CONVERSIONS = ['toArray', 'to2DArray', 'tolist'];

/** What there is instead of a matrix, and how to make one of it. */
function described(value: unknown): string {
  const conversion = isRecord(value) && CONVERSIONS.find((method) => typeof value[method] === 'function');
  return conversion ? `${shown(value)}: pass what its ${conversion}() gives` : shown(value);
}

function checkShape(name: string, shape: unknown): readonly number[] {
  const isSize = (size: unknown) => Number.isSafeInteger(size) && Number(size) >= 0;
  if (!Array.isArray(shape) || shape.length === 0 || shape.length > 2 || !Array.from(shape).every(isSize)) {
    throw new TypeError(`${name} must have a shape [rows, columns], got ${shown(shape)}`);
  }
  return shape;
}

function fromRows(name: string, nested: readonly unknown[]): Matrix {
  // A loop of `from` sees entries that an array leaves out.
  const rows = Array.from(nested, (entry, i) => {
    if (!isRow(entry)) throw new TypeError(`${name} must be ${FORMS}, got ${shownEntry(entry)} as row ${i}`);
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
      throw new TypeError(`${name} must hold numbers, got ${shownEntry(value)} at ${place(i)}`);
  }
}

type Convert = (data: NumericArray | readonly number[]) => Float64Array;

/** Doubles as they are, other numbers as doubles. */
const asDoubles: Convert = (data) => (isDoubles(data) ? data : new Float64Array(data));

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
    const { data = input.values, shape = input.cols === undefined ? undefined : [input.rows, input.cols] } = input;
    if (isRow(data) && shape !== undefined) {
      const layout = layoutOf(name, input, { shape: checkShape(name, shape), length: data.length });
      const { rows, cols } = layout;
      const ordered = inOrder(data, layout);
      checkNumbers(name, ordered, (i) => `row ${Math.floor(i / cols)}, column ${i % cols}`);
      return { rows, cols, values: doubles(ordered) };
    }
    if (ArrayBuffer.isView(data) && !isNumericArray(data))
      throw new TypeError(`${name} must hold numbers, got ${shown(data)}`);
  }
  throw new TypeError(`${name} must be ${FORMS}, got ${described(input)}`);
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

/** What `asMatrix` reads, with an eye on its entries. @throws as it does, RangeError for entries that are not finite */
export function toFinite(name: string, input: HostMatrix): Matrix {
  const matrix = asMatrix(name, input);
  checkFinite(name, matrix);
  return matrix;
}

/**
 * Reads a matrix in any of its host forms into float64; the input is copied. A flat array is one column.
 *
 * @param name - what the errors call it, such as `lasso.fit: X`
 * @throws TypeError for other kinds, ragged rows, a shape that does not fit, and when there is no entry at all
 * @throws RangeError for entries that are not finite
 */
export function toMatrix(name: string, input: HostMatrix): Matrix {
  check('toMatrix', 'name', name, text);
  const matrix = notEmpty(
    name,
    read(name, input, (data) => new Float64Array(data)),
  );
  checkFinite(name, matrix);
  return matrix;
}
