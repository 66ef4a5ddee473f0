import { type Matrix, zeros } from './matrix.js';

/** A matrix of which rows count by weights, with their weighted column means off, if that was asked for. */
export interface Weighted {
  readonly matrix: Matrix;
  readonly means: Float64Array;
}

/**
 * `√(w_i n/Σw) (x_i − x̄)`, x̄ the weighted column means or 0: least squares of these rows are weighted least squares of x. Rows
 * of weight 0 are left out, n counts those that stay. Means are taken off in two parts, the second of what the first leaves over, as
 * float64 may not hold their sum; the mean of a constant column is its value, so that such a column becomes exactly zero.
 *
 * @param weights - one for each row, at least 0, not all of them 0
 * @param breathe - awaited on the way
 */
export async function weighted(
  { rows, cols, values }: Matrix,
  weights: ArrayLike<number>,
  centre: boolean,
  breathe: () => Promise<void> | undefined,
): Promise<Weighted> {
  const kept = Int32Array.from({ length: rows }, (_, i) => i).filter((i) => weights[i]! > 0);
  const n = kept.length;
  let total = 0;
  for (const i of kept) total += weights[i]!;
  const first = kept[0]! * cols;
  const parts = [new Float64Array(cols), new Float64Array(cols)] as const;
  const [mean, rest] = parts;
  const varies = new Uint8Array(cols);
  for (const sums of centre ? parts : []) {
    const off = sums === mean ? undefined : mean;
    for (const i of kept) {
      const part = weights[i]! / total;
      for (let j = 0; j < cols; j++) {
        const value = values[i * cols + j]!;
        sums[j]! += part * (off ? value - off[j]! : value);
        if (value !== values[first + j]) varies[j] = 1;
      }
      const pause = breathe();
      if (pause) await pause;
    }
    for (let j = 0; j < cols; j++) if (varies[j] === 0) sums[j] = off ? 0 : values[first + j]!;
  }
  const matrix = zeros(n, cols);
  for (let to = 0; to < n; to++) {
    const from = kept[to]! * cols;
    const root = Math.sqrt((weights[kept[to]!]! / total) * n);
    for (let j = 0; j < cols; j++) matrix.values[to * cols + j] = root * (values[from + j]! - mean[j]! - rest[j]!);
    const pause = breathe();
    if (pause) await pause;
  }
  return { matrix, means: mean.map((value, j) => value + rest[j]!) };
}
