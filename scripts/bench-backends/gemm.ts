import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { selectBackend } from 'tensor-lasso';
import { median } from './median.js';

const SIZE = 1024;
const PRODUCTS = 40;
const ROUNDS = 5;

/** The same products in numpy, timed there; prints seconds for one. */
const NUMPY = `
import time, numpy
A = numpy.full((${SIZE}, ${SIZE}), 0.5, dtype=numpy.float32)
for _ in range(5): A @ A
start = time.perf_counter()
for _ in range(${PRODUCTS}): A @ A
print((time.perf_counter() - start) / ${PRODUCTS})
`;

const gflops = (seconds: number): number => (2 * SIZE ** 3) / seconds / 1e9;

async function numpy(): Promise<number | undefined> {
  try {
    const { stdout } = await promisify(execFile)('python3', ['-c', NUMPY]);
    return gflops(Number(stdout));
  } catch {
    return undefined;
  }
}

async function ours(backend: string): Promise<number> {
  await tf.setBackend(await selectBackend(backend));
  const A = tf.fill([SIZE, SIZE], 0.5);
  const product = async () => {
    const sum = tf.tidy(() => tf.slice(tf.matMul(A, A), [0, 0], [1, 1]));
    await sum.data();
    sum.dispose();
  };
  for (let k = 0; k < 5; k++) await product();
  const start = performance.now();
  for (let k = 0; k < PRODUCTS; k++) await product();
  A.dispose();
  return gflops((performance.now() - start) / 1000 / PRODUCTS);
}

/** Speed of a product of two matrices on each backend, and in numpy (if `python3` has it), in turns. */
export async function gemm(backends: readonly string[]): Promise<void> {
  const speeds = new Map<string, number[]>();
  const note = (name: string, speed: number) => speeds.set(name, [...(speeds.get(name) ?? []), speed]);
  for (let round = 0; round < ROUNDS; round++) {
    const reference = await numpy();
    if (reference) note('numpy', reference);
    for (const backend of backends) note(backend, await ours(backend));
  }
  console.log(`A product of ${SIZE} x ${SIZE} matrices in float32, GFLOP/s, the median of ${ROUNDS} rounds:`);
  for (const [name, values] of speeds) console.log(`  ${name.padEnd(12)} ${median(values).toFixed(1).padStart(7)}`);
  console.log();
}
