import { releaseArena } from '../kernels/arena.js';
import { endIdleThreads } from '../threads/pool.js';

/** Gives the memory that is kept for the next fit back to the system, and ends the threads that wait for the next selection. */
export function releaseMemory(): void {
  releaseArena();
  endIdleThreads();
}
