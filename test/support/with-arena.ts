import { type Arena, openArena } from '../../src/kernels/arena.js';

/** Runs a task with an arena. */
export async function withArena<T>(task: (arena: Arena) => Promise<T>): Promise<T> {
  const { arena, close } = await openArena();
  try {
    return await task(arena);
  } finally {
    close();
  }
}
