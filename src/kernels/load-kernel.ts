import { RELAXED, SIMD } from './binary.js';
import type { Kernel } from './kernel.js';
import { plainKernel } from './plain.js';

const decoded = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

type Instantiate = (memory: WebAssembly.Memory) => Kernel;

async function compiled(): Promise<Instantiate[]> {
  const runnable = [RELAXED, SIMD].map(decoded).filter((bytes) => WebAssembly.validate(bytes));
  const modules = await Promise.all(runnable.map((bytes) => WebAssembly.compile(bytes)));
  return modules.map(
    (module) => (memory: WebAssembly.Memory) =>
      new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernel,
  );
}

let loading: Promise<Instantiate[]> | undefined;

/** The kernels that run here, the fastest first: with fused multiply-add, with SIMD, plain. Compiled once. */
export async function kernels(): Promise<Instantiate[]> {
  loading ??= compiled();
  return [...(await loading), plainKernel];
}

/** The tfjs backend that the engine stands beside: `'wasm'`, or `'cpu'` where WebAssembly has no SIMD. */
export const kernelBackend = async (): Promise<string> => ((await kernels()).length > 1 ? 'wasm' : 'cpu');
