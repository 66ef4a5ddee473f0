import type { Arena, Block } from '../kernels/arena.js';
import type { Breathe } from '../threads/pacer.js';
import { columns64, copyBytes, copyColumns } from './columns.js';
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
  /** Whether it is made in float64; else in float32, and what that gets wrong is for correlations in float64 to make good. */
  precise: boolean;
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
export const noGram = (arena: Arena, p: number, precise: boolean): Gram => ({
  sources: arena.allocate(4 * p),
  ...noRows(arena, p, { room: 0, bytes: 0 }),
  ld: 0,
  precise,
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
  const start = rows64.block.at + 8 * rows64.count * n64;
  const scratch = arena.scratch(copyBytes(design, list.length));
  copyColumns(design, list, { first: 0, length: n64 }, { start, stride: n64, scratch });
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

/** Rows `from` to `count` of the Gram matrix from X̃ in float32. */
async function fill32({ arena, n, n32, narrow, gram }: Design, from: number, count: number, breathe: Breathe) {
  const step = Math.max(3, Math.floor(CALL / (count * n)));
  for (let i = from; i < count; i += step) {
    const to = Math.min(i + step, count);
    arena.kernel.gram32(narrow.at, gram.sources.at, i, to, gram.block.at, gram.ld, n32, 1 / n);
    const pause = breathe();
    if (pause) await pause;
  }
}

/** The same in float64. */
async function fill64(design: Design, from: number, count: number, breathe: Breathe) {
  const { arena, n, n64, gram } = design;
  const sources = gram.sources.at / 4;
  const columns = columns64(design, arena.ints.slice(sources, sources + count), count - from);
  const start = arena.scratch(columns.bytes + 4 * count);
  const list = start + columns.bytes;
  arena.ints.set(columns.rows, list / 4);
  for (let first = 0; first < n64; first += columns.step) {
    const length = Math.min(columns.step, n64 - first);
    const X = columns.at(start, first);
    const step = Math.max(3, Math.floor(CALL / (count * length)));
    for (let i = from; i < count; i += step) {
      const to = Math.min(i + step, count);
      const more = first > 0 ? 1 : 0;
      arena.kernel.gram(X, columns.stride, list, i, to, gram.block.at, gram.ld, length, 1 / n, more);
      const pause = breathe();
      if (pause) await pause;
    }
  }
}

/** Sees to it that these features are in the Gram matrix. */
export async function needGram(design: Design, features: ArrayLike<number>, breathe: Breathe): Promise<void> {
  const { arena, gram } = design;
  const list = missing(gram, features);
  if (list.length === 0) return;
  const count = gram.count + list.length;
  growGram(arena, gram, count);
  arena.ints.set(list, gram.sources.at / 4 + gram.count);
  await (gram.precise ? fill64 : fill32)(design, gram.count, count, breathe);
  arena.kernel.mirror(gram.block.at, gram.ld, gram.count, count);
  enter(gram, list);
}

/** Gives all rows of the Gram matrix up; their memory stays for the next ones. */
export function emptyGram({ gram }: Design): void {
  gram.slot.fill(-1);
  gram.count = 0;
}

/** Starts the Gram matrix anew, in float64. */
export function makePrecise(design: Design): void {
  emptyGram(design);
  design.gram.precise = true;
}
