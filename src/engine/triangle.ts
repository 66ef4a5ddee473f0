import { addTimes, dot } from '../data/vector.js';
import type { Breathe } from '../threads/pacer.js';

/** Samples that are taken at once: so many of all columns, and the triangle, stay near the processor. */
const AT_ONCE = 128;

/**
 * The triangle R of `A = QR`, row by row: `RᵀR = AᵀA`. Householder's reflections, block by block of the samples, so that A is read once
 * and Q is never there.
 *
 * @param columns - of A, all of the same length
 * @see Golub & Van Loan 2013, sections 5.2 and 12.5 (updating)
 */
export async function triangle(columns: readonly Float64Array[], breathe: Breathe): Promise<Float64Array[]> {
  const R = columns.map(() => new Float64Array(columns.length));
  const length = columns[0]?.length ?? 0;
  for (let first = 0; first < length; first += AT_ONCE) {
    reflect(
      R,
      columns.map((column) => column.slice(first, first + AT_ONCE)),
    );
    const pause = breathe();
    if (pause) await pause;
  }
  return R;
}

/** Takes more samples into a triangle; nothing is left of them. */
function reflect(R: readonly Float64Array[], block: readonly Float64Array[]): void {
  R.forEach((r, j) => {
    const v = block[j]!;
    const square = dot(v, v);
    if (square === 0) return;
    const length = Math.sqrt(r[j]! ** 2 + square);
    const diagonal = r[j]! > 0 ? -length : length;
    const head = r[j]! - diagonal;
    // I − τ (1, v/head)(1, v/head)ᵀ
    const tau = -head / diagonal;
    r[j] = diagonal;
    for (let i = 0; i < v.length; i++) v[i]! /= head;
    for (let k = j + 1; k < r.length; k++) {
      const along = tau * (r[k]! + dot(v, block[k]!));
      r[k]! -= along;
      addTimes(block[k]!, -along, v);
    }
  });
}
