import { expect } from 'chai';
import { endIdleThreads, keepThreads, takeThreads } from '../../src/threads/pool.js';
import type { Thread, Threads } from '../../src/threads/thread.js';

describe('threads that have nothing to do', () => {
  it('are taken again, but for one that has ended, however often it says so', () => {
    const ends = new Map<Thread, (error: Error) => void>();
    const start = (): Thread => {
      const thread: Thread = {
        post: () => {},
        listen: (_, onEnd) => void ends.set(thread, onEnd),
        hold: () => {},
        end: () => {},
      };
      return thread;
    };
    const threads: Threads = { cores: () => 4, start, warn: () => {} };
    const [first, second, third] = takeThreads(threads, 3);
    keepThreads(threads, [first!, second!, third!]);
    for (const why of ['error', 'exit']) ends.get(first!)!(new Error(why));
    const again = takeThreads(threads, 3);
    expect(again).to.include.members([second, third]).and.not.include(first);
    endIdleThreads();
  });
});
