import type * as tf from '@tensorflow/tfjs-core';

/** The device of a backend is gone: what was on it is lost, what waits for it would wait for ever. */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
  /** The backend that lost its device. */
  readonly backend: string;

  constructor(backend: string, why: string) {
    super(`backend ${backend} has lost its device${why && `: ${why}`}; another fit starts it anew`);
    this.backend = backend;
  }
}

/** Milliseconds within which a loss is told of after work has failed of it: WebGPU fails first and tells then. */
const LATENCY = 1000;

interface Watch {
  lost?: DeviceLostError;
  readonly waiting: Set<(error: DeviceLostError) => void>;
  lose(why: string): void;
}

const watches = new WeakMap<object, Watch>();

/** The parts of tfjs's WebGPU and WebGL backends that tell of a loss. */
interface Losable {
  readonly device?: { readonly lost: Promise<{ readonly message: string }> };
  readonly gpgpu?: { readonly gl: { readonly canvas: EventTarget; isContextLost(): boolean } };
  /** Compiled programs by their keys; WebGL backends share it with those that come after them. */
  readonly binaryCache?: Record<string, unknown>;
}

/** Has the backend's device watched from now on. Backends without a device to lose are left alone. */
export function watchDevice(name: string, instance: tf.KernelBackend): void {
  const { device, gpgpu } = instance as unknown as Losable;
  if (watches.has(instance) || (!device && !gpgpu)) return;
  const watch: Watch = {
    waiting: new Set(),
    lose(why) {
      watch.lost ??= new DeviceLostError(name, why);
      for (const reject of watch.waiting) reject(watch.lost);
      watch.waiting.clear();
    },
  };
  watches.set(instance, watch);
  void device?.lost.then(({ message }) => watch.lose(message));
  gpgpu?.gl.canvas.addEventListener('webglcontextlost', () => watch.lose('the WebGL context was lost'), { once: true });
}

/** Has nothing on a lost device taken for its own by the backend that is started instead. */
export function forgetPrograms(instance: object): void {
  const { binaryCache = {} } = instance as Losable;
  for (const key of Object.keys(binaryCache)) delete binaryCache[key];
}

/** The loss of the backend's device, if there was one; WebGL tells of it at once only when asked. */
export function lossOf(instance: object): DeviceLostError | undefined {
  const watch = watches.get(instance);
  if (watch && !watch.lost && (instance as Losable).gpgpu?.gl.isContextLost()) watch.lose('the WebGL context was lost');
  return watch?.lost;
}

/**
 * The outcome of work that needs the backend's device, or its loss if that comes first. An error that the loss caused
 * is reported as the loss.
 */
export async function unlessLost<T>(instance: object, work: () => Promise<T>): Promise<T> {
  const watch = watches.get(instance);
  if (!watch) return work();
  const before = lossOf(instance);
  if (before) throw before;
  let reject: (error: DeviceLostError) => void = () => {};
  const loss = new Promise<never>((_, rejectLoss) => {
    reject = rejectLoss;
  });
  watch.waiting.add(reject);
  try {
    return await Promise.race([work(), loss]);
  } catch (error) {
    if (!lossOf(instance)) await Promise.race([loss, new Promise((resolve) => setTimeout(resolve, LATENCY))]);
    throw lossOf(instance) ?? error;
  } finally {
    watch.waiting.delete(reject);
  }
}
