import * as tf from '@tensorflow/tfjs-core';

/** Bytes that tensors of a backend may take. */
export interface Capacity {
  /** The largest of them. */
  readonly one: number;
  /** All at a time, beside those that are there. */
  readonly all: number;
}

/**
 * tfjs compiles its WebAssembly for addresses of 32 bits: 4 GiB less a page. What goes beyond it does not refuse, but writes over
 * what is there.
 */
const WASM = 2 ** 32 - 2 ** 16;

/** What tfjs's WebGPU backend has of its device. */
interface WithDevice {
  readonly device?: { readonly limits: Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'> };
}

/** What is known of a backend that is ready; Infinity where it is the memory of the machine, or of a GPU, that decides. */
export function capacityOf(backend: string): Capacity {
  const { registry, state } = tf.engine();
  if (backend === 'wasm') return { one: WASM, all: Math.max(0, WASM - state.numBytes) };
  if (backend === 'webgl') return { one: 4 * tf.env().getNumber('WEBGL_MAX_TEXTURE_SIZE') ** 2, all: Infinity };
  const limits = (registry[backend] as WithDevice | undefined)?.device?.limits;
  if (limits) return { one: Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize), all: Infinity };
  return { one: Infinity, all: Infinity };
}
