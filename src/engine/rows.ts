import type { Arena, Block } from '../kernels/arena.js';
import type { Breathe } from '../solvers/pacer.js';
import { columns64, copyColumns } from './columns.js';
import type { Design } from './design.js';

/** Features that have a row of their own, and where. */
export interface Rows {
  /** The row of feature j, −1 if it has none. */
  readonly slot: Int32Array;
  readonly block: Block;
  /** Rows that there is room for. */
  readonly room: number;
  count: number;
}

/** `G = X̃X̃ᵀ/n` over some of the features. */
export interface Gram extends Rows {
  /** The feature of each row of G, int32. */
  readonly sources: Block;
  /** Rows of G have `ld` doubles. */
  ld: number;
}

/** Multiply-adds in one call of the kernel: some 30 ms. */
export const CALL: number = 2 ** 27;

/** Memory that is never touched costs nothing, and what never moves leaves no hole. */
export const noRows = (arena: Arena, p: number, { room, bytes }: { room: number; bytes: number }): Rows => ({
  slot: new Int32Array(p).fill(-1),
  block: arena.allocate(room * bytes),
  room,
  count: 0,
});

/** To be made last: it grows where it is. */
export const noGram = (arena: Arena, p: number): Gram => ({
  sources: arena.allocate(4 * p),
  ...noRows(arena, p, { room: 0, bytes: 0 }),
  ld: 0,
});

const missing = ({ slot }: Rows, features: ArrayLike<number>): Int32Array =>
  Int32Array.from(features)
    .filter((j) => slot[j]! < 0)
    .sort();

function enter(rows: Rows, features: Int32Array): void {
  features.forEach((j, s) => {
    rows.slot[j] = rows.count + s;
  });
  rows.count += features.length;
}

/** Sees to it that these features have rows in float64, if there is room. */
export function needRows64(design: Design, features: ArrayLike<number>): boolean {
  const { arena, n64, rows64 } = design;
  const list = missing(rows64, features);
  if (rows64.count + list.length > rows64.room) return false;
  const start = rows64.block.at / 8 + rows64.count * n64;
  copyColumns(design, list, { first: 0, length: n64 }, { array: arena.doubles, start, stride: n64 });
  enter(rows64, list);
  return true;
}

/** Makes room for `count` rows and columns; what is there stays. */
function growGram(arena: Arena, gram: Gram, count: number): void {
  if (count <= gram.ld) return;
  const wanted = Math.ceil((gram.count > 0 ? 1.25 : 1) * count);
  const ld = wanted + (wanted % 2) + (wanted % 64 === 0 ? 2 : 0);
  arena.grow(gram.block, 8 * ld * ld);
  const start = gram.block.at / 8;
  for (let i = gram.count - 1; i > 0; i--) {
    const from = start + i * gram.ld;
    arena.doubles.copyWithin(start + i * ld, from, from + gram.count);
  }
  gram.ld = ld;
}

/**
 * Sees to it that these features are in the Gram matrix, made in float32: what it is off by is made good by correlations in
 * float64.
 */
export async function needGram(design: Design, features: ArrayLike<number>, breathe: Breathe): Promise<void> {
  const { arena, n, n32, narrow, gram } = design;
  const list = missing(gram, features);
  if (list.length === 0) return;
  const count = gram.count + list.length;
  growGram(arena, gram, count);
  arena.ints.set(list, gram.sources.at / 4 + gram.count);
  const step = Math.max(3, Math.floor(CALL / (count * n)));
  for (let from = gram.count; from < count; from += step) {
    const to = Math.min(from + step, count);
    arena.kernel.gram32(narrow.at, gram.sources.at, from, to, gram.block.at, gram.ld, n32, 1 / n);
    await breathe();
  }
  arena.kernel.mirror(gram.block.at, gram.ld, gram.count, count);
  enter(gram, list);
}

/** The Gram matrix of all features, in float64. */
export async function wholeGram(design: Design, breathe: Breathe): Promise<void> {
  const { arena, n, n64, p, gram } = design;
  const features = Int32Array.from({ length: p }, (_, j) => j);
  growGram(arena, gram, p);
  const columns = columns64(design, features, p);
  const list = columns.bytes;
  const start = arena.scratch(list + 4 * p);
  arena.ints.set(columns.rows, (start + list) / 4);
  for (let first = 0; first < n64; first += columns.step) {
    const length = Math.min(columns.step, n64 - first);
    const X = columns.at(start, first);
    const step = Math.max(3, Math.floor(CALL / (p * length)));
    for (let from = 0; from < p; from += step) {
      const to = Math.min(from + step, p);
      const more = first > 0 ? 1 : 0;
      arena.kernel.gram(X, columns.stride, start + list, from, to, gram.block.at, gram.ld, length, 1 / n, more);
      await breathe();
    }
  }
  arena.kernel.mirror(gram.block.at, gram.ld, 0, p);
  enter(gram, features);
}
