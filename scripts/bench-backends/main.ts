import * as tf from '@tensorflow/tfjs';
import { selectBackend } from 'tensor-lasso';
import { crossover } from './crossover.js';
import { gemm } from './gemm.js';
import { overhead } from './overhead.js';

/** Backends that are named on the command line, or those that work here. */
async function backends(): Promise<string[]> {
  const named = process.argv.slice(2);
  if (named.length > 0) return named;
  const there: string[] = [];
  for (const name of ['cpu', 'wasm', 'tensorflow', 'webgpu']) {
    await selectBackend(name).then(
      () => there.push(name),
      () => undefined,
    );
  }
  return there;
}

tf.enableProdMode();
const names = await backends();
await gemm(names.filter((name) => name === 'wasm' || name === 'tensorflow'));
await overhead(names);
await crossover(names.filter((name) => name === 'wasm' || name === 'tensorflow'));
