import * as tf from '@tensorflow/tfjs-core';
import { loadBackend } from '../../src/backends/load-backend.js';

/** The backends that come with the package. One that cannot be loaded fails its tests. */
export const BACKENDS = ['cpu', 'wasm'] as const;

/** The same tests on every backend. */
export function onEachBackend(tests: (backend: string) => void): void {
  for (const backend of BACKENDS) {
    describe(`on ${backend}`, () => {
      before(async () => {
        await tf.setBackend(await loadBackend(backend));
      });
      tests(backend);
    });
  }
}
