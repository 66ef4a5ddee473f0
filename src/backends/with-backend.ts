import * as tf from '@tensorflow/tfjs-core';

interface Active {
  readonly name: string;
  readonly instance: unknown;
}

function active(): Active {
  const engine = tf.engine();
  return { name: engine.backendName, instance: Reflect.get(engine, 'backendInstance') };
}

function activate({ name, instance }: Active): void {
  const engine = tf.engine();
  engine.backendName = name;
  Reflect.set(engine, 'backendInstance', instance);
}

/**
 * Runs `f` with the backend of that name active, then makes the one that was active before active again, whatever
 * happens: everything outside sees its own backend, also between two steps of an asynchronous solve.
 *
 * `f` must be synchronous, and the backend loaded (see select-backend.ts). `tf.setBackend` would do the same, but sets
 * up all kernels anew each time, at about half a millisecond; the two fields below are what it changes.
 */
export function withBackend<T>(name: string, f: () => T): T {
  const before = active();
  const instance = tf.engine().registry[name];
  if (before.instance === instance) return f();
  activate({ name, instance });
  try {
    return f();
  } finally {
    activate(before);
  }
}

/** Waits for `f`, then makes the backend that was active before active again. */
export async function keepingActive<T>(f: () => Promise<T>): Promise<T> {
  const before = active();
  try {
    return await f();
  } finally {
    activate(before);
  }
}
