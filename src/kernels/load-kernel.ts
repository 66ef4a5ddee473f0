import { RELAXED, SIMD } from './binary.js';
import type { Kernel } from './kernel.js';
import { plainKernel } from './plain.js';

const decoded = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** The kernels that run here, the fastest first: with fused multiply-add, with SIMD, plain. */
export async function kernels(): Promise<((memory: WebAssembly.Memory) => Kernel)[]> {
  const runnable = [RELAXED, SIMD].map(decoded).filter((bytes) => WebAssembly.validate(bytes));
  const modules = await Promise.all(runnable.map((bytes) => WebAssembly.compile(bytes)));
  const compiled = modules.map(
    (module) => (memory: WebAssembly.Memory) =>
      new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernel,
  );
  return [...compiled, plainKernel];
}
