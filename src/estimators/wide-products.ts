import * as tf from '@tensorflow/tfjs-core';
import { type MakeWide, WIDE_DEPTH } from '../engine/wide.js';
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
      () => pieces.map((piece) => tf.transpose(part(X, p, piece)) as tf.Tensor2D),
      (made) => made,
    );
    return {
      async correlate(R, rows) {
        const sums = new Float64Array(rows * p);
        const products = own(
          backend,
          () => pieces.map((piece, k) => tf.matMul(part(R, rows, piece), chunks[k]!)),
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
      free: () => tf.dispose(chunks),
    };
  };
