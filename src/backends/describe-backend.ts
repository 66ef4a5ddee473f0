import * as tf from '@tensorflow/tfjs-core';
import type { Identity } from './candidate.js';
import { identify } from './identify.js';
import { type SelectOptions, selectFor } from './select-backend.js';
import { withBackend } from './with-backend.js';

/** A backend, what it runs on, and how fast it was just now. */
export interface BackendDescription extends Identity {
  readonly name: string;
  /** Bits of a floating-point number in its tensors: 32, on some WebGL devices 16. */
  readonly precision: 16 | 32;
  /** Speed of a product of two square matrices, in 10⁹ floating-point operations per second. */
  readonly gflops: number;
  /** Time of one small operation (30 × 40 numbers) among many, in microseconds. */
  readonly microsecondsPerOp: number;
}

/** Products are timed at the first of these sizes that takes this long, or at the last. */
const SIZES = [128, 256, 512, 1024, 2048];
const ENOUGH = 40;
const REPEATS = 3;
const OPS = 200;

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

/** Milliseconds until the device has done `work` and its result has been read, the median of a few runs after one for warmth. */
async function timed(backend: string, work: () => tf.Tensor): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run <= REPEATS; run++) {
    const start = performance.now();
    const tensor = withBackend(backend, () => tf.tidy(work));
    await tensor.data();
    times.push(performance.now() - start);
    tensor.dispose();
  }
  return median(times.slice(1));
}

async function gflops(backend: string): Promise<number> {
  for (const size of SIZES) {
    const A = withBackend(backend, () => tf.fill([size, size], 0.5));
    try {
      const product = await timed(backend, () => tf.sum(tf.matMul(A, A)));
      const rest = await timed(backend, () => tf.sum(A));
      if (product - rest > ENOUGH || size === SIZES.at(-1))
        return (2 * size ** 3) / Math.max(product - rest, 1e-3) / 1e6;
    } finally {
      A.dispose();
    }
  }
  return 0;
}

async function microsecondsPerOp(backend: string): Promise<number> {
  const chain = (length: number) => () => {
    let tensor: tf.Tensor = tf.ones([30, 40]);
    for (let op = 0; op < length; op++) tensor = tf.mul(tensor, 0.999);
    return tf.sum(tensor);
  };
  return (1000 * ((await timed(backend, chain(OPS))) - (await timed(backend, chain(0))))) / OPS;
}

/**
 * Which backend `'auto'` or a name stands for, what it runs on, and how fast it is here and now. Takes about a second
 * (plain JavaScript: a few).
 *
 * @param name - as for `selectBackend`
 * @throws as `selectBackend` does
 */
export async function describeBackend(name = 'auto', options: SelectOptions = {}): Promise<BackendDescription> {
  const backend = await selectFor('describeBackend', name, options);
  return {
    name: backend,
    ...(await identify(backend)),
    precision: tf.engine().registry[backend]!.floatPrecision(),
    gflops: await gflops(backend),
    microsecondsPerOp: await microsecondsPerOp(backend),
  };
}
