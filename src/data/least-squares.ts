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
 */
export function leastSquares(X: Matrix, Y: Matrix): LeastSquares {
  const columns = projectOut(X, everyColumn(X));
  const [W, residual, { rank }] = [columns.fit(Y), columns.off(Y), columns];
  if (rank === X.cols) return { W, residual, rank };
  // What is orthogonal to the rows of X changes nothing but the norm of W.
  const rows = transpose(X);
  return { W: minus(W, projectOut(rows, everyColumn(rows)).off(W)), residual, rank };
}
