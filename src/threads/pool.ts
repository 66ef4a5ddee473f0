import type { Thread, Threads } from './thread.js';

/** Threads that have nothing to do; the process does not wait for them. */
const idle = new Map<Threads, Thread[]>();

const idleOf = (threads: Threads): Thread[] => {
  const own = idle.get(threads) ?? [];
  idle.set(threads, own);
  return own;
};

/** Those of which none started: nobody asks for them again. */
const hopeless = new Set<Threads>();

export const giveUp = (threads: Threads): void => void hopeless.add(threads);

/** How many can run at a time, this one among them, as far as it is known. */
export const coresOf = (threads: Threads): number => (hopeless.has(threads) ? 1 : threads.cores());

/** Those of which the user knows that they may not start. */
const told = new Set<Threads>();

/** Tells the user, once, that a thread did not start. */
export function tellMissing(threads: Threads, error: unknown): void {
  if (told.has(threads)) return;
  told.add(threads);
  const why = error instanceof Error ? error.message : error;
  threads.warn(`tensor-lasso: a thread did not start, so that fewer do the work, with the same results: ${why}`);
}

/** Threads for work, those first that are there already; fewer where no more can start. */
export function takeThreads(threads: Threads, count: number): Thread[] {
  const taken: Thread[] = [];
  try {
    while (taken.length < count) taken.push(idleOf(threads).pop() ?? threads.start());
  } catch (error) {
    tellMissing(threads, error);
  }
  for (const thread of taken) thread.hold(true);
  return taken;
}

/** Keeps threads for the next who wants some. */
export function keepThreads(threads: Threads, done: Iterable<Thread>): void {
  const own = idleOf(threads);
  for (const thread of done) {
    thread.hold(false);
    thread.listen(
      () => {},
      () => {
        const at = own.indexOf(thread);
        if (at >= 0) own.splice(at, 1);
      },
    );
    own.push(thread);
  }
}

/** Ends the threads that have nothing to do. */
export function endIdleThreads(): void {
  for (const own of idle.values()) for (const thread of own.splice(0)) thread.end();
}
