const EVENTS = ['uncaughtException', 'unhandledRejection'];

interface Emitter {
  listeners(event: string): unknown[];
  removeListener(event: string, listener: unknown): unknown;
}

const isEmitter = (value: unknown): value is Emitter =>
  typeof value === 'object' && value !== null && 'listeners' in value && 'removeListener' in value;

/**
 * Waits for `f`, then takes off Node's process-wide error listeners that it added. tfjs's wasm module installs two that
 * rethrow, which would change how the user's program ends on an error. In a browser there is nothing to take off.
 */
export async function withoutNewListeners<T>(f: () => Promise<T>): Promise<T> {
  const emitter: unknown = Reflect.get(globalThis, 'process');
  if (!isEmitter(emitter)) return f();
  const before = EVENTS.map((event) => new Set(emitter.listeners(event)));
  const result = await f();
  EVENTS.forEach((event, i) => {
    for (const listener of emitter.listeners(event)) {
      if (!before[i]?.has(listener)) emitter.removeListener(event, listener);
    }
  });
  return result;
}
