import * as tf from '@tensorflow/tfjs-core';
import { selectBackend } from '../../src/backends/select-backend.js';

const ALL = ['cpu', 'wasm', 'tensorflow', 'webgpu'];

declare global {
  var TENSOR_LASSO_BACKENDS: string | undefined;
}

/**
 * Backends to test, separated by commas; one that cannot be loaded then fails its tests. In Node from the environment,
 * in a browser a global variable.
 */
const setting = (): string | undefined =>
  globalThis.process?.env.TENSOR_LASSO_BACKENDS ?? globalThis.TENSOR_LASSO_BACKENDS;

/** Those of all backends that work here; one line says which do not. */
async function available(): Promise<string[]> {
  const there: string[] = [];
  const missing: string[] = [];
  for (const name of ALL) {
    await selectBackend(name).then(
      () => there.push(name),
      () => missing.push(name),
    );
  }
  if (missing.length > 0) console.log(`Not tested, because not here: ${missing.join(', ')} (npm run doctor says why)`);
  return there;
}

/** The backends that the tests run on. */
export const BACKENDS: readonly string[] = setting()?.split(',') ?? (await available());

/** Backends whose device may be imitated by the processor: a step may take milliseconds, whatever its size. */
export const SLOW = ['webgpu', 'webgl'];
/** Milliseconds that a test may take on one of these. */
export const PATIENCE = 120_000;

/** The same tests on every backend. */
export function onEachBackend(tests: (backend: string) => void): void {
  for (const backend of BACKENDS) {
    describe(`on ${backend}`, function () {
      if (SLOW.includes(backend)) this.timeout(PATIENCE);
      before(async () => {
        await tf.setBackend(await selectBackend(backend));
      });
      tests(backend);
    });
  }
}
