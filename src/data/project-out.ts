import { type Matrix, row, zeros } from './matrix.js';

/** A column is as good as one of those before it if less than this part of it is left when they are taken off. */
const DEPENDENT = 1e-12;

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** Takes off `a` its parts along orthonormal vectors, twice, so that rounding leaves nothing; those parts. */
function takeOff(a: Float64Array, along: readonly Float64Array[]): Float64Array {
  const parts = new Float64Array(along.length);
  for (let round = 0; round < 2; round++) {
    along.forEach((q, k) => {
      const part = dot(q, a);
      parts[k]! += part;
      for (let i = 0; i < a.length; i++) a[i]! -= part * q[i]!;
    });
  }
  return parts;
}

/** What some columns of X explain of others. */
export interface Projection {
  /** X with what the columns explain taken off the others; the columns themselves are 0. */
  readonly X: Matrix;
  /** How many of the columns are independent. */
  readonly rank: number;
  /** The same of any targets, shape (n, tasks). */
  off(Y: Matrix): Matrix;
  /** Coefficients of the columns that are the least squares fit of R: shape (columns, tasks); 0 for one that others make up for. */
  fit(R: Matrix): Matrix;
}

/**
 * Projects the others, and targets, on what is orthogonal to some columns of X: `(I − QQᵀ) X` with orthonormal Q that spans them.
 * Least squares over those columns is then done with, whatever the coefficients of the others (Frisch & Waugh 1933).
 *
 * @param X - shape (n, p), centred if there is an intercept
 * @param columns - places of the columns, in ascending order
 */
export function projectOut(X: Matrix, columns: readonly number[]): Projection {
  const { rows: n, cols: p } = X;
  const column = ({ values, cols }: Matrix, j: number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => values[i * cols + j]!);
  const Q: Float64Array[] = [];
  /** `x_j = Σ_k R_jk q_k` of those columns that are independent. */
  const independent: { place: number; parts: Float64Array; length: number }[] = [];
  columns.forEach((j, place) => {
    const q = column(X, j);
    const before = Math.sqrt(dot(q, q));
    const parts = takeOff(q, Q);
    const length = Math.sqrt(dot(q, q));
    if (length <= DEPENDENT * before) return;
    Q.push(q.map((value) => value / length));
    independent.push({ place, parts, length });
  });
  const off = (M: Matrix): Matrix => {
    const result = { ...M, values: M.values.slice() };
    for (let round = 0; round < 2; round++) {
      for (const q of Q) {
        const parts = new Float64Array(M.cols);
        q.forEach((value, i) => {
          const entries = row(result, i);
          for (let j = 0; j < parts.length; j++) parts[j]! += value * entries[j]!;
        });
        q.forEach((value, i) => {
          const entries = row(result, i);
          for (let j = 0; j < parts.length; j++) entries[j]! -= value * parts[j]!;
        });
      }
    }
    return result;
  };
  const projected = off(X);
  for (let i = 0; i < n; i++) for (const j of columns) projected.values[i * p + j] = 0;
  return {
    X: projected,
    rank: Q.length,
    off,
    fit(R) {
      const W = zeros(columns.length, R.cols);
      for (let t = 0; t < R.cols; t++) {
        const y = column(R, t);
        const parts = takeOff(y, Q);
        // Back substitution: the last column first.
        for (let k = independent.length - 1; k >= 0; k--) {
          const { place, length } = independent[k]!;
          const w = parts[k]! / length;
          W.values[place * R.cols + t] = w;
          independent[k]!.parts.forEach((part, i) => {
            parts[i]! -= part * w;
          });
        }
      }
      return W;
    },
  };
}
