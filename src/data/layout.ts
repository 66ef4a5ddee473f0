import { isDoubles, isNumericArray, type NumericArray } from './numeric-array.js';

/** Where entry (i, j) of a matrix is in its data: at `offset + i·strides[0] + j·strides[1]`. */
export interface Layout {
  readonly rows: number;
  readonly cols: number;
  readonly strides: readonly [number, number];
  readonly offset: number;
}

/** What libraries say of the order of their numbers, under the names that they use. */
export interface LayoutFields {
  /** Steps in the data to the next row and the next column, in entries: of scijs. */
  readonly stride?: readonly number[];
  /** The same: of stdlib and Pyodide; of tfjs without the last, which is 1. */
  readonly strides?: readonly number[];
  /** Where entry (0, 0) is. @default 0 */
  readonly offset?: number;
  /** Whether the numbers come column after column where there are no strides: of npyjs. @default false */
  readonly fortranOrder?: boolean;
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

const shown = (value: unknown): string => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value));

/** The strides that are given; tfjs leaves out the last, which is 1. */
function given(name: string, shape: readonly number[], steps: unknown): readonly [number, number] {
  if (Array.isArray(steps) && steps.every(isWhole)) {
    const [down = 1, along = 1] = steps;
    if (steps.length === shape.length || steps.length === shape.length - 1) return [down, along];
  }
  const expected = `a whole stride for each size of its shape ${shown(shape)}`;
  throw new TypeError(`${name} must have ${expected}, got ${shown(steps)}`);
}

/** Whether the numbers come column after column. */
function byColumns(name: string, { fortranOrder = false, order }: Readonly<Record<string, unknown>>): boolean {
  if (typeof fortranOrder !== 'boolean') {
    throw new TypeError(`${name} must have a fortranOrder of true or false, got ${shown(fortranOrder)}`);
  }
  if (order !== undefined && order !== 'row-major' && order !== 'column-major') {
    throw new TypeError(`${name} must have an order of 'row-major' or 'column-major', got ${shown(order)}`);
  }
  return fortranOrder || order === 'column-major';
}

/**
 * The layout of `length` numbers by the fields of a record: strides as they are, else row after row or column after column.
 *
 * @param shape - [rows, columns], or [rows] for one column
 * @throws TypeError for fields of other kinds, entries that would be outside of the data, and, where neither strides nor an offset are
 *   given, another number of entries than that of the shape
 */
export function layoutOf(
  name: string,
  fields: Readonly<Record<string, unknown>>,
  { shape, length }: { readonly shape: readonly number[]; readonly length: number },
): Layout {
  const [rows = 0, cols = 1] = shape;
  const { offset = 0, strides: steps = fields.stride } = fields;
  if (!isWhole(offset)) throw new TypeError(`${name} must have a whole offset, got ${shown(offset)}`);
  const own = (): readonly [number, number] => (byColumns(name, fields) ? [1, rows] : [cols, 1]);
  const strides = steps === undefined ? own() : given(name, shape, steps);
  const layout = { rows, cols, strides, offset };
  if (steps === undefined && offset === 0) {
    if (rows * cols !== length) {
      throw new TypeError(`${name} must have as many numbers as its shape ${shown(shape)} says, got ${length}`);
    }
    return layout;
  }
  const ends = [(rows - 1) * strides[0], (cols - 1) * strides[1]] as const;
  const first = offset + Math.min(0, ends[0]) + Math.min(0, ends[1]);
  const last = offset + Math.max(0, ends[0]) + Math.max(0, ends[1]);
  if (rows * cols > 0 && (first < 0 || last >= length)) {
    const asked = `shape ${shown(shape)}, strides ${shown(strides)} and offset ${offset} ask for data[${first}] to data[${last}]`;
    throw new TypeError(`${name} must have its entries within its data: ${asked}, got ${length} numbers`);
  }
  return layout;
}

/** The entries row after row: the data themselves, or a part of them, if that is how they are, else a copy. */
export function inOrder(
  data: NumericArray | readonly number[],
  { rows, cols, strides: [down, along], offset }: Layout,
): NumericArray | readonly number[] {
  const size = rows * cols;
  if ((along === 1 || cols === 1) && (down === cols || rows === 1)) {
    if (size === data.length) return data;
    if (isDoubles(data)) return data.subarray(offset, offset + size);
  }
  const ordered = isNumericArray(data) ? new Float64Array(size) : new Array<number>(size);
  for (let i = 0; i < rows; i++) {
    for (let j = 0, at = offset + i * down; j < cols; j++, at += along) ordered[i * cols + j] = data[at]!;
  }
  return ordered;
}
