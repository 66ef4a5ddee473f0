import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { capacityOf } from '../../src/backends/capacity.js';
import { selectBackend } from '../../src/backends/select-backend.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import type { Estimator } from '../../src/estimators/estimator.js';
import { multiTaskElasticNet } from '../../src/estimators/multi-task-elastic-net.js';
import type { EstimatorOptions, TensorSolverName } from '../../src/estimators/options.js';
import { penalised } from '../../src/estimators/penalised.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import { checkMemory, tensorBytes } from '../../src/estimators/tensor-memory.js';
import { l1inf } from '../../src/penalties/l1inf.js';
import { randomState } from '../../src/random/random-state.js';

const SOLVERS: TensorSolverName[] = ['ista', 'fista', 'restartedFista', 'douglasRachford'];

/** Where tfjs's wasm backend asks for memory. */
interface Heap {
  readonly wasm: { _malloc: (bytes: number) => number; _free: (at: number) => void };
}

/** The most bytes of tensors that are there at a time while something is done on wasm. */
async function mostBytes(work: () => Promise<unknown>): Promise<number> {
  await selectBackend('wasm');
  const { wasm } = tf.engine().registry.wasm as unknown as Heap;
  wasm._free(wasm._malloc(8)); // the first call replaces both
  const { _malloc: malloc, _free: free } = wasm;
  const sizes = new Map<number, number>();
  let [held, most] = [0, 0];
  wasm._malloc = (bytes) => {
    const at = malloc(bytes);
    sizes.set(at, bytes);
    held += bytes;
    most = Math.max(most, held);
    return at;
  };
  wasm._free = (at) => {
    held -= sizes.get(at) ?? 0;
    sizes.delete(at);
    free(at);
  };
  try {
    await work();
    return most;
  } finally {
    Object.assign(wasm, { _malloc: malloc, _free: free });
  }
}

describe('the memory of tensors', () => {
  const cases: [string, (options: EstimatorOptions) => Estimator, [number, number, number]][] = [
    ['many samples', elasticNet, [3000, 40, 3]],
    ['as many features', elasticNet, [700, 650, 1]],
    ['features in parts', multiTaskElasticNet, [800, 1500, 2]],
    ['many features', sparseGroupLasso, [250, 3000, 2]],
    ['many features in parts', elasticNet, [500, 20_000, 1]],
    ['many tasks', elasticNet, [60, 50, 4000]],
    ['many tasks of more features', (options) => penalised({ ...options, penalty: l1inf }), [30, 150, 1500]],
  ];
  for (const [what, make, [samples, features, tasks]] of cases) {
    it(`is within a bound that is known before, and not far below it: ${what}`, async () => {
      const rng = randomState(1);
      const X = { rows: samples, cols: features, values: rng.randn(samples * features) };
      const Y = { rows: samples, cols: tasks, values: rng.randn(samples * tasks) };
      for (const solver of SOLVERS) {
        const penaltyFactor = new Float64Array(features).fill(2);
        const options = { alpha: 0.01, positive: true, penaltyFactor, tol: 1e-12, maxIter: 11, backend: 'wasm' };
        const most = await mostBytes(() => make({ ...options, solver }).fit(X, Y));
        const { all } = tensorBytes({ samples, features, tasks, solver });
        expect(most / all, solver).to.be.within(0.2, 1);
      }
    });
  }

  it('is refused where a backend has less', () => {
    const fit = { samples: 300, features: 1000, tasks: 2, solver: 'fista', backend: 'wasm' } as const;
    const { all, one } = tensorBytes(fit);
    checkMemory(fit, { all, one });
    expect(all).to.equal(4 * (2 * 300_000 + 20 * 1300 * 4));
    expect(one).to.equal(4 * 2000);
    expect(() => checkMemory(fit, { all: 2 ** 20, one: 2 ** 20 })).to.throw(
      RangeError,
      "fit: X and Y must be of sizes for which solver 'fista' takes tensors of 1 MiB at most on backend wasm, got 300 x 1000 " +
        "with 2 tasks, which takes 3 MiB; take solver 'auto', fewer features, samples or tasks, or another backend",
    );
    const inverse = { ...fit, solver: 'douglasRachford', backend: 'webgpu' } as const;
    expect(() => checkMemory(inverse, { all: Infinity, one: 2 ** 18 })).to.throw(
      RangeError,
      "solver 'douglasRachford' takes a tensor of 1 MiB at most on backend webgpu, got 300 x 1000 with 2 tasks, which takes 1 MiB",
    );
  });

  it('is enough for 25,000 x 20,000 on wasm, and not for twice as many', async () => {
    await selectBackend('wasm');
    const sizes = { samples: 25_000, features: 20_000, tasks: 1, backend: 'wasm' } as const;
    checkMemory({ ...sizes, solver: 'fista' });
    checkMemory({ ...sizes, samples: 8000, features: 60_000, solver: 'restartedFista' });
    for (const [more, solver] of [
      [{ features: 40_000 }, 'fista'],
      [{ samples: 10_000, features: 60_000 }, 'fista'],
      [{}, 'douglasRachford'],
      [{ tasks: 5000 }, 'ista'],
    ] as const) {
      expect(() => checkMemory({ ...sizes, ...more, solver })).to.throw(RangeError, 'at most on backend wasm, got ');
    }
  });
});

describe('the capacity of a backend', () => {
  it('is that of 32 bits on wasm, less what is there, and not known on cpu', async () => {
    await selectBackend('wasm');
    await selectBackend('cpu');
    const before = capacityOf('wasm');
    expect(before.one).to.equal(2 ** 32 - 2 ** 16);
    const tensor = tf.zeros([1000]);
    expect(before.all - capacityOf('wasm').all).to.equal(4000);
    tensor.dispose();
    expect(capacityOf('cpu')).to.deep.equal({ one: Infinity, all: Infinity });
  });

  it('is what a WebGPU device binds at a time', () => {
    const { registry } = tf.engine();
    const limits = { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27 };
    Object.assign(registry, { imagined: { device: { limits } } });
    expect(capacityOf('imagined')).to.deep.equal({ one: 2 ** 27, all: Infinity });
    delete registry.imagined;
  });
});
