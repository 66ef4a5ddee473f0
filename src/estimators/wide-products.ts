import * as tf from '@tensorflow/tfjs-core';
import type { DeviceKind } from '../backends/candidate.js';
import { type MakeWide, WIDE_DEPTH } from '../engine/wide.js';
import { own } from '../tensors/own.js';
import { readBack } from '../tensors/read-back.js';

/** Who multiplies large matrices faster than the kernel, on what, and products of correlations from which that pays. */
interface Multiplier {
  readonly backend: string;
  readonly kind: DeviceKind;
  readonly products: number;
}

/**
 * Measured on fits of 1e8 to 2.5e10 products, X taken to the backend each time. WebGPU on an NVIDIA H200, beside a core of a Xeon:
 * .7 to 1.0 times as fast at 1e8 (1 to 50 tasks), .9 to 1.1 at 5e8, 1.2 to 1.4 at 2e9, 1.0 to 1.6 at 5e9 to 8e9. TensorFlow on two cores: .9 up to 4e8, 1.0 to 1.4 at 4e9, 2.3 to 2.6 at 2.5e10. Not TensorFlow on a GPU,
 * whose tensor cores round more coarsely than a certificate allows for: WebGPU's sums and products are IEEE 754's (WGSL 15.7.4).
 */
const MULTIPLIERS: readonly Multiplier[] = [
  { backend: 'webgpu', kind: 'gpu', products: 1e9 },
  { backend: 'tensorflow', kind: 'cpu', products: 2e9 },
];

/** Below so many products nobody is faster. */
export const LEAST_PRODUCTS: number = Math.min(...MULTIPLIERS.map(({ products }) => products));

/** Whether correlations that take so many products are for the backend. */
export const multiplies = (
  { backend, kind }: { readonly backend: string; readonly kind: DeviceKind },
  products: number,
): boolean => MULTIPLIERS.some((each) => each.backend === backend && each.kind === kind && products >= each.products);

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
