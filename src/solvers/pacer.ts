/** How long a solve may keep the program from its other work, in milliseconds. */
const PATIENCE = 50;

/**
 * A function to await now and then in a long computation: it gives timers, input and the screen their turn when they
 * have waited for 50 ms, and costs nothing otherwise. (Awaiting a backend alone does not: wasm and cpu answer at once.)
 */
export function pacer(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < PATIENCE) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
