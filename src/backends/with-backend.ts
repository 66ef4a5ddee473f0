import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs `f` with the backend of that name active, then makes the one that was active before active again, whatever
 * happens: everything outside sees its own backend, also between two steps of an asynchronous solve.
 *
 * `f` must be synchronous, and the backend loaded (see load-backend.ts). `tf.setBackend` would do the same, but sets
 * up all kernels anew each time, at about half a millisecond; the two fields below are what it changes.
 */
export function withBackend<T>(name: string, f: () => T): T {
  const engine = tf.engine();
  if (engine.backendName === name) return f();
  const previous = {
    name: engine.backendName,
    instance: Reflect.get(engine, 'backendInstance'),
  };
  activate(name, engine.registry[name]);
  try {
    return f();
  } finally {
    activate(previous.name, previous.instance);
  }
}

function activate(name: string, instance: unknown): void {
  const engine = tf.engine();
  engine.backendName = name;
  Reflect.set(engine, 'backendInstance', instance);
}
