import { reasonOf, throwIfAborted } from './abort.js';

/** How long a solve may keep the program from its other work, in milliseconds. */
const PATIENCE = 50;

/** To be awaited now and then: a promise when others are to have their turn, else nothing. */
export type Breathe = () => Promise<void> | undefined;

/**
 * A function to await now and then in a long computation: it gives timers, input and the screen their turn when they
 * have waited for 50 ms, and costs nothing otherwise. (Awaiting a backend alone does not: wasm and cpu answer at once.)
 * If the signal is aborted by then, or from the beginning, it fails with the signal's reason.
 */
export function pacer(signal?: AbortSignal): Breathe {
  throwIfAborted(signal);
  let last = performance.now();
  return () => {
    if (performance.now() - last < PATIENCE) return undefined;
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        last = performance.now();
        if (signal?.aborted) reject(reasonOf(signal));
        else resolve();
      });
    });
  };
}
