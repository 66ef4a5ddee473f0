import * as tf from '@tensorflow/tfjs-core';
import { withBackend } from '../backends/with-backend.js';
import { quadratic } from '../datafits/quadratic.js';
import { type MakeWide, WIDE_DEPTH, type WideProblem } from '../engine/wide.js';
import { l21 } from '../penalties/l21.js';
import { douglasRachford } from '../solvers/douglas-rachford.js';
import { solve } from '../solvers/solve.js';
import { own } from '../tensors/own.js';
import { readBack } from '../tensors/read-back.js';

/** Samples `first` to `last` of rows of `stride` floats. */
function part(
  values: Float32Array,
  rows: number,
  { stride, first, last }: { stride: number; first: number; last: number },
): tf.Tensor2D {
  const length = last - first;
  const cut = new Float32Array(rows * length);
  for (let t = 0; t < rows; t++) cut.set(values.subarray(t * stride + first, t * stride + last), t * length);
  return tf.tensor2d(cut, [rows, length]);
}

/** X of some features, shape (n, features), from rows of features some samples at a time. */
const chosen = (chunks: readonly tf.Tensor2D[], features: Int32Array): tf.Tensor2D =>
  tf.transpose(
    tf.concat(
      chunks.map((chunk) => tf.gather(chunk, tf.tensor1d(features, 'int32'))),
      1,
    ),
  );

/** Douglas–Rachford splitting: its steps are a few products of large matrices each, and there are not many. */
async function solveOn(
  { backend, chunks, signal }: { backend: string; chunks: readonly tf.Tensor2D[]; signal: AbortSignal | undefined },
  problem: WideProblem,
): Promise<number> {
  const { features, Y, stride, tasks, alpha, W, width, tol, maxSteps } = problem;
  const n = chunks.reduce((sum, { shape }) => sum + shape[1], 0);
  const k = features.length;
  const held: tf.TensorContainer[] = [];
  const hold = <T extends tf.TensorContainer>(make: () => T): T => {
    const made = own(backend, make, (tensors) => tensors);
    held.push(made);
    return made;
  };
  try {
    const rows = Float32Array.from(
      { length: n * tasks },
      (_, at) => Y[(at % tasks) * stride + Math.floor(at / tasks)]!,
    );
    const data = hold(() => ({ X: chosen(chunks, features), Y: tf.tensor3d(rows, [n, 1, tasks]) }));
    const start = Float32Array.from(
      { length: k * tasks },
      (_, at) => W[Math.floor(at / tasks) * width + (at % tasks)]!,
    );
    const W0 = hold(() => tf.tensor3d(start, [k, 1, tasks]));
    const penalty = withBackend(backend, () => l21(alpha));
    held.push(penalty.tensors);
    const datafit = await withBackend(backend, () => quadratic(data.X, data.Y));
    held.push(datafit.tensors);
    const options = { tol, maxIter: maxSteps, W0, ...(signal && { signal }) };
    const solution = await withBackend(backend, () => solve(douglasRachford, datafit, penalty, options));
    const values = await readBack(solution.W);
    for (let at = 0; at < values.length; at++) W[Math.floor(at / tasks) * width + (at % tasks)] = values[at]!;
    return solution.iterations[0]!;
  } finally {
    tf.dispose(held);
  }
}

/** Products on a tfjs backend. */
export const wideProducts =
  (backend: string): MakeWide =>
  (X, { n, p, n32 }) => {
    const pieces = Array.from({ length: Math.ceil(n / WIDE_DEPTH) }, (_, k) => ({
      stride: n32,
      first: k * WIDE_DEPTH,
      last: Math.min((k + 1) * WIDE_DEPTH, n),
    }));
    const chunks = own(
      backend,
      () => pieces.map((piece) => part(X, p, piece)),
      (made) => made,
    );
    return {
      async correlate(R, rows) {
        const sums = new Float64Array(rows * p);
        const products = own(
          backend,
          () => pieces.map((piece, k) => tf.matMul(part(R, rows, piece), chunks[k]!, false, true)),
          (made) => made,
        );
        try {
          for (const product of products) {
            const values = await readBack(product);
            for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!;
          }
        } finally {
          tf.dispose(products);
        }
        return sums;
      },
      solve: (problem, signal) => solveOn({ backend, chunks, signal }, problem),
      free: () => tf.dispose(chunks),
    };
  };
