import { pageThreads } from '../threads/page-threads.js';
import type { Platform } from './candidate.js';
import { cpu, wasm } from './embedded.js';
import { webgl } from './webgl.js';
import { webgpu } from './webgpu.js';

const browserGpu = async (): Promise<GPU> => {
  if (!navigator.gpu) throw new Error('this browser has no WebGPU, or not for pages that are not served securely');
  return navigator.gpu;
};

/** Backends in a browser. WebGL is taken by name only: on some devices it computes with 16 bits. */
export const platform: Platform = {
  candidates: [webgpu(browserGpu, 'the browser finds no GPU that it trusts'), webgl, wasm, cpu],
  gpu: ['webgpu'],
  cpu: ['wasm', 'cpu'],
  small: ['wasm', 'cpu'],
  threads: pageThreads,
};
