import * as tf from '@tensorflow/tfjs-core';
import { own } from '../tensors/own.js';
import { readBack } from '../tensors/read-back.js';
import { sumOfSquares } from './sum-of-squares.js';

/** Numbers of X in a part that becomes a tensor: 16 MiB. */
export const PART: number = 2 ** 22;

/** Rows of X and Y that follow one another, to become tensors. */
export interface Rows {
  readonly count: number;
  /** X, shape (count, p), and Y, shape (count, problems · tasks); made where it is called. */
  tensors(): { readonly X: tf.Tensor2D; readonly Y: tf.Tensor2D };
  /** Some of these rows; to be freed. */
  part(from: number, count: number): Rows;
  free(): void;
}

/** What a squared loss is made from: all of X and Y, of which some rows at a time become tensors. */
export interface Samples extends Rows {
  /** Samples, features, problems, tasks. */
  readonly shape: readonly [number, number, number, number];
  /** Rows that may become tensors at a time. */
  readonly atOnce: number;
  /** `‖Y_b‖²/(2n)`, shape (problems); made where it is called. */
  nullValue(): tf.Tensor1D;
  /** `‖X‖²_F/(n p)`. */
  meanSquare(): Promise<number>;
}

/** Rows of tensors on a backend: X, shape (count, p), and Y, shape (count, columns). */
function rowsOf(backend: string, X: tf.Tensor2D, Y: tf.Tensor2D): Rows {
  return {
    count: X.shape[0],
    tensors: () => ({ X: tf.clone(X), Y: tf.clone(Y) }),
    part(from, count) {
      const cut = (all: tf.Tensor2D): tf.Tensor2D =>
        count === all.shape[0] ? tf.clone(all) : tf.slice(all, [from, 0], [count, all.shape[1]]);
      const made = own(
        backend,
        () => [cut(X), cut(Y)] as const,
        ([x, y]) => [x, y],
      );
      return rowsOf(backend, ...made);
    },
    free: () => tf.dispose([X, Y]),
  };
}

/** Samples that are tensors already, shapes (n, p) and (n, problems, tasks), which stay the caller's. To be freed. */
export function samplesOf(X: tf.Tensor2D, Y: tf.Tensor3D): Samples {
  const backend = tf.getBackend();
  const [n, problems, tasks] = Y.shape;
  const [x, y] = own(
    backend,
    () => [tf.clone(X), tf.reshape(Y, [n, problems * tasks]) as tf.Tensor2D] as const,
    ([x, y]) => [x, y],
  );
  return {
    ...rowsOf(backend, x, y),
    shape: [n, x.shape[1], problems, tasks],
    atOnce: n,
    nullValue: () => tf.div(sumOfSquares(tf.reshape(y, [n, problems, tasks])), 2 * n),
    async meanSquare() {
      const mean = own(
        backend,
        () => tf.mean(tf.square(x)),
        (made) => made,
      );
      const [square = 0] = await readBack(mean);
      return square;
    },
  };
}
