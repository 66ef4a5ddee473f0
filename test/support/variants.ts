/** Where an argument is, and what errors call it. */
export interface Place {
  /** Of the arguments, and within them. */
  readonly path: readonly (string | number)[];
  /** Several with | between them. */
  readonly name: string;
  /** Whether a list may have any length, and an object be empty. @default false */
  readonly open?: boolean;
  /** Kinds that are right there, with another result. */
  readonly fine?: readonly string[];
}

/** Functions that take no arguments. */
export const HARMLESS = ['releaseMemory', 'DeviceLostError'];

/** An option of that name exists nowhere. */
export const MISSPELT = 'with an option that does not exist';

type Variant = readonly [kind: string, make: () => unknown];

const isNumbers = (value: unknown): value is ArrayLike<number> =>
  (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'number')) ||
  (ArrayBuffer.isView(value) && !(value instanceof DataView));

const holes = (list: readonly unknown[]): unknown[] => {
  const copy = list.slice();
  delete copy[Math.min(1, list.length - 1)];
  return copy;
};

const withEntry = (list: readonly unknown[], entry: unknown): unknown[] => {
  const copy = list.slice();
  copy[Math.min(1, list.length - 1)] = entry;
  return copy;
};

/** What is no value of any kind that functions take. */
function foreign(value: unknown): Variant[] {
  const all: Variant[] = [
    ['undefined', () => undefined],
    ['null', () => null],
    ['NaN', () => Number.NaN],
    ['a text', () => 'text'],
    ['a bigint', () => 7n],
    ['true', () => true],
    ['a promise', () => Promise.resolve(value)],
    ['a date', () => new Date(0)],
    ['a map', () => new Map([[0, value]])],
    ['an empty object', () => ({})],
    ['an empty array', () => []],
    ['nested', () => [value]],
    ['twice nested', () => [[value]]],
    ['a function', () => () => 1],
    ['a BigInt64Array', () => BigInt64Array.of(1n, 2n)],
    ['a sparse array', () => new Array(3)],
  ];
  const own = { boolean: 'true', function: 'a function' }[typeof value as string];
  return all.filter(([kind]) => kind !== own);
}

/** Lists of numbers in other forms, of which typed arrays are the same. */
function ofNumbers(value: ArrayLike<number>, open: boolean): Variant[] {
  const list = Array.from(value);
  const same: Variant[] = [
    ['a Float64Array', () => Float64Array.from(list)],
    ['an array', () => list],
    ...(list.every((each) => Object.is(each, Math.fround(each)))
      ? ([['a Float32Array', () => Float32Array.from(list)]] as const)
      : []),
    ...(list.every((each) => Number.isInteger(each) && Math.abs(each) < 128)
      ? ([['an Int8Array', () => Int8Array.from(list)]] as const)
      : []),
  ];
  return [
    ...same,
    ['of texts', () => list.map(String)],
    ['of lists', () => list.map((each) => [each])],
    ['of bigints', () => list.map(() => 1n)],
    ['BigInt64Array of its length', () => new BigInt64Array(list.length)],
    ['of booleans', () => list.map(() => true)],
    ['of dates', () => list.map(() => new Date(0))],
    ['with null', () => withEntry(list, null)],
    ['with NaN', () => withEntry(list, Number.NaN)],
    ['with a hole', () => holes(list)],
    ['like an array', () => ({ ...list, length: list.length })],
    ...(open
      ? []
      : ([
          ['too short', () => list.slice(1)],
          ['too long', () => [...list, ...list]],
        ] as const)),
  ];
}

interface MatrixLike {
  readonly rows: number;
  readonly cols: number;
  readonly values: Float64Array;
}

const isMatrix = (value: unknown): value is MatrixLike =>
  typeof value === 'object' && value !== null && 'rows' in value && 'cols' in value && 'values' in value;

function ofMatrix({ rows, cols, values }: MatrixLike): Variant[] {
  const nested = Array.from({ length: rows }, (_, i) => Array.from(values.slice(i * cols, (i + 1) * cols)));
  const change = (row: unknown): unknown[] => nested.map((own, i) => (i === 1 ? row : own));
  return [
    ['rows', () => nested],
    ['typed rows', () => nested.map((own) => Float64Array.from(own))],
    ['shaped', () => ({ data: values, shape: [rows, cols] })],
    ['fewer rows', () => ({ rows: rows - 1, cols, values: values.slice(cols) })],
    ['too few values', () => ({ rows, cols, values: values.slice(1) })],
    ['a shape of texts', () => ({ rows: String(rows), cols: String(cols), values })],
    ['rows with a hole', () => holes(nested)],
    ['a row with a hole', () => change(holes(nested[1] ?? [0]))],
    ['a row of texts', () => change(nested[1]?.map(String))],
    ['a row of bigints', () => change(nested[1]?.map(() => 1n))],
    ['a row with NaN', () => change(withEntry(nested[1] ?? [0], Number.NaN))],
    ['a row with null', () => change(withEntry(nested[1] ?? [0], null))],
    ['values of bigints', () => ({ rows, cols, values: new BigInt64Array(values.length) })],
    ['values of texts', () => ({ rows, cols, values: Array.from(values, String) })],
    [
      'values with NaN',
      () => ({ rows, cols, values: Float64Array.from(withEntry(Array.from(values), Number.NaN) as number[]) }),
    ],
  ];
}

/** What may be given in place of a value: the same in another form, or what is none. */
export function variants(value: unknown, { open = false, fine = [] }: Place): Variant[] {
  const own: Variant[] = [];
  if (isNumbers(value)) own.push(...ofNumbers(value, open));
  else if (isMatrix(value)) own.push(...ofMatrix(value));
  else if (Array.isArray(value)) {
    own.push(
      ['with a hole', () => holes(value)],
      ['with null', () => withEntry(value, null)],
      ['with a bigint', () => withEntry(value, 1n)],
    );
  }
  if (typeof value === 'number') {
    own.push(
      ['a number as text', () => String(value)],
      ['a number as bigint', () => BigInt(Math.round(Math.min(value, 1e9)))],
      ['a list of it', () => [value]],
      ['a typed list of it', () => Float64Array.of(value)],
      ['a number as object', () => ({ valueOf: () => value })],
    );
  }
  if (typeof value === 'boolean')
    own.push(['a boolean as text', () => String(value)], ['a boolean as number', () => Number(value)]);
  const options = open && typeof value === 'object' && !Array.isArray(value) && !isNumbers(value);
  if (options) own.push([MISSPELT, () => ({ ...value, misspelt: 1 })]);
  const skip = [...fine, ...(open ? ['an empty object'] : [])];
  return [...foreign(value), ...own].filter(([kind]) => !skip.includes(kind));
}
