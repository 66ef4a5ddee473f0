import * as tf from '@tensorflow/tfjs-core';
import { orFree, own } from '../tensors/own.js';
import type { Datafit } from './datafit.js';
import type { Held } from './held.js';
import { inverse, type Square } from './inverse.js';
import type { Making } from './making.js';
import type { Samples } from './samples.js';
import { type Scales, scalesOf } from './scales.js';
import { placesIn, type Stack, whole } from './stack.js';
import { BLOCK, sumOverRows, sumsAtOnce } from './sum-over-rows.js';

/** G = XᵀX/n, some rows after the other, shapes (rows, p); C = XᵀY/n, shape (p, problems, tasks). */
type GramTensors = { readonly G: Stack; readonly C: tf.Tensor3D; readonly nullValue: tf.Tensor1D };

const all = ({ G, ...others }: GramTensors): Datafit['tensors'] => ({
  ...Object.fromEntries(G.map((rows, k) => [`G${k}`, rows])),
  ...others,
});

/** `I + step G`. */
function plusIdentity(G: Stack, step: number): Square {
  const sizes = G.map(({ shape }) => shape[0]);
  return {
    size: G[0]!.shape[1],
    block(row, column, rows, columns) {
      const scaled = tf.tidy(() => {
        const parts = placesIn(sizes, row, rows).map(({ part, first, count }) =>
          tf.slice(G[part]!, [first, column], [count, columns]),
        );
        return tf.mul<tf.Tensor2D>(whole(parts), step);
      });
      return row === column ? tf.add(scaled, tf.eye(rows)) : scaled;
    },
  };
}

function fromTensors(tensors: GramTensors, scales: Scales): Datafit {
  const { G, C, nullValue } = tensors;
  const [p, problems, tasks] = C.shape;
  const times = (M: Stack, W: tf.Tensor3D): tf.Tensor3D => {
    const columns: tf.Tensor2D = tf.reshape(W, [p, problems * tasks]);
    return tf.reshape(whole(M.map((rows) => tf.matMul(rows, columns))), C.shape);
  };

  /** Of `I + step H`: its largest eigenvalue is at most 1 + step trace H. */
  const conditionOf = (step: number): number => 1 + step * scales.curvature * p;

  return {
    tensors: all(tensors),
    shape: [p, problems, tasks],
    ...scales,
    value: (W) =>
      tf.tidy(() => {
        const slope = tf.sub(tf.mul(times(G, W), 0.5), C);
        return tf.add(nullValue, tf.sum(tf.mul(W, slope), [0, 2]));
      }),
    gradient: (W) => tf.tidy(() => tf.sub(times(G, W), C)),
    resolvent: (step) => inverse(plusIdentity(G, step), conditionOf(step)),
    resolve: (K, V) => tf.tidy(() => times([K], V)),
    take: (which) =>
      fromTensors(
        {
          G: G.map((rows) => tf.clone(rows)),
          C: tf.gather(C, which, 1),
          nullValue: tf.gather(nullValue, which),
        },
        scales,
      ),
  };
}

/** Numbers that sums of products may take on the way, in float32, or as many as X times this has beside those of G. */
const ROOM = { least: 2 ** 22, withGram: 2.5 };

/** Numbers of a part of G at most: 128 MiB, which any WebGPU device holds. */
const LARGEST = 2 ** 25;

/** Rows of G that are made at a time. */
function rowsAtOnce(n: number, p: number): number {
  const room = Math.max(ROOM.least, (ROOM.withGram * n - p) * p) / sumsAtOnce(n);
  return Math.ceil(p / Math.ceil(p / Math.max(1, Math.min(room, LARGEST) / p)));
}

/** Numbers that tensors hold when the Gram form is there, while it is made, and while a resolvent is, at most. */
export function gramNumbers(n: number, p: number): Held {
  const sums = (sumsAtOnce(n) + 1) * rowsAtOnce(n, p) * p;
  return { kept: p * p, making: p * p + sums + 4 * BLOCK * p, resolving: 2 * p * p };
}

/** All of X is never there: each time that samples are read they give some rows of G and C. */
async function gramTensors(samples: Samples, making: Making): Promise<GramTensors> {
  const [n, p, problems, tasks] = samples.shape;
  const each = rowsAtOnce(n, p);
  const G: tf.Tensor2D[] = [];
  const C: tf.Tensor2D[] = [];
  return orFree([G, C], async () => {
    for (let first = 0; first < p; first += each) {
      const rows = Math.min(each, p - first);
      const [gram, products] = await sumOverRows(
        samples,
        ({ X, Y }) => {
          const part = rows < p ? tf.slice(X, [0, first], [X.shape[0], rows]) : X;
          const shares: tf.Tensor2D = tf.div(tf.transpose(part), n);
          return [tf.matMul(shares, X), tf.matMul(shares, Y)];
        },
        making,
      );
      G.push(gram!);
      C.push(products!);
    }
    const made = own(
      making.backend,
      () => ({ C: tf.reshape(whole(C), [p, problems, tasks]) as tf.Tensor3D, nullValue: samples.nullValue() }),
      (tensors) => tensors,
    );
    tf.dispose(C);
    return { G, ...made };
  });
}

/**
 * `1/(2n) ‖Y − XW‖² = f(0) − ⟨C, W⟩ + ½⟨W, GW⟩` from the Gram matrix G = XᵀX/n and C = XᵀY/n: one product with G for each
 * gradient, whatever the number of samples. The whole batch is one product: problems and tasks are columns side by side.
 *
 * @param samples - X and Y, centred
 */
export async function gramQuadratic(samples: Samples, making: Making): Promise<Datafit> {
  const tensors = await gramTensors(samples, making);
  const hessian = (V: tf.Tensor2D): tf.Tensor2D => whole(tensors.G.map((rows) => tf.matMul(rows, V)));
  return orFree(all(tensors), async () => fromTensors(tensors, await scalesOf(hessian, samples, making)));
}
