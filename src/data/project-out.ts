import { inRange } from './in-range.js';
import { type Matrix, zeros } from './matrix.js';
import { powerOfTwo } from './power-of-two.js';
import { addTimes, dot } from './vector.js';

/** A column is as good as one of those before it if less than this part of it is left when they are taken off. */
const DEPENDENT = 1e-12;

/** What is left of a vector has lost digits if it is less than this part of its square: then once more leaves nothing but rounding. */
const LOST = 0.25;

/** Columns that are copied at a time: a cache line of each row. */
const TOGETHER = 8;

/** To be awaited now and then, as `pacer` gives it. */
type Breathe = () => Promise<void> | undefined;

/** Takes off vectors their parts along orthonormal ones, in place; those parts of each. */
function takeOff(vectors: readonly Float64Array[], along: readonly Float64Array[]): Float64Array[] {
  const parts = vectors.map(() => new Float64Array(along.length));
  const before = vectors.map((a) => dot(a, a));
  let open = Array.from(vectors.keys());
  for (let round = 0; round < 2; round++) {
    // Each q stays near the processor for all of them.
    for (let k = 0; k < along.length; k++) {
      for (const v of open) {
        const part = dot(along[k]!, vectors[v]!);
        parts[v]![k]! += part;
        addTimes(vectors[v]!, -part, along[k]!);
      }
    }
    open = open.filter((v) => dot(vectors[v]!, vectors[v]!) < LOST * before[v]!);
  }
  return parts;
}

/** Copies of columns `first` … of a matrix, a few at a time. */
function someColumns({ rows, cols, values }: Matrix, first: number, count: number): Float64Array[] {
  const copies = Array.from({ length: count }, () => new Float64Array(rows));
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < count; k++) copies[k]![i] = values[i * cols + first + k]!;
  }
  return copies;
}

/** What some columns of X explain of others. */
export interface Projection {
  /** How many of the columns are independent. */
  readonly rank: number;
  /** X with what the columns explain taken off the others; the columns themselves are 0. */
  others(): Promise<Matrix>;
  /** The same of any targets, shape (n, tasks). */
  off(Y: Matrix): Promise<Matrix>;
  /** The same of one column, in its place. */
  offColumn(column: Float64Array): void;
  /** Coefficients of the columns that are the least squares fit of R: shape (columns, tasks); 0 for one that others make up for. */
  fit(R: Matrix): Promise<Matrix>;
  /** The same of one column, which is used up. */
  fitColumn(column: Float64Array): Float64Array;
}

/** `s x_j = Σ_k R_jk q_k` of a column that is independent of those before it, s a power of two that brings it near 1. */
interface Independent {
  readonly place: number;
  readonly scale: number;
  readonly parts: Float64Array;
  readonly length: number;
}

/**
 * Projects the others, and targets, on what is orthogonal to some columns of X: `(I − QQᵀ) X` with orthonormal Q that spans them.
 * Least squares over those columns is then done with, whatever the coefficients of the others (Frisch & Waugh 1933).
 *
 * Gram & Schmidt's method, each column taken off once more where the first time has left little of it; n k² multiply-adds for k columns.
 *
 * @param X - shape (n, p), centred if there is an intercept
 * @param columns - places of the columns, in ascending order
 * @see Giraud, Langou & Rozložník 2005 (twice is enough)
 */
export async function projectOut(X: Matrix, columns: readonly number[], breathe: Breathe): Promise<Projection> {
  const { rows: n, cols: p } = X;
  const Q: Float64Array[] = [];
  const independent: Independent[] = [];
  for (const [place, j] of columns.entries()) {
    const [q] = someColumns(X, j, 1) as [Float64Array];
    const scale = 1 / powerOfTwo({ rows: n, cols: 1, values: q });
    for (let i = 0; i < n; i++) q[i]! *= scale;
    const before = Math.sqrt(dot(q, q));
    const [parts] = takeOff([q], Q) as [Float64Array];
    const length = Math.sqrt(dot(q, q));
    if (length > DEPENDENT * before) {
      for (let i = 0; i < n; i++) q[i]! /= length;
      Q.push(q);
      independent.push({ place, scale, parts, length });
    }
    const pause = breathe();
    if (pause) await pause;
  }

  async function off(M: Matrix): Promise<Matrix> {
    const result = zeros(M.rows, M.cols);
    for (let first = 0; first < M.cols; first += TOGETHER) {
      const count = Math.min(TOGETHER, M.cols - first);
      const some = someColumns(M, first, count);
      takeOff(some, Q);
      for (let i = 0; i < M.rows; i++) {
        for (let k = 0; k < count; k++) result.values[i * M.cols + first + k] = some[k]![i]!;
      }
      const pause = breathe();
      if (pause) await pause;
    }
    return result;
  }

  function fitColumn(column: Float64Array): Float64Array {
    const w = new Float64Array(columns.length);
    const [left] = takeOff([column], Q) as [Float64Array];
    // Back substitution: the last column first.
    for (let k = independent.length - 1; k >= 0; k--) {
      const { place, scale, parts, length } = independent[k]!;
      const own = left[k]! / length;
      w[place] = own === 0 ? 0 : inRange(own * scale);
      for (let i = 0; i < parts.length; i++) left[i]! -= parts[i]! * own;
    }
    return w;
  }

  return {
    rank: Q.length,
    off,
    offColumn(column) {
      takeOff([column], Q);
    },
    fitColumn,
    async others() {
      const projected = await off(X);
      for (let i = 0; i < n; i++) for (const j of columns) projected.values[i * p + j] = 0;
      return projected;
    },
    async fit(R) {
      const W = zeros(columns.length, R.cols);
      for (let t = 0; t < R.cols; t++) {
        const [column] = someColumns(R, t, 1) as [Float64Array];
        fitColumn(column).forEach((w, place) => {
          W.values[place * R.cols + t] = w;
        });
        const pause = breathe();
        if (pause) await pause;
      }
      return W;
    },
  };
}
