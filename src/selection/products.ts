import { type Matrix, zeros } from '../data/matrix.js';
import { dot } from '../data/vector.js';
import type { Breathe } from '../threads/pacer.js';

/** `XᵀX/n` of some columns of a matrix. */
export type Products = (features: readonly number[], breathe: Breathe) => Promise<Matrix>;

/** The products of columns of X, each made once, when it is first asked for: supports along a path have most of them in common. */
export function productsOf({ rows, cols, values }: Matrix): Products {
  const places = new Map<number, number>();
  const columns: Float64Array[] = [];
  /** Those of each column that is known with the ones before it. */
  const known: Float64Array[] = [];
  return async (features, breathe) => {
    for (const j of features) {
      if (places.has(j)) continue;
      const column = Float64Array.from({ length: rows }, (_, i) => values[i * cols + j]!);
      places.set(j, columns.length);
      columns.push(column);
      known.push(Float64Array.from(columns, (other) => dot(column, other) / rows));
      const pause = breathe();
      if (pause) await pause;
    }
    const own = features.map((j) => places.get(j)!);
    const G = zeros(own.length, own.length);
    for (let a = 0; a < own.length; a++) {
      for (let b = 0; b < own.length; b++) {
        const [late, early] = own[a]! > own[b]! ? [own[a]!, own[b]!] : [own[b]!, own[a]!];
        G.values[a * G.cols + b] = known[late]![early]!;
      }
    }
    return G;
  };
}
