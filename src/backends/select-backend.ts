import * as tf from '@tensorflow/tfjs-core';
import { platform } from '#platform';
import { check, checkOptions } from '../arguments/check.js';
import { number, oneOf, type Rules } from '../arguments/rules.js';
import type { DeviceKind } from './candidate.js';
import { forgetPrograms, lossOf, watchDevice } from './device-loss.js';
import { identify } from './identify.js';
import { reason } from './reason.js';
import { singleFlight } from './single-flight.js';
import { withBackend } from './with-backend.js';
import { withoutNewListeners } from './without-new-listeners.js';

/**
 * Floating-point operations of one gradient below which `'auto'` prefers the backends that are quick to answer to those
 * that are quick to compute: a step on wasm and on tensorflow takes the same time at 50 features x 50 columns
 * (scripts/bench-backends, 2 cores).
 */
const SMALL = 2e5;

export interface SelectOptions {
  /** Floating-point operations of one gradient: how large the problem is. @default Infinity */
  flops?: number;
  /** Operations below which a backend that answers quickly is preferred to one that computes quickly. @default 2e5 */
  small?: number;
}

const operations = number('a number >= 0', (value) => value >= 0);

const RULES: Rules<SelectOptions> = { flops: operations, small: operations };

/** A backend that is ready, and what has to be said about the choice. */
export interface Selection {
  readonly backend: string;
  readonly kind: DeviceKind;
  /** Backends that would have come first, worked before in this program, and do not any more. */
  readonly warnings: readonly string[];
}

/** The backends that our own imports have registered: what is registered beside them is the user's. */
const imported = new Set<string>();

/** What each registered backend runs on. */
const kinds = new Map<string, DeviceKind>();

/** Backends that have been ready at least once. */
const worked = new Set<string>();

/** Why a backend cannot be loaded; `'auto'` does not try it again. */
const failures = new Map<string, Error>();

const isRegistered = (name: string): boolean => tf.engine().backendNames().includes(name);

/**
 * Registers the backend if it is one of ours. A program that uses tfjs too but has not touched it yet keeps the default
 * it would have got: it is chosen before ours comes into the running.
 */
async function register(name: string): Promise<void> {
  const candidate = platform.candidates.find((each) => each.name === name);
  if (isRegistered(name) || candidate === undefined) return;
  const engine = tf.engine();
  const untouched = !engine.backendName && engine.backendNames().some((other) => !imported.has(other));
  if (untouched) await tf.ready().catch(() => undefined); // should none of its backends start, there is no default to keep
  imported.add(name);
  await withoutNewListeners(() => candidate.register());
}

type Factory = () => tf.KernelBackend | Promise<tf.KernelBackend>;

/** What stood in tfjs's registry before `shareInstance`. */
const originals = new WeakMap<Factory, Factory>();

const factoryOf = (name: string): Factory | undefined => {
  const factory = tf.engine().registryFactory[name]?.factory;
  return factory && (originals.get(factory) ?? factory);
};

/**
 * Has tfjs take the running instance when it starts a backend by itself (where none is active, the first operation
 * does that), and not a second one, which would share the kernels of the first but not its memory.
 */
function shareInstance(name: string, instance: tf.KernelBackend): void {
  const entry = tf.engine().registryFactory[name];
  const original = factoryOf(name);
  if (!entry || !original) return;
  entry.factory = () => (lossOf(instance) ? original() : instance);
  originals.set(entry.factory, original);
}

/** Starts the registered backend without making it the active one; starts it anew if it has lost its device. */
async function start(name: string): Promise<void> {
  const engine = tf.engine();
  const { registry } = engine;
  const running = registry[name];
  if (running) {
    watchDevice(name, running); // the program may have started it
    if (!lossOf(running)) return;
    forgetPrograms(running);
    delete registry[name];
  }
  const instance = await withoutNewListeners(async () => factoryOf(name)?.());
  if (!instance) throw new Error('it does not start here');
  registry[name] = instance;
  shareInstance(name, instance);
  watchDevice(name, instance);
  if (engine.backendName === name) await engine.setBackend(name);
  // What `setBackend` does for the kernels, without touching the rest of the engine.
  else withBackend(name, () => Reflect.apply(Reflect.get(engine, 'setupRegisteredKernels'), engine, []));
}

/** Does one step of getting a backend ready; remembers a failure, with its reason. */
const step = (work: (name: string) => Promise<void>): ((name: string) => Promise<void>) =>
  singleFlight(async (name) => {
    try {
      await work(name);
      failures.delete(name);
    } catch (cause) {
      const error = new Error(`backend ${name} cannot be loaded: ${reason(cause)}`, { cause });
      failures.set(name, error);
      throw error;
    }
  });

const prepare = step(async (name) => {
  await register(name);
  if (!kinds.has(name)) kinds.set(name, (await identify(name)).kind);
});

const load = step(async (name) => {
  await start(name);
  worked.add(name);
});

/** Makes the backend ready if it is of that kind. A failure is not an error here, but kept in `failures`. */
async function tryLoad(name: string, kind: DeviceKind): Promise<boolean> {
  const known = failures.get(name);
  if (known) return false;
  try {
    await prepare(name);
    if (kinds.get(name) !== kind) return false;
    await load(name);
    return true;
  } catch {
    return false;
  }
}

async function best({ flops = Infinity, small: limit = SMALL }: SelectOptions): Promise<Selection> {
  const { gpu, cpu, small } = platform;
  const order = [
    ...(flops < limit ? small : gpu).map((name) => [name, flops < limit ? 'cpu' : 'gpu'] as const),
    ...cpu.map((name) => [name, 'cpu'] as const),
  ];
  for (const [backend, kind] of order) {
    if (await tryLoad(backend, kind)) {
      const lost = [...failures].filter(([name]) => worked.has(name)).map(([, { message }]) => message);
      return { backend, kind, warnings: lost.map((message) => `${message}; ${backend} is used instead`) };
    }
  }
  throw new Error(`no backend can be loaded: ${[...failures.values()].map(({ message }) => message).join('; ')}`);
}

/**
 * @param caller - who asks, for the errors, and what the name is called
 * @throws RangeError if there is no backend of that name
 */
export function checkBackend(caller: string, what: string, name: unknown): void {
  if (name === 'auto') return;
  const known = new Set([...platform.candidates.map((each) => each.name), ...tf.engine().backendNames()]);
  check(caller, what, name, oneOf(['auto', ...known]));
}

/** What {@link selectBackend} does with what has been checked, with the warnings. */
export async function select(name: string, options: SelectOptions = {}): Promise<Selection> {
  if (name === 'auto') return best(options);
  await prepare(name);
  await load(name);
  return { backend: name, kind: kinds.get(name)!, warnings: [] };
}

/**
 * Makes a tfjs backend ready for use and gives its name; the active backend stays what it is.
 *
 * `'auto'` takes the best that works here: tensorflow with a GPU, webgpu with a GPU, tensorflow on the processor, wasm,
 * cpu; for a small problem wasm comes first, which answers faster. A GPU that the processor imitates is taken by name
 * only.
 *
 * @param name - `'auto'`, `'tensorflow'` (Node), `'webgpu'`, `'webgl'` (browsers), `'wasm'`, `'cpu'`, or any backend that
 * the program has registered with tfjs itself
 * @throws RangeError if there is no such backend; Error if it cannot be loaded: why, and what would mend it
 */
export const selectBackend = (name = 'auto', options: SelectOptions = {}): Promise<string> =>
  selectFor('selectBackend', name, options);

/** The same, under the name of who asks. */
export async function selectFor(caller: string, name: string, options: SelectOptions): Promise<string> {
  checkBackend(caller, 'name', name);
  checkOptions(caller, options, RULES);
  return (await select(name, options)).backend;
}
