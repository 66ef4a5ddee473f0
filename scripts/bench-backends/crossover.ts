import * as tf from '@tensorflow/tfjs';
import { iterate, restartedFista } from 'tensor-lasso';
import { median } from './median.js';
import { problem, type TensorProblem } from './problem.js';

/** Features and columns, from what fits on a postcard to what fills a processor. */
const SIZES: readonly (readonly [number, number])[] = [
  [10, 1],
  [30, 40],
  [50, 50],
  [100, 40],
  [100, 100],
  [200, 50],
  [200, 200],
  [400, 100],
  [500, 400],
  [1000, 100],
  [30, 4000],
];

/** Microseconds a step, the median of five runs. */
async function microseconds({ datafit, penalty }: TensorProblem): Promise<number> {
  const run = async (steps: number): Promise<number> => {
    const start = performance.now();
    const W0 = tf.zeros<tf.Rank.R3>([...datafit.shape]);
    let k = 0;
    for (const { W } of iterate(restartedFista, datafit, penalty, W0)) {
      if (k++ === steps) {
        await W.data();
        break;
      }
    }
    W0.dispose();
    return performance.now() - start;
  };
  const once = (await run(3)) / 3;
  const steps = Math.max(5, Math.min(200, Math.round(150 / once)));
  const times: number[] = [];
  for (let round = 0; round < 5; round++) times.push((1000 * (await run(steps))) / steps);
  return median(times);
}

/** Where one backend overtakes the other: the time of a step over the operations of its gradient. */
export async function crossover(backends: readonly string[]): Promise<void> {
  console.log(
    `\nA FISTA step in microseconds, Gram form:\n  ${'features x columns'.padEnd(20)}${'operations'.padEnd(12)}${backends.map((name) => name.padStart(12)).join('')}`,
  );
  for (const [features, columns] of SIZES) {
    const times: number[] = [];
    for (const backend of backends) {
      const on = await problem(backend, features, features, columns);
      times.push(await microseconds(on));
      tf.dispose([on.datafit.tensors, on.penalty.tensors]);
    }
    const flops = 2 * features * features * columns;
    const row = times.map((time) => time.toFixed(0).padStart(12)).join('');
    console.log(`  ${`${features} x ${columns}`.padEnd(20)}${flops.toExponential(0).padEnd(12)}${row}`);
  }
}
