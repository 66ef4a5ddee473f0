import * as tf from '@tensorflow/tfjs-core';
import { orFree, own } from '../tensors/own.js';
import type { Datafit } from './datafit.js';
import type { Held } from './held.js';
import { inverse, type Square } from './inverse.js';
import type { Making } from './making.js';
import { PART, type Samples } from './samples.js';
import { type Scales, scalesOf } from './scales.js';
import { placesIn, rowsOf, whole } from './stack.js';
import { sumOfSquares } from './sum-of-squares.js';

/** Some of the samples, m of them: X, shape (m, p); XT = Xᵀ, kept because wasm multiplies by a transposed matrix ten times slower; Y, shape (m, problems, tasks). */
type Part = { readonly X: tf.Tensor2D; readonly XT: tf.Tensor2D; readonly Y: tf.Tensor3D };

const sumOf = <T extends tf.Tensor>(terms: readonly T[]): T => terms.reduce((sum, term) => tf.add(sum, term));

/** Numbers that tensors hold when the residual form is there, while it is made, and while a resolvent is, at most. */
export const residualNumbers = (n: number, p: number): Held => ({
  kept: 2 * n * p,
  making: 2 * n * p,
  resolving: 2 * n * n + Math.min(1.5 * n * p, 5 * PART),
});

/** `ridge I + XXᵀ`. */
function productsOf(parts: readonly Part[], ridge: number): Square {
  const sizes = parts.map(({ X }) => X.shape[0]);
  return {
    size: sizes.reduce((sum, size) => sum + size),
    block(row, column, rows, columns) {
      const products = tf.tidy(() => {
        const above = placesIn(sizes, row, rows).map(({ part, first, count }) => rowsOf(parts[part]!.X, first, count));
        const beside = placesIn(sizes, column, columns).map(({ part, first, count }) => {
          const { X, XT } = parts[part]!;
          return count === sizes[part] ? XT : tf.tidy(() => tf.transpose<tf.Tensor2D>(rowsOf(X, first, count)));
        });
        return whole(
          above.map((X) =>
            tf.concat2d(
              beside.map((XT) => tf.matMul(X, XT)),
              1,
            ),
          ),
        );
      });
      return row === column ? tf.add(products, tf.mul(tf.eye(rows), ridge)) : products;
    },
  };
}

function fromParts(parts: readonly Part[], nullValue: tf.Tensor1D, scales: Scales): Datafit {
  const [problems, tasks] = parts[0]!.Y.shape.slice(1) as [number, number];
  const p = parts[0]!.X.shape[1];
  const n = parts.reduce((sum, { Y }) => sum + Y.shape[0], 0);
  const columns = problems * tasks;
  const flat = (W: tf.Tensor): tf.Tensor2D => tf.reshape(W, [-1, columns]);
  const residual = ({ X, Y }: Part, w: tf.Tensor2D): tf.Tensor3D => tf.sub(Y, tf.reshape(tf.matMul(X, w), Y.shape));

  /** Of `I + step H`: its largest eigenvalue is at most 1 + step trace H. */
  const conditionOf = (step: number): number => 1 + step * scales.curvature * p;

  /** `XᵀV` of V with a row for each sample. */
  const correlate = (V: tf.Tensor2D): tf.Tensor2D => {
    let first = 0;
    const products = parts.map(({ XT }) => {
      const [, count] = XT.shape;
      const product: tf.Tensor2D = tf.matMul(XT, rowsOf(V, first, count));
      first += count;
      return product;
    });
    return sumOf(products);
  };

  return {
    tensors: Object.assign(
      { nullValue },
      ...parts.map(({ X, XT, Y }, k) => ({ [`X${k}`]: X, [`XT${k}`]: XT, [`Y${k}`]: Y })),
    ),
    shape: [p, problems, tasks],
    ...scales,
    value: (W) => tf.tidy(() => tf.div(sumOf(parts.map((part) => sumOfSquares(residual(part, flat(W))))), 2 * n)),
    gradient: (W) =>
      tf.tidy(() => {
        const correlations = sumOf(parts.map((part) => tf.matMul(part.XT, flat(residual(part, flat(W))))));
        return tf.div(tf.reshape(correlations, [p, problems, tasks]), -n);
      }),
    // `(I + sXᵀX/n)⁻¹ = I − XᵀKX` with `K = (nI/s + XXᵀ)⁻¹` (Woodbury).
    resolvent: (step) => inverse(productsOf(parts, n / step), conditionOf(step)),
    resolve: (K, V) =>
      tf.tidy(() => {
        const fitted = whole(parts.map(({ X }) => tf.matMul(X, flat(V))));
        return tf.sub(V, tf.reshape(correlate(tf.matMul(K, fitted)), V.shape));
      }),
    take: (which) =>
      fromParts(
        parts.map(({ X, XT, Y }) => ({ X: tf.clone(X), XT: tf.clone(XT), Y: tf.gather(Y, which, 1) })),
        tf.gather(nullValue, which),
        scales,
      ),
  };
}

/** All samples, in parts. */
async function partsOf(samples: Samples, { backend, breathe }: Making): Promise<readonly Part[]> {
  const [n, , problems, tasks] = samples.shape;
  const parts: Part[] = [];
  return orFree(parts, async () => {
    for (let from = 0; from < n; from += samples.atOnce) {
      const rows = samples.part(from, Math.min(samples.atOnce, n - from));
      const make = (): Part => {
        const { X, Y } = rows.tensors();
        return { X, XT: tf.transpose(X), Y: tf.reshape(Y, [rows.count, problems, tasks]) };
      };
      try {
        parts.push(own(backend, make, (made) => made));
      } finally {
        rows.free();
      }
      const pause = breathe();
      if (pause) await pause;
    }
    return parts;
  });
}

/**
 * `1/(2n) ‖Y − XW‖²` from the residual: two products with X for each gradient, which is less than one with the Gram
 * matrix when p is above 2n. The whole batch is one product: problems and tasks are columns side by side.
 *
 * @param samples - X and Y, centred
 */
export async function residualQuadratic(samples: Samples, making: Making): Promise<Datafit> {
  const { backend } = making;
  const parts = await partsOf(samples, making);
  return orFree(parts as Part[], async () => {
    const hessian = (V: tf.Tensor2D): tf.Tensor2D =>
      tf.div(sumOf(parts.map(({ X, XT }) => tf.matMul(XT, tf.matMul(X, V)))), samples.shape[0]);
    const scales = await scalesOf(hessian, samples, making);
    const nullValue = own(
      backend,
      () => samples.nullValue(),
      (made) => made,
    );
    return fromParts(parts, nullValue, scales);
  });
}
