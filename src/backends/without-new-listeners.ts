const EVENTS = ['uncaughtException', 'unhandledRejection'];

interface Emitter {
  listeners(event: string): unknown[];
  removeListener(event: string, listener: unknown): unknown;
}

const isEmitter = (value: unknown): value is Emitter =>
  typeof value === 'object' && value !== null && 'listeners' in value && 'removeListener' in value;

/** The two listeners that tfjs's wasm module installs: they throw what they are told of. */
const RETHROWS = /^function\b[^(]*\((ex|reason)\s*\).*\bthrow \1\b/s;

/**
 * Waits for `f`, then takes off the process-wide error listeners that tfjs's wasm module has added in Node meanwhile:
 * they would change how the user's program ends on an error. The user's own listeners stay. In a browser there is
 * nothing to take off.
 */
export async function withoutNewListeners<T>(f: () => Promise<T>): Promise<T> {
  const emitter: unknown = Reflect.get(globalThis, 'process');
  if (!isEmitter(emitter)) return f();
  const before = EVENTS.map((event) => new Set(emitter.listeners(event)));
  try {
    return await f();
  } finally {
    EVENTS.forEach((event, i) => {
      for (const listener of emitter.listeners(event)) {
        if (!before[i]?.has(listener) && RETHROWS.test(String(listener))) emitter.removeListener(event, listener);
      }
    });
  }
}
