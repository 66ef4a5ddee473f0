import { reasonOf, throwIfAborted } from './abort.js';
import { giveUp, keepThreads, takeThreads, tellMissing } from './pool.js';
import { type Answer, doJobs, type How, type Order, type Task } from './task.js';
import type { Thread, Threads } from './thread.js';

/** Calls `onResult` for one job after another, whatever the order in which they are done. */
function inOrder<R>(onResult: (result: R) => void): (job: number, result: R) => void {
  const waiting = new Map<number, R>();
  let next = 0;
  return (job, result) => {
    waiting.set(job, result);
    while (waiting.has(next)) {
      const first = waiting.get(next)!;
      waiting.delete(next++);
      onResult(first);
    }
  };
}

interface Listener<R, C> {
  readonly count: (done: C) => void;
  readonly onResult: (job: number, result: R) => void;
  /** Called if the thread ends before it begins. */
  readonly onMissing: (error: Error) => void;
}

/** Has a thread take jobs until none is left. */
function delegate<R, C>(
  thread: Thread,
  work: Omit<Order, 'begun'>,
  { count, onResult, onMissing }: Listener<R, C>,
): Promise<void> {
  const begun = new Int32Array(new SharedArrayBuffer(4));
  return new Promise((resolve, reject) => {
    thread.listen(
      (message) => {
        const answer = message as Answer;
        try {
          if ('count' in answer) count(answer.count as C);
          else if ('result' in answer) onResult(answer.job, answer.result as R);
          else if ('error' in answer) reject(answer.error);
          else resolve();
        } catch (error) {
          reject(error);
        }
      },
      (error) => {
        if (Atomics.load(begun, 0) === 1) return reject(error);
        onMissing(error);
        resolve();
      },
    );
    thread.post({ ...work, begun } satisfies Order);
  });
}

/** Fails with the signal's reason; one listener serves all who race with it. */
function failureOf(signal: AbortSignal): Promise<never> {
  const failure = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(reasonOf(signal)), { once: true });
  });
  failure.catch(() => {}); // there may be nobody who races
  return failure;
}

/** Where jobs are done: on `count` threads, this one among them. */
export interface Crew {
  readonly threads: Threads;
  readonly count: number;
}

/**
 * Does all jobs of a task. Who is free takes the next one, so that each is done alike on whichever thread; results come in
 * the order of the jobs. A thread that does not start is no failure: the others do its work, and the user is told.
 * Where none does, there is one from then on, which needs no copy of the data.
 *
 * @param onResult - of each job, in order
 * @throws what a job throws, the reason of the signal, or how a thread ended; no job goes on then, and no other thread is left
 */
export async function inParallel<S, J, R, C>(
  task: Task<S, J, R, C>,
  { setting, jobs }: { setting: S; jobs: readonly J[] },
  { threads, count: crew }: Crew,
  { signal, count }: How<C>,
  onResult: (result: R) => void,
): Promise<void> {
  throwIfAborted(signal);
  const next = new Int32Array(crew > 1 ? new SharedArrayBuffer(4) : new ArrayBuffer(4));
  const work = { task: task.name, setting, jobs, next };
  const stop = new AbortController();
  const failures: unknown[] = [];
  const end = (reason: unknown): void => {
    failures.push(reason);
    Atomics.store(next, 0, jobs.length);
    stop.abort(reason);
  };
  const onAbort = (): void => end(reasonOf(signal!));
  signal?.addEventListener('abort', onAbort, { once: true });
  const how = { count, signal: stop.signal };
  const deliver = inOrder(onResult);
  const others = new Set(takeThreads(threads, crew - 1));
  try {
    const stopped = failureOf(stop.signal);
    const delegated = Array.from(others, (thread) => {
      const onMissing = (error: Error): void => {
        others.delete(thread);
        thread.end();
        tellMissing(threads, error);
      };
      return Promise.race([delegate(thread, work, { count, onResult: deliver, onMissing }), stopped]);
    });
    await Promise.allSettled([...delegated, doJobs(task, work, how, deliver)].map((each) => each.catch(end)));
    if (failures.length > 0) throw failures[0];
    if (crew > 1 && others.size === 0) giveUp(threads);
    keepThreads(threads, others);
  } catch (error) {
    for (const thread of others) thread.end();
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
