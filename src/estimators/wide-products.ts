import * as tf from '@tensorflow/tfjs-core';
import { type MakeWide, WIDE_DEPTH } from '../engine/wide.js';
import { own } from '../tensors/own.js';
import { readBack } from '../tensors/read-back.js';

/** The part of R that belongs to samples `first` … `first + length − 1`: rows of `length` floats. */
function part(
  R: Float32Array,
  rows: number,
  { stride, first, length }: { stride: number; first: number; length: number },
) {
  const cut = new Float32Array(rows * length);
  for (let t = 0; t < rows; t++) cut.set(R.subarray(t * stride + first, t * stride + first + length), t * length);
  return cut;
}

/** Products on a tfjs backend. */
export const wideProducts =
  (backend: string): MakeWide =>
  (X, { n, ld }) => {
    const starts = Array.from({ length: Math.ceil(n / WIDE_DEPTH) }, (_, k) => k * WIDE_DEPTH);
    const length = (first: number) => Math.min(WIDE_DEPTH, n - first);
    const chunks = own(
      backend,
      () => starts.map((first) => tf.tensor2d(X.slice(first * ld, (first + length(first)) * ld), [length(first), ld])),
      (made) => made,
    );
    return {
      async correlate(R, rows, stride) {
        const sums = new Float64Array(rows * ld);
        const products = own(
          backend,
          () =>
            starts.map((first, k) => {
              const shape = { stride, first, length: length(first) };
              return tf.matMul(tf.tensor2d(part(R, rows, shape), [rows, shape.length]), chunks[k]!);
            }),
          (made) => made,
        );
        for (const product of products) {
          const values = await readBack(product);
          for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!;
        }
        return sums;
      },
      free: () => tf.dispose(chunks),
    };
  };
