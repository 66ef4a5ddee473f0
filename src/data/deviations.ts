import type { Matrix } from './matrix.js';
import { inverseScale } from './power-of-two.js';

/** Sums of squares within these bounds have lost nothing to over- or underflow that matters. */
const [LEAST, MOST] = [2 ** -900, 2 ** 900];

/** To be awaited now and then, as `pacer` gives it. */
type Breathe = () => Promise<void> | undefined;

/** `Σ_i part_i (by_j x_ij − x̄_j)²` of the columns. */
async function meanSquares(
  { rows, cols, values }: Matrix,
  parts: Float64Array,
  by: Float64Array,
  breathe: Breathe,
): Promise<Float64Array> {
  // About the first row that counts, so that a constant column gives 0, and about the mean from there.
  const first = cols * parts.findIndex((part) => part > 0);
  const [sums, squares] = [new Float64Array(cols), new Float64Array(cols)];
  for (let i = 0; i < rows; i++) {
    const part = parts[i]!;
    for (let j = 0; j < cols; j++) sums[j]! += part * (values[i * cols + j]! * by[j]! - values[first + j]! * by[j]!);
    const pause = breathe();
    if (pause) await pause;
  }
  for (let i = 0; i < rows; i++) {
    const part = parts[i]!;
    for (let j = 0; j < cols; j++) {
      squares[j]! += part * (values[i * cols + j]! * by[j]! - values[first + j]! * by[j]! - sums[j]!) ** 2;
    }
    const pause = breathe();
    if (pause) await pause;
  }
  return squares;
}

/** For each column the power of two that brings its largest magnitude near 1. */
function inverseScales({ cols, values }: Matrix): Float64Array {
  const largest = new Float64Array(cols);
  values.forEach((value, at) => {
    largest[at % cols] = Math.max(largest[at % cols]!, Math.abs(value));
  });
  return largest.map(inverseScale);
}

/**
 * Standard deviations of the columns about their means, `√(Σ_i w_i (x_i − x̄)²/Σw)`, in any units; 1 for a column that is constant.
 *
 * @param weights - one for each row, at least 0, not all of them 0. @default 1
 */
export async function deviations(
  X: Matrix,
  weights: ArrayLike<number> | undefined,
  breathe: Breathe,
): Promise<Float64Array> {
  let total = 0;
  for (let i = 0; i < X.rows; i++) total += weights?.[i] ?? 1;
  const parts = Float64Array.from({ length: X.rows }, (_, i) => (weights?.[i] ?? 1) / total);
  const squares = await meanSquares(X, parts, new Float64Array(X.cols).fill(1), breathe);
  if (squares.every((square) => square > LEAST && square < MOST)) return squares.map(Math.sqrt);
  // Constant columns, and those whose squares are out of range.
  const by = inverseScales(X);
  const scaled = await meanSquares(X, parts, by, breathe);
  return scaled.map((square, j) => (square === 0 ? 1 : Math.sqrt(square) / by[j]!));
}
