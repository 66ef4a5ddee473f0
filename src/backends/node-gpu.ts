import { existsSync } from 'node:fs';

let gpu: GPU | undefined;

/** Where Linux shows the GPUs it has drivers for: Mesa and others, NVIDIA's, Windows' (for WSL). */
const DEVICES = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'];

/** Variables that tell the Vulkan loader which driver to take, a software one for example. */
const DRIVERS = ['VK_DRIVER_FILES', 'VK_ADD_DRIVER_FILES', 'VK_ICD_FILENAMES'];

/** Whether Linux can have a GPU: looking for one costs time, and Vulkan complains aloud where there is none. */
const mayHaveGpu = (): boolean =>
  process.platform !== 'linux' ||
  DEVICES.some((path) => existsSync(path)) ||
  DRIVERS.some((variable) => process.env[variable]);

/** What may help where there is no adapter. */
export const NO_ADAPTER: string =
  'it needs a GPU with a Vulkan driver (Linux; and libvulkan.so.1), Metal (macOS) or Direct3D 12 (Windows); for a ' +
  'software adapter, to test with, set VK_ICD_FILENAMES to the .json file of SwiftShader';

/** WebGPU's entry point in Node: the runtime's own where there is one, else Dawn from the package `webgpu`. */
export async function nodeGpu(): Promise<GPU> {
  const { navigator } = globalThis;
  if (navigator?.gpu) return navigator.gpu;
  if (gpu) return gpu;
  if (!mayHaveGpu()) throw new Error(`there is no GPU here: ${NO_ADAPTER}`);
  const dawn = await import('webgpu').catch((cause: unknown) => {
    const missing = (cause as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND';
    const reason = missing ? 'is not installed' : `does not load: ${cause instanceof Error ? cause.message : cause}`;
    throw new Error(`the package webgpu ${reason}; npm install webgpu gets it`, { cause });
  });
  Object.assign(globalThis, dawn.globals); // tfjs uses constants like GPUBufferUsage from there
  gpu = dawn.create([]);
  return gpu;
}
