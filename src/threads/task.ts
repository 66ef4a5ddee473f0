import { throwIfAborted } from './abort.js';
import { pacer } from './pacer.js';
import type { Port } from './thread.js';

/** What jobs of a task are done with. */
export interface How<C> {
  readonly signal?: AbortSignal;
  /** To be told what has been done of a job. */
  readonly count: (done: C) => void;
}

/** Jobs of one kind, which threads do alike: what goes in and out are plain data. */
export interface Task<S, J, R, C> {
  readonly name: string;
  /** @param setting - what all jobs share */
  run(setting: S, job: J, how: How<C>): Promise<R>;
  /** What two counts come to. */
  join(a: C, b: C): C;
}

/** The jobs of one call, for one thread. */
export interface Order {
  readonly task: string;
  readonly setting: unknown;
  readonly jobs: readonly unknown[];
  /** Which job is the next one, for all threads. */
  readonly next: Int32Array;
  /** 1 once the thread has begun; before that it has taken no job. */
  readonly begun: Int32Array;
}

/** What a thread says: what has been done, a result, that no job is left, or what went wrong. */
export type Answer =
  | { readonly count: unknown }
  | { readonly job: number; readonly result: unknown }
  | { readonly done: true }
  | { readonly error: unknown };

/** Milliseconds between two reports of what has been done. */
const REPORTS = 50;

/** Does jobs, one after another, until none is left. */
export async function doJobs<S, J, R, C>(
  task: Task<S, J, R, C>,
  { setting, jobs, next }: { setting: S; jobs: readonly J[]; next: Int32Array },
  how: How<C>,
  onResult: (job: number, result: R) => void,
): Promise<void> {
  const breathe = pacer(how.signal);
  for (;;) {
    throwIfAborted(how.signal);
    const job = Atomics.add(next, 0, 1);
    if (job >= jobs.length) return;
    onResult(job, await task.run(setting, jobs[job]!, how));
    await breathe();
  }
}

/** Answers orders, on a thread of its own. */
export function serve(port: Port, tasks: readonly Task<never, never, never, unknown>[]): void {
  port.listen(async (message) => {
    const { task: name, begun, ...order } = message as Order;
    Atomics.store(begun, 0, 1);
    const task = tasks.find((each) => each.name === name) as Task<unknown, unknown, unknown, unknown>;
    let all: { count: unknown } | undefined;
    let told = performance.now();
    const tell = (): void => {
      if (all) port.post(all satisfies Answer);
      all = undefined;
      told = performance.now();
    };
    const count = (done: unknown): void => {
      all = { count: all ? task.join(all.count, done) : done };
      if (performance.now() - told > REPORTS) tell();
    };
    try {
      await doJobs(task, order, { count }, (job, result) => {
        tell();
        port.post({ job, result } satisfies Answer);
      });
      port.post({ done: true } satisfies Answer);
    } catch (error) {
      port.post({ error } satisfies Answer);
    }
  });
}
