import { check } from '../arguments/check.js';
import { isRecord, type Rule, whole } from '../arguments/rules.js';

/** A dense matrix in float64, row after row: entry (i, j) is `values[i * cols + j]`. A plain record, never changed by us. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly values: Float64Array;
}

/** What is a matrix, as far as it can be seen without a look at its entries. */
export const MATRIX: Rule = {
  accepts: (value) =>
    isRecord(value) &&
    value.values instanceof Float64Array &&
    whole(0).accepts(value.rows) &&
    value.values.length === Number(value.rows) * Number(value.cols),
  expected: 'a Matrix { rows, cols, values } with values in a Float64Array',
  error: TypeError,
};

/** Entries that a matrix may have: as many as a typed array holds on every engine. */
const LARGEST = 2 ** 32 - 1;

/**
 * The number of entries of a matrix of that shape.
 *
 * @throws RangeError if they would not fit into a typed array
 */
export function entries(rows: number, cols: number): number {
  if (rows * cols > LARGEST) throw new RangeError(`a matrix must have at most 2^32 - 1 entries, got ${rows} x ${cols}`);
  return rows * cols;
}

/** A matrix of zeros, shape (rows, cols). */
export const zeros = (rows: number, cols: number): Matrix => ({
  rows,
  cols,
  values: new Float64Array(entries(rows, cols)),
});

/** Row `i` as a view, not a copy. */
export const row = ({ cols, values }: Matrix, i: number): Float64Array => values.subarray(i * cols, (i + 1) * cols);

/** Columns `from` … `to − 1`, copied. */
export function columns({ rows, cols, values }: Matrix, from: number, to: number): Matrix {
  const taken = zeros(rows, to - from);
  for (let i = 0; i < rows; i++) {
    taken.values.set(values.subarray(i * cols + from, i * cols + to), i * (to - from));
  }
  return taken;
}

/** Some columns, copied, in the order of their places. */
export function columnsOf({ rows, cols, values }: Matrix, places: ArrayLike<number>): Matrix {
  const taken = zeros(rows, places.length);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < places.length; k++) taken.values[i * places.length + k] = values[i * cols + places[k]!]!;
  }
  return taken;
}

/** Some rows, copied, in the order of their places. */
export function rowsOf(matrix: Matrix, places: ArrayLike<number>): Matrix {
  const taken = zeros(places.length, matrix.cols);
  for (let i = 0; i < places.length; i++) taken.values.set(row(matrix, places[i]!), i * matrix.cols);
  return taken;
}

/** The transpose, copied. */
export function transpose({ rows, cols, values }: Matrix): Matrix {
  const turned = zeros(cols, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) turned.values[j * rows + i] = values[i * cols + j]!;
  }
  return turned;
}

/** `Σ x²` of each column. */
export function sumsOfSquares({ cols, values }: Matrix): Float64Array {
  const sums = new Float64Array(cols);
  values.forEach((value, at) => {
    sums[at % cols]! += value * value;
  });
  return sums;
}

/** `A B`. */
export function times(A: Matrix, B: Matrix): Matrix {
  const product = zeros(A.rows, B.cols);
  for (let i = 0; i < A.rows; i++) {
    const [a, target] = [row(A, i), row(product, i)];
    for (let k = 0; k < a.length; k++) {
      const [factor, b] = [a[k]!, row(B, k)];
      for (let j = 0; j < target.length; j++) target[j]! += factor * b[j]!;
    }
  }
  return product;
}

/** `A − B`. */
export const minus = (A: Matrix, B: Matrix): Matrix => ({ ...A, values: A.values.map((a, at) => a - B.values[at]!) });

/** The matrix as nested arrays, one inner array a row: for JSON and printing. */
export function toRows(matrix: Matrix): number[][] {
  check('toRows', 'matrix', matrix, MATRIX);
  const { rows, cols, values } = matrix;
  return Array.from({ length: rows }, (_, i) => {
    const own: number[] = [];
    for (let at = i * cols; at < (i + 1) * cols; at++) own.push(values[at]!); // Array.from makes an object for each of them
    return own;
  });
}
