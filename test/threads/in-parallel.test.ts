import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { inParallel } from '../../src/threads/in-parallel.js';
import { coresOf } from '../../src/threads/pool.js';
import { doJobs, type How, type Order, serve, type Task } from '../../src/threads/task.js';
import type { Port, Thread, Threads } from '../../src/threads/thread.js';
import { failure } from '../support/failure.js';

const later = (ms = 0): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Squares numbers, the first ones more slowly; refuses 13. */
const square: Task<{ plus: number }, number, number, string> = {
  name: 'square',
  async run({ plus }, job, { count }) {
    await later(job < 3 ? 10 : 0);
    if (job === 13) throw new RangeError('unlucky');
    count(`done ${job}`);
    return job ** 2 + plus;
  },
  join: (a, b) => `${a}, ${b}`,
};

/** Threads that take turns with this one, and what happens to them. */
function imitation() {
  const events: string[] = [];
  const warnings: string[] = [];
  const start = (): Thread => {
    let [hear, order]: [(message: unknown) => void, (message: unknown) => void] = [() => {}, () => {}];
    const port: Port = { post: (message) => hear(message), listen: (onMessage) => (order = onMessage) };
    serve(port, [square as never]);
    return {
      post: (message) => order(message),
      listen: (onMessage) => (hear = onMessage),
      hold: (yes) => events.push(yes ? 'hold' : 'let go'),
      end: () => events.push('end'),
    };
  };
  const warn = (text: string) => void warnings.push(text);
  return { threads: { cores: () => 4, start, warn } satisfies Threads, events, warnings };
}

/** Threads on which a program runs instead. */
const running = (program: string, warnings: string[] = []): Threads => ({
  cores: () => 2,
  warn: (text) => void warnings.push(text),
  start() {
    const worker = new Worker(program, { eval: true });
    return {
      post: (message) => worker.postMessage(message),
      listen(onMessage, onEnd) {
        worker.on('message', onMessage);
        worker.on('exit', (code) => onEnd(new Error(`ended with ${code}`)));
      },
      hold: () => {},
      end: () => void worker.terminate(),
    };
  },
});

/** A program that says that it has begun what it is asked to do, and then does something else. */
const begin = (rest: string): string =>
  `require('worker_threads').parentPort.on('message', ({ begun, next }) => { Atomics.store(begun, 0, 1); ${rest} })`;

const how = (counted: string[] = [], signal?: AbortSignal): How<string> => ({
  count: (done) => counted.push(done),
  ...(signal && { signal }),
});

describe('inParallel', () => {
  it('does each job once and gives the results in order, whoever does them', async () => {
    for (const count of [1, 2, 3]) {
      const { threads, events } = imitation();
      const [results, counted]: [number[], string[]] = [[], []];
      const jobs = Array.from({ length: 10 }, (_, k) => k);
      await inParallel(square, { setting: { plus: 1 }, jobs }, { threads, count }, how(counted), (result) =>
        results.push(result),
      );
      expect(results).to.deep.equal(jobs.map((job) => job ** 2 + 1));
      expect(counted).to.have.members(jobs.map((job) => `done ${job}`));
      expect(events.filter((event) => event === 'end')).to.have.length(0);
    }
  });

  it('fails with what a job fails with, and ends the threads', async () => {
    for (const count of [1, 3]) {
      const { threads, events } = imitation();
      const work = { setting: { plus: 0 }, jobs: [13, 1, 2, 3, 4, 5] };
      const error = await failure(inParallel(square, work, { threads, count }, how(), () => {}));
      expect(error).to.be.instanceOf(RangeError).with.property('message', 'unlucky');
      expect(events.filter((event) => event === 'end')).to.have.length(count - 1);
    }
  });

  it('fails with the reason of a signal', async () => {
    const { threads } = imitation();
    const reason = new Error('enough');
    const work = { setting: { plus: 0 }, jobs: new Array<number>(1e6).fill(1) };
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 20);
    expect(
      await failure(inParallel(square, work, { threads, count: 2 }, how([], controller.signal), () => {})),
    ).to.equal(reason);
    expect(
      await failure(inParallel(square, work, { threads, count: 2 }, how([], AbortSignal.abort(reason)), () => {})),
    ).to.equal(reason);
  });

  it('does not look like a leak to Node with many threads', async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error) => warnings.push(warning);
    process.on('warning', hear);
    const crew = { threads: imitation().threads, count: 16 };
    await inParallel(square, { setting: { plus: 0 }, jobs: [1, 2, 3] }, crew, how(), () => {});
    await later();
    process.off('warning', hear);
    expect(warnings).to.deep.equal([]);
  });

  it('fails when a thread crashes, instead of waiting for it', async () => {
    const work = { setting: { plus: 0 }, jobs: new Array<number>(1e6).fill(1) };
    const crew = { threads: running(begin('setTimeout(() => process.exit(3), 50)')), count: 2 };
    const error = await failure(inParallel(square, work, crew, how(), () => {}));
    expect(error).to.have.property('message', 'ended with 3');
  });

  it('fails when a thread crashes in its first job', async () => {
    const work = { setting: { plus: 0 }, jobs: [1, 1, 1, 1, 1, 1] };
    const crew = { threads: running(begin('Atomics.add(next, 0, 1); process.exit(4)')), count: 2 };
    const error = await failure(inParallel(square, work, crew, how(), () => {}));
    expect(error).to.have.property('message', 'ended with 4');
  });

  const MISSING = 'tensor-lasso: a thread did not start, so that fewer do the work, with the same results: ';
  const five = { setting: { plus: 1 }, jobs: [1, 2, 3, 4, 5] };

  it('does without threads that cannot start, and says so once', async () => {
    const { threads, warnings, events } = imitation();
    let left = 1;
    const start = (): Thread => {
      if (left-- > 0) return threads.start();
      throw new Error('no more');
    };
    const crew = { threads: { ...threads, start }, count: 4 };
    for (const _ of [1, 2]) {
      const results: number[] = [];
      await inParallel(square, five, crew, how(), (result) => results.push(result));
      expect(results).to.deep.equal([2, 5, 10, 17, 26]);
    }
    expect(warnings).to.deep.equal([`${MISSING}no more`]);
    expect(events).to.deep.equal(['hold', 'let go', 'hold', 'let go']);
    expect(coresOf(crew.threads)).to.equal(4);
  });

  it('does without threads that end before they begin, and says so once', async () => {
    const warnings: string[] = [];
    const threads = running('process.exit(5)', warnings);
    for (const count of [2, 3]) {
      const results: number[] = [];
      await inParallel(square, five, { threads, count }, how(), (result) => results.push(result));
      expect(results).to.deep.equal([2, 5, 10, 17, 26]);
    }
    expect(warnings).to.deep.equal([`${MISSING}ended with 5`]);
  });

  it('asks for no threads any more where none has started', async () => {
    const refused = (): Thread => {
      throw new Error('none');
    };
    for (const start of [refused, running('process.exit(5)').start]) {
      const threads: Threads = { cores: () => 4, start, warn: () => {} };
      await inParallel(square, five, { threads, count: 1 }, how(), () => {});
      expect(coresOf(threads)).to.equal(4);
      await inParallel(square, five, { threads, count: 3 }, how(), () => {});
      expect(coresOf(threads)).to.equal(1);
    }
  });
});

describe('doJobs', () => {
  it('leaves alone what others have taken', async () => {
    const order = { setting: { plus: 0 }, jobs: [1, 2, 3, 4], next: new Int32Array([2]) };
    const done: [number, number][] = [];
    await doJobs(square, order, how(), (job, result) => done.push([job, result]));
    expect(done).to.deep.equal([
      [2, 9],
      [3, 16],
    ]);
    expect((order satisfies Omit<Order, 'task' | 'begun'>).next[0]).to.equal(5);
  });
});
