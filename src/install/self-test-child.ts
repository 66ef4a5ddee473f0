import * as tf from '@tensorflow/tfjs-core';
import { describeBackend } from '../backends/describe-backend.js';
import { reason } from '../backends/reason.js';
import { selectBackend } from '../backends/select-backend.js';
import { withBackend } from '../backends/with-backend.js';
import { loadAddon } from '../native/load-addon.js';
import { KERNELS } from './kernels.js';

/** Rounding that float32 kernels may differ by. */
const TOLERANCE = 1e-5;

/** Kernels whose values on the backend are not those of plain JavaScript. */
async function wrongKernels(backend: string): Promise<string[]> {
  await selectBackend('cpu');
  const wrong: string[] = [];
  for (const [name, kernel] of Object.entries(KERNELS)) {
    const [actual, expected] = [withBackend(backend, kernel), withBackend('cpu', kernel)];
    const [values, reference] = [await actual.data(), await expected.data()];
    const same =
      values.length === reference.length &&
      values.every((v, i) => Math.abs(v - reference[i]!) <= TOLERANCE * Math.max(1, Math.abs(reference[i]!)));
    if (!same || actual.shape.join() !== expected.shape.join()) wrong.push(name);
  }
  return wrong;
}

/** Tests the addon of the installation that is named on the command line, or else the one that programs would get. */
async function main(): Promise<void> {
  const [, , directory] = process.argv;
  if (directory) loadAddon(directory);
  const description = await describeBackend('tensorflow');
  const wrong = await wrongKernels('tensorflow');
  if (wrong.length > 0) throw new Error(`kernels give wrong values: ${wrong.join(', ')}`);
  process.send?.({ ...description, kernels: Object.keys(KERNELS).length });
}

tf.enableProdMode();
main().catch((error) => process.send?.({ error: reason(error) }));
