import { type Matrix, minus, transpose } from './matrix.js';
import { projectOut } from './project-out.js';

const everyColumn = ({ cols }: Matrix): number[] => Array.from({ length: cols }, (_, j) => j);

/** Least squares of Y by the columns of X. */
export interface LeastSquares {
  /** Of least `‖Y − XW‖²_F`, and where columns are dependent of least norm; shape (p, T). */
  readonly W: Matrix;
  /** `Y − XW`. */
  readonly residual: Matrix;
  /** Of X: a column counts if more than 1e-12 of it is left when those before it are taken off. */
  readonly rank: number;
}

/**
 * @param X - shape (n, p)
 * @param Y - shape (n, T)
 * @param breathe - awaited on the way
 */
export async function leastSquares(
  X: Matrix,
  Y: Matrix,
  breathe: () => Promise<void> | undefined,
): Promise<LeastSquares> {
  const columns = await projectOut(X, everyColumn(X), breathe);
  const [W, residual, { rank }] = [await columns.fit(Y), await columns.off(Y), columns];
  if (rank === X.cols) return { W, residual, rank };
  // What is orthogonal to the rows of X changes nothing but the norm of W.
  const rows = transpose(X);
  const along = await projectOut(rows, everyColumn(rows), breathe);
  return { W: minus(W, await along.off(W)), residual, rank };
}
