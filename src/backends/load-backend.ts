import * as tf from '@tensorflow/tfjs-core';
import { withBackend } from './with-backend.js';
import { withoutNewListeners } from './without-new-listeners.js';

/** Backends that come with this package. Importing one registers it with tfjs. */
const OURS: Readonly<Record<string, () => Promise<unknown>>> = {
  wasm: () => import('@tensorflow/tfjs-backend-wasm'),
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

/** The order in which `'auto'` tries them: the faster first. */
const PREFERRED = ['wasm', 'cpu'];

/** The backends that our own imports have registered: what is registered beside them is the user's. */
const imported = new Set<string>();

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Registers the backend if it is one of ours. A program that uses tfjs too but has not touched it yet keeps the default
 * it would have got: it is chosen before ours comes into the running.
 */
async function register(name: string): Promise<void> {
  const engine = tf.engine();
  const load = OURS[name];
  if (engine.backendNames().includes(name) || load === undefined) return;
  const untouched = !engine.backendName && engine.backendNames().some((other) => !imported.has(other));
  if (untouched) await tf.ready().catch(() => undefined); // should none of its backends start, there is no default to keep
  imported.add(name);
  await load();
}

/** Starts the registered backend without making it the active one. */
async function start(name: string): Promise<void> {
  const { registry, registryFactory } = tf.engine();
  if (registry[name]) return;
  const instance = await withoutNewListeners(async () => registryFactory[name]?.factory());
  if (!instance) throw new Error('it does not start here');
  registry[name] ??= instance;
  await withBackend(name, () => tf.engine().setBackend(name));
}

async function load(name: string): Promise<string> {
  await register(name);
  if (!tf.engine().backendNames().includes(name)) {
    const known = ['auto', ...new Set([...Object.keys(OURS), ...tf.engine().backendNames()])];
    throw new RangeError(`backend must be one of ${known.join(', ')}, got ${name}`);
  }
  try {
    await start(name);
  } catch (error) {
    throw new Error(`backend ${name} cannot be loaded: ${reason(error)}`, {
      cause: error,
    });
  }
  return name;
}

/**
 * Makes a tfjs backend ready for use and gives its name; the active backend stays what it is.
 *
 * @param name - `'auto'` (wasm, or cpu where wasm does not run), `'wasm'`, `'cpu'`, or any backend that the program has
 * registered with tfjs itself
 * @throws RangeError if there is no such backend; Error if it cannot be started, with the reason
 */
export async function loadBackend(name = 'auto'): Promise<string> {
  if (name !== 'auto') return load(name);
  const failures: string[] = [];
  for (const candidate of PREFERRED) {
    try {
      return await load(candidate);
    } catch (error) {
      failures.push(reason(error));
    }
  }
  throw new Error(`no backend can be loaded: ${failures.join('; ')}`);
}
