import Papa from 'papaparse';
import type { Matrix } from 'tensor-lasso';

/** The columns of a file that are numbers. */
export interface Table {
  readonly names: readonly string[];
  readonly rows: number;
  /** One array for each name. */
  readonly columns: readonly Float64Array[];
}

/** Samples that a fit takes at least. */
const FEWEST = 3;

/**
 * Reads a CSV with a header. Columns of nothing but words are left out.
 *
 * @throws Error that says in which row and column what was expected, and what came
 */
export function readTable(text: string): Table {
  // Not by names: one of them may be that of something else that every object has.
  const { data } = Papa.parse<string[]>(text.trim(), { skipEmptyLines: 'greedy' });
  const [all = [], ...rows] = data;
  if (all.length === 0) throw new Error('the file is empty: expected a header and a row for each sample');
  const ragged = rows.findIndex((row) => row.length !== all.length);
  if (ragged >= 0) {
    throw new Error(`row ${ragged + 2}: expected ${all.length} fields like the header, got ${rows[ragged]!.length}`);
  }
  const twice = all.find((name, k) => all.indexOf(name) < k);
  if (twice !== undefined) throw new Error(`the header has ${twice} twice: expected a name of its own for each column`);
  if (rows.length < FEWEST) throw new Error(`expected at least ${FEWEST} rows below the header, got ${rows.length}`);
  const numbers = all.flatMap((name, k) => {
    const values = Float64Array.from(rows, (row) => (row[k]!.trim() === '' ? Number.NaN : Number(row[k])));
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) return [{ name, values }];
    if (values.every((value) => !Number.isFinite(value))) return [];
    throw new Error(`row ${bad + 2}, column ${name}: expected a number, got ${JSON.stringify(rows[bad]![k])}`);
  });
  if (numbers.length < 2)
    throw new Error(`expected at least two columns of numbers, got ${numbers.length} of ${all.length}`);
  return { names: numbers.map(({ name }) => name), rows: rows.length, columns: numbers.map(({ values }) => values) };
}

/** Columns that are likely targets: those whose names begin with y, else the last one. */
export function likelyTargets({ names }: Table): number[] {
  const found = names.flatMap((name, k) => (/^y(\d|_|$)/i.test(name) ? [k] : []));
  return found.length > 0 && found.length < names.length ? found : [names.length - 1];
}

/** Some columns, side by side. */
export function matrixOf({ rows, columns }: Table, places: readonly number[]): Matrix {
  const values = new Float64Array(rows * places.length);
  places.forEach((k, j) => {
    for (let i = 0; i < rows; i++) values[i * places.length + j] = columns[k]![i]!;
  });
  return { rows, cols: places.length, values };
}
