import type { Arena } from '../kernels/arena.js';
import { multiple } from './multiple.js';

/** Added to the diagonal relative to its mean: what makes a singular matrix regular, far above rounding. */
const RIDGE = 1e-13;

/** Newton steps in a row, each of which leaves out what the one before has set to 0. */
const TURNS = 4;

/** Rows up to which a Newton step is thought of: the matrix takes 3 MB. */
export const POLISHED = 600;

/** Coordinate descent of one task in Gram form: places in the arena. */
interface Quadratic {
  readonly arena: Arena;
  /** k rows of `ld` doubles. */
  readonly G: number;
  readonly ld: number;
  readonly k: number;
  readonly W: number;
  /** `C − G W`. */
  readonly Q: number;
  /** L1 weight of each row. */
  readonly limits: Float64Array;
  /** Where `newtonBytes` are free. */
  readonly scratch: number;
  objective(): number;
}

/** Bytes of scratch for Newton steps on some of k rows. */
export function newtonBytes(k: number): number {
  const most = Math.min(k, POLISHED);
  return 8 * (most * multiple(most, 2) + multiple(most, 2) + 2 + multiple(k, 2));
}

/** `w + d`, but 0 where that has another sign than w. */
export const clipped = (w: Float64Array, d: Float64Array): Float64Array =>
  w.map((value, i) => (value * (value + d[i]!) > 0 ? value + d[i]! : 0));

/** `w + s d` with the largest s ≤ 1 for which no entry changes sign: the first that would is 0. */
export function upToFirstSignChange(w: Float64Array, d: Float64Array): Float64Array {
  const steps = w.map((value, i) => (value * (value + d[i]!) > 0 ? Infinity : -value / d[i]!));
  const step = Math.min(
    1,
    steps.reduce((least, here) => Math.min(least, here), Infinity),
  );
  return w.map((value, i) => (steps[i] === step ? 0 : value + step * d[i]!));
}

/** `G_AA d = Q_A − λ_A sign(w_A)`; nothing if G_AA is not semi-definite. */
function direction({ arena, G, ld, Q, limits, scratch }: Quadratic, A: Int32Array, w: Float64Array) {
  const { doubles, kernel } = arena;
  const m = A.length;
  const stride = multiple(m, 2);
  const r = scratch + 8 * m * stride;
  let trace = 0;
  for (let a = 0; a < m; a++) {
    const i = A[a]!;
    const from = G / 8 + i * ld;
    const to = scratch / 8 + a * stride;
    for (let b = 0; b <= a; b++) doubles[to + b] = doubles[from + A[b]!]!;
    trace += doubles[to + a]!;
    doubles[r / 8 + a] = doubles[Q / 8 + i]! - limits[i]! * Math.sign(w[a]!);
  }
  if (!kernel.solveDefinite(scratch, m, stride, r, (RIDGE * trace) / m)) return undefined;
  return doubles.slice(r / 8, r / 8 + m);
}

/** Sets rows of W, and lets Q follow. */
function move({ arena, G, ld, k, W, Q, scratch }: Quadratic, A: Int32Array, to: Float64Array): void {
  const { doubles, kernel } = arena;
  for (let a = 0; a < A.length; a++) {
    const i = A[a]!;
    doubles[scratch / 8] = to[a]! - doubles[W / 8 + i]!;
    doubles[W / 8 + i] = to[a]!;
    kernel.follow(Q, G + 8 * i * ld, scratch, k, 1);
  }
}

/**
 * Minimises over the m rows listed, none of them 0, with their signs: there the objective is a quadratic. Entries that would
 * change sign are set to 0 if that is better, else the way ends at the first of them. A step that leads nowhere is taken
 * back with its Q: where G is singular it may be so long that coming back would leave errors of its own.
 *
 * @returns false if G is not semi-definite on these rows: it has been rounded too coarsely for them
 */
export function newtonSteps(quadratic: Quadratic, list: number, m: number): boolean {
  const { arena, k, W, Q, scratch } = quadratic;
  const { doubles, ints } = arena;
  const saved = (scratch + newtonBytes(k)) / 8 - multiple(k, 2);
  let support = ints.slice(list / 4, list / 4 + m);
  for (let turn = 0; turn < TURNS && support.length > 0; turn++) {
    const w = new Float64Array(support.length);
    for (let a = 0; a < w.length; a++) w[a] = doubles[W / 8 + support[a]!]!;
    const d = direction(quadratic, support, w);
    if (!d) return false;
    const before = quadratic.objective();
    doubles.copyWithin(saved, Q / 8, Q / 8 + k);
    const takeBack = (): void => {
      doubles.copyWithin(Q / 8, saved, saved + k);
      for (let a = 0; a < w.length; a++) doubles[W / 8 + support[a]!] = w[a]!;
    };
    move(quadratic, support, clipped(w, d));
    if (!(quadratic.objective() <= before)) {
      takeBack();
      move(quadratic, support, upToFirstSignChange(w, d));
      if (!(quadratic.objective() <= before)) {
        takeBack();
        return true;
      }
    }
    const left = support.filter((i) => doubles[W / 8 + i] !== 0);
    if (left.length === support.length) return true;
    support = left;
  }
  return true;
}
