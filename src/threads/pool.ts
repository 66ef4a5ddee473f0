import type { Thread, Threads } from './thread.js';

/** Threads that have nothing to do; the process does not wait for them. */
const idle = new Map<Threads, Thread[]>();

const idleOf = (threads: Threads): Thread[] => {
  const own = idle.get(threads) ?? [];
  idle.set(threads, own);
  return own;
};

/** Threads for work, those first that are there already. */
export function takeThreads(threads: Threads, count: number): Thread[] {
  const taken = Array.from({ length: count }, () => idleOf(threads).pop() ?? threads.start());
  for (const thread of taken) thread.hold(true);
  return taken;
}

/** Keeps threads for the next who wants some. */
export function keepThreads(threads: Threads, done: readonly Thread[]): void {
  const own = idleOf(threads);
  for (const thread of done) {
    thread.hold(false);
    thread.listen(
      () => {},
      () => own.splice(own.indexOf(thread), 1),
    );
    own.push(thread);
  }
}

/** Ends the threads that have nothing to do. */
export function endIdleThreads(): void {
  for (const own of idle.values()) for (const thread of own.splice(0)) thread.end();
}
