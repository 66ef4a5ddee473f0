import { expect } from 'chai';
import { BACKENDS } from '../support/backends.js';
import { runNode } from '../support/run-node.js';

const FITS = 500;
/** Megabytes by which a process may grow without a leak: what the heap is left with between two collections. */
const BREATH = 24;

describe(`${FITS} fits in a row`, function () {
  this.timeout(600_000);
  const cases = [...BACKENDS.map((backend) => [backend, 'restartedFista'] as const), ['wasm', 'auto'] as const];
  for (const [backend, solver] of cases) {
    it(`leave no tensor, and the process as large as it was, on ${backend} (${solver})`, async () => {
      const { stdout } = await runNode(
        `
        import { setFlagsFromString } from 'node:v8';
        import { runInNewContext } from 'node:vm';
        import * as tf from '@tensorflow/tfjs-core';
        import { lasso } from '${new URL('../../dist/index.js', import.meta.url).href}';
        setFlagsFromString('--expose-gc');
        const collect = runInNewContext('gc');
        const X = Array.from({ length: 12 }, (_, i) => Array.from({ length: 4 }, (_, j) => Math.sin(1 + 7 * i + 3 * j)));
        const Y = X.map(([a, b]) => [a + b, a - b]);
        const estimator = lasso({ alpha: 0.2, tol: 1e-2, backend: '${backend}', solver: '${solver}' });
        // The least of some looks: the resident size of a process that stays the same goes up and down by 15 MB.
        const fits = async (count) => {
          for (let k = 0; k < count; k++) await estimator.fit(X, Y);
          const sizes = [];
          for (let look = 0; look < 5; look++) {
            for (let k = 0; k < 5; k++) await estimator.fit(X, Y);
            collect();
            sizes.push(process.memoryUsage().rss / 2 ** 20);
          }
          return Math.min(...sizes);
        };
        const before = await fits(${backend === 'webgpu' ? 25 : FITS / 2});
        const { numTensors, numDataBuffers } = tf.engine().state;
        const after = await fits(${FITS});
        const now = tf.engine().state;
        console.log(JSON.stringify([now.numTensors - numTensors, now.numDataBuffers - numDataBuffers, after - before]));
      `,
        { XDG_CACHE_HOME: '', ...process.env },
      );
      const [tensors, buffers, growth] = JSON.parse(stdout);
      expect([tensors, buffers]).to.deep.equal([0, 0]);
      expect(growth).to.be.below(BREATH);
    });
  }
});

/** Megabytes beside X that do not grow with it: compiled code, what passes through, what is not collected yet. */
const CONSTANT = 32;

describe('a fit on tensors', function () {
  this.timeout(600_000);
  const cases = [
    ['wasm', 'fista', 3000, 2000],
    ['wasm', 'restartedFista', 3000, 2000],
    ['wasm', 'ista', 2000, 3500],
    ['wasm', 'fista', 1000, 6000],
    ['cpu', 'restartedFista', 1000, 6000],
  ] as const;
  for (const [backend, solver, n, p] of cases.filter(([name]) => BACKENDS.includes(name))) {
    it(`takes less than three times the float32 size of X beside it: ${solver} on ${backend}, ${n} x ${p}`, async () => {
      const { stdout } = await runNode(`
        import { lasso } from '${new URL('../../dist/index.js', import.meta.url).href}';
        const data = (n, p) => {
          const X = { rows: n, cols: p, values: new Float64Array(n * p) };
          for (let at = 0; at < n * p; at++) X.values[at] = Math.sin(at * at) + 3;
          return [X, Float64Array.from({ length: n }, (_, i) => X.values[i * p] - X.values[i * p + 1])];
        };
        const estimator = lasso({ alpha: 0.2, backend: '${backend}', solver: '${solver}', maxIter: 20 });
        for (const size of [[300, 100], [100, 300]]) await estimator.fit(...data(...size));
        const [X, y] = data(${n}, ${p});
        const before = process.resourceUsage().maxRSS;
        await estimator.fit(X, y);
        console.log((process.resourceUsage().maxRSS - before) / 1024);
      `);
      expect(Number(stdout)).to.be.below((3 * 4 * n * p) / 2 ** 20 + CONSTANT);
    });
  }
});
