import * as tf from '@tensorflow/tfjs-core';
import { inRange } from '../data/in-range.js';
import { type Matrix, row, transpose, zeros } from '../data/matrix.js';
import { PART, type Rows, type Samples } from '../datafits/samples.js';
import type { Breathe } from '../threads/pacer.js';
import { type Conditioned, condition, readRow } from './conditioned.js';
import type { Prepared } from './prepare.js';

/** X and Y as solvers on tensors see them: X is read where it is. */
export interface TensorData {
  readonly X: Conditioned;
  readonly Y: Matrix;
  /** What Y is in units of. */
  readonly yScale: number;
  /** Means of the columns of Y, in the units of the data. */
  readonly yMeans: Float64Array;
  /** The unit of each column of X beside `X.scale`. @default 1 */
  readonly units: Float64Array | undefined;
}

export async function tensorData(
  { data: [X, Y], fitIntercept: centre, units }: Pick<Prepared, 'data' | 'fitIntercept' | 'units'>,
  breathe: Breathe,
): Promise<TensorData> {
  const x = await condition(X, { centre, units, breathe });
  const y = await condition(Y, { centre, breathe });
  const matrix = zeros(Y.rows, Y.cols);
  for (let i = 0; i < Y.rows; i++) readRow(y, i, row(matrix, i));
  return { X: x, Y: matrix, yScale: y.scale, yMeans: y.means.map((mean) => mean / y.lift), units };
}

/** `‖Y_b‖²/n` of each problem. */
export function meanSquares({ Y }: TensorData, problems: number): Float64Array {
  const tasks = Y.cols / problems;
  const sums = new Float64Array(problems);
  for (let at = 0; at < Y.values.length; at++) {
    sums[Math.floor((at % Y.cols) / tasks)]! += Y.values[at]! * Y.values[at]!;
  }
  return sums.map((sum) => sum / Y.rows);
}

/** Rows of X and Y, in float32. */
function rowsOf({ X, Y }: Pick<TensorData, 'X' | 'Y'>, first: number, count: number): Rows {
  const { cols } = X.matrix;
  return {
    count,
    tensors() {
      const line = new Float64Array(cols);
      const x = new Float32Array(count * cols);
      for (let i = 0; i < count; i++) {
        readRow(X, first + i, line);
        x.set(line, i * cols);
      }
      const y = Float32Array.from(Y.values.subarray(first * Y.cols, (first + count) * Y.cols));
      return { X: tf.tensor2d(x, [count, cols]), Y: tf.tensor2d(y, [count, Y.cols]) };
    },
    part: (from, some) => rowsOf({ X, Y }, first + from, some),
    free: () => undefined,
  };
}

/** What the squared loss is made from. */
export function samplesOf(data: TensorData, problems: number): Samples {
  const { X, Y } = data;
  const { rows, cols } = X.matrix;
  return {
    ...rowsOf(data, 0, rows),
    shape: [rows, cols, problems, Y.cols / problems],
    atOnce: Math.max(1, Math.floor(PART / cols)),
    nullValue: () => tf.tensor1d(Float32Array.from(meanSquares(data, problems), (square) => square / 2)),
    meanSquare: async () => X.meanSquare,
  };
}

/** What a coefficient of each column of x̃ is one of, in the units of the data. */
const unitOf =
  ({ X, yScale, units }: TensorData) =>
  (j: number): number =>
    yScale / X.scale / (units ? units[j]! : 1);

/** Coefficients of the scaled problem, shape (features, tasks), as (tasks, features) in the units of the data. */
export function unscaled(W: Matrix, data: TensorData): Matrix {
  const coef = transpose(W);
  const unit = unitOf(data);
  // Zeros stay zeros, without a sign, however far apart the units are.
  return { ...coef, values: coef.values.map((w, at) => (w === 0 ? 0 : inRange(w * unit(at % coef.cols)))) };
}

/** The inverse of `unscaled`; 0 of columns that are 0 in float32, of which only the penalty would see it. */
export function scaled(coef: Matrix, data: TensorData): Matrix {
  const W = transpose(coef);
  const unit = unitOf(data);
  const { largest } = data.X;
  const values = W.values.map((w, at) => {
    const j = Math.floor(at / W.cols);
    return Math.fround(largest[j]!) === 0 ? 0 : w / unit(j);
  });
  return { ...W, values };
}

/** `ȳ − x̄ᵀw` for each task, in the units of the data. */
export function intercepts(W: Matrix, { X, yMeans, yScale }: TensorData): Float64Array {
  const fitted = new Float64Array(W.cols);
  for (let j = 0; j < W.rows; j++) {
    const mean = X.means[j]! * X.factors[j]!;
    for (let t = 0; t < W.cols; t++) fitted[t]! += mean * W.values[j * W.cols + t]!;
  }
  return yMeans.map((mean, t) => mean - fitted[t]! * yScale + 0); // no −0
}
