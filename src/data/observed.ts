import type { Matrix } from './matrix.js';

/** Columns of which the same entries are there. */
export interface Pattern {
  readonly columns: readonly number[];
  /** Rows of the entries that are there, in ascending order. */
  readonly rows: Int32Array;
}

/** Whether some entries of a matrix are missing: NaN. */
export function hasMissing({ values }: Matrix): boolean {
  for (let at = 0; at < values.length; at++) if (Number.isNaN(values[at]!)) return true;
  return false;
}

/** The first column of which nothing is there; -1 if there is none. */
export function missingColumn({ rows, cols, values }: Matrix): number {
  for (let t = 0; t < cols; t++) {
    let at = t;
    while (at < rows * cols && Number.isNaN(values[at]!)) at += cols;
    if (at >= rows * cols) return t;
  }
  return -1;
}

/** The patterns of what is there, in the order of their first columns. */
export function patternsOf({ rows, cols, values }: Matrix): Pattern[] {
  const found = new Map<string, { columns: number[]; rows: Int32Array }>();
  for (let t = 0; t < cols; t++) {
    const there = Int32Array.from({ length: rows }, (_, i) => i).filter((i) => !Number.isNaN(values[i * cols + t]!));
    const key = there.join();
    const own = found.get(key);
    if (own) own.columns.push(t);
    else found.set(key, { columns: [t], rows: there });
  }
  return [...found.values()];
}

/** Rows of which at least one entry is there. */
export const someObserved = ({ rows, cols, values }: Matrix): Int32Array =>
  Int32Array.from({ length: rows }, (_, i) => i).filter((i) =>
    values.subarray(i * cols, (i + 1) * cols).some((value) => !Number.isNaN(value)),
  );
