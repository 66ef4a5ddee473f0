import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { penalised } from '../../src/estimators/penalised.js';
import { l1inf } from '../../src/penalties/l1inf.js';
import { randomState } from '../../src/random/random-state.js';
import { bootstrap } from '../../src/selection/bootstrap.js';
import { crossValidate } from '../../src/selection/cross-validate.js';
import { fitTasks } from '../../src/selection/fit-tasks.js';
import { releaseMemory } from '../../src/selection/release-memory.js';
import { crewFor, type Resources } from '../../src/selection/resources.js';
import { stabilitySelection } from '../../src/selection/stability-selection.js';
import { nodeThreads } from '../../src/threads/node-threads.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';
import { runNode } from '../support/run-node.js';

const { X, Y } = design({ samples: 40, features: 12, tasks: 20 });
const wide = design({ samples: 60, features: 120, tasks: 40, rho: 0.5 });
const tall = design({ samples: 1000, features: 60, tasks: 20, rho: 0.5 });
const some = { ...Y, values: Y.values.map((y, at) => (at % 7 === 3 ? Number.NaN : y)) };
const groups = Array.from({ length: 12 }, (_, j) => j % 4);
const copies = { ...X, values: X.values.map((x, at) => (at % 12 < 6 ? x : X.values[at - 6]! + 1e-6 * x)) };
const sampleWeight = Float64Array.from({ length: 40 }, (_, i) => 1 + (i % 3));

type Options = Resources & { signal?: AbortSignal; resamples?: number; count?: number };

/** Selections of each kind: what they find, without what takes time. */
const SELECTIONS: Record<string, (options: Options) => Promise<unknown>> = {
  'crossValidate of a Lasso for each task': ({ resamples: _, ...options }) =>
    crossValidate(lasso, X, Y, { count: 20, ...options }),
  'crossValidate of several ratios, weighted, in units': ({ resamples: _, ...options }) =>
    crossValidate(elasticNet, X, Y, {
      count: 10,
      l1Ratios: [0.3, 0.9],
      standardize: true,
      sampleWeight,
      perTask: false,
      ...options,
    }),
  'crossValidate of a multi-task Lasso': ({ resamples: _, ...options }) =>
    crossValidate(multiTaskLasso, X, Y, { count: 20, score: 'r2', rule: 'oneStandardError', ...options }),
  'crossValidate where there are more features than samples': ({ resamples: _, ...options }) =>
    crossValidate(lasso, wide.X, wide.Y, { count: 10, ...options }),
  'crossValidate of features for which a Gram matrix pays only if there are many tasks': ({
    resamples: _,
    ...options
  }) => crossValidate(lasso, tall.X, tall.Y, { count: 10, ...options }),
  'crossValidate of features that are nearly the same': ({ resamples: _, ...options }) =>
    crossValidate(lasso, copies, Y, { count: 10, tol: 1e-11, ...options }),
  'crossValidate of groups': ({ resamples: _, ...options }) =>
    crossValidate(groupLasso, X, Y, { count: 10, groups, ...options }),
  'crossValidate where entries are missing': ({ resamples: _, ...options }) =>
    crossValidate(lasso, X, some, { count: 10, missing: 'mask', ...options }),
  'crossValidate by a solver on tensors': ({ resamples: _, ...options }) =>
    crossValidate(lasso, X, Y, { count: 3, solver: 'restartedFista', backend: 'cpu', ...options }),
  'fitTasks of small problems': ({ count: _, resamples: __, ...options }) =>
    fitTasks(lasso({ alpha: 0.1 }), X, Y, options),
  'fitTasks where there are more features than samples': ({ count: _, resamples: __, ...options }) =>
    fitTasks(lasso({ alpha: 0.1 }), wide.X, wide.Y, options),
  stabilitySelection: (options) =>
    stabilitySelection(lasso, X, Y, { resamples: 10, count: 10, rng: randomState(1), ...options }),
  'stabilitySelection, weighted': (options) =>
    stabilitySelection(multiTaskLasso, X, Y, {
      resamples: 10,
      count: 10,
      sampleWeight,
      rng: randomState(1),
      ...options,
    }),
  bootstrap: ({ count: _, ...options }) =>
    bootstrap(lasso, X, Y, { alpha: 0.1, resamples: 20, rng: randomState(1), ...options }),
};

/** Threads that there are, those of Node's module hooks left out. */
const workers = (): number => count() - others;
const count = (): number => (process.report.getReport() as unknown as { workers: unknown[] }).workers.length;
const others = count();

/** Waits until there are as many threads as there should be. */
async function workersBecome(count: number): Promise<void> {
  for (let tries = 0; workers() !== count && tries < 100; tries++) await new Promise((done) => setTimeout(done, 20));
  expect(workers()).to.equal(count);
}

describe('selections on threads', () => {
  const endIdle = async (): Promise<void> => {
    releaseMemory();
    await workersBecome(0);
  };
  before(endIdle); // those that other tests have left waiting
  afterEach(endIdle);

  for (const [name, run] of Object.entries(SELECTIONS)) {
    it(`are the same to the bit, however many there are: ${name}`, async () => {
      const alone = await run({ threads: 1 });
      expect(workers()).to.equal(0);
      for (const threads of [2, 3]) {
        expect(await run({ threads })).to.deep.equal(alone);
        expect(workers()).to.equal(threads - 1);
      }
      expect(await run({ threads: 3, memory: 1e-3 })).to.deep.equal(alone);
      expect(await run({ threads: 2, memory: 64 })).to.deep.equal(alone);
    });
  }

  it('say how far they are, to the end', async () => {
    const seen: number[] = [];
    await crossValidate(lasso, X, Y, { count: 20, threads: 2, onProgress: ({ fraction }) => seen.push(fraction) });
    expect(seen.at(-1)).to.equal(1);
    expect(seen).to.deep.equal(seen.toSorted((a, b) => a - b));
  });

  it('leave no tensor and no thread behind, whenever they are cancelled', async function () {
    this.timeout(60_000);
    const rng = randomState(7);
    const before = tf.engine().state.numTensors;
    for (let k = 0; k < 20; k++) {
      const [name, run] = Object.entries(SELECTIONS)[k % 6]!;
      const controller = new AbortController();
      const reason = new Error(`enough of ${name}`);
      const many = { threads: 1 + (k % 3), signal: controller.signal, resamples: 4000, count: 4000 };
      const ended = failure(run(many));
      setTimeout(() => controller.abort(reason), 300 * rng.randomSample(1)[0]!);
      expect(await ended).to.equal(reason);
      await workersBecome(0);
    }
    expect(tf.engine().state.numTensors).to.equal(before);
  });

  it('pass on what goes wrong with a fit', async () => {
    const apart = { ...X, values: X.values.map((x, at) => x * ([1e-200, 1e250][at % 12] ?? 1)) };
    const error = await failure(crossValidate(lasso, apart, Y, { alphas: [1], threads: 2 }));
    expect(error).to.be.instanceOf(RangeError);
    expect((error as Error).message).to.match(/^lasso\.path: X must have columns in units nearer to each other/);
  });

  const program = `
      const { crossValidate, lasso, randomState, sineTasks } = await import('./dist/index.js');
      const { X, Y } = sineTasks(randomState(42));
      const { min } = await crossValidate(lasso, X, Y, { count: 10, threads: 2 });
      console.log(min.steps.length);`;

  it('let the program end', async () => {
    expect((await runNode(program)).stdout).to.equal('40\n');
  });

  it('run beside flags of Node that threads must not be given', async () => {
    expect((await runNode(program, {}, ['--max-old-space-size=2000'])).stdout).to.equal('40\n');
    const file = join(await mkdtemp(join(tmpdir(), 'flags-')), 'program.mjs');
    await writeFile(file, program.replace('./dist/', `${new URL('../../dist/', import.meta.url)}`));
    const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=2000', file]);
    expect(stdout).to.equal('40\n');
    await rm(dirname(file), { recursive: true });
  });
});

describe('crewFor', () => {
  const load = { estimator: lasso({ alpha: 1 }), jobs: 100, samples: 1000, features: 1000, fits: 1e6 };

  it('takes as many threads as are asked for, have work, and have room', () => {
    const count = (options: Resources, own = {}) => crewFor('who', options, { ...load, ...own }).count;
    expect(count({})).to.equal(nodeThreads.cores());
    expect(count({}, { fits: 60 })).to.equal(1);
    expect(count({ threads: 7 })).to.equal(7);
    expect(count({ threads: 7 }, { jobs: 5 })).to.equal(5);
    expect(count({ threads: 7, memory: 64 })).to.equal(4);
    expect(count({ threads: 7, memory: 1 })).to.equal(1);
    const own = penalised({ alpha: 1, penalty: l1inf });
    expect(count({ threads: 7 }, { estimator: own })).to.equal(1);
  });

  it('says what is wrong', () => {
    expect(() => crewFor('who', { threads: 0 }, load)).to.throw(
      RangeError,
      'who: threads must be a whole number >= 1, got 0',
    );
    expect(() => crewFor('who', { memory: -1 }, load)).to.throw(
      RangeError,
      'who: memory must be a positive number of MiB, got -1',
    );
  });
});
