import { nodeThreads } from '../threads/node-threads.js';
import type { Platform } from './candidate.js';
import { cpu, wasm } from './embedded.js';
import { NO_ADAPTER, nodeGpu } from './node-gpu.js';
import { tensorflow } from './tensorflow.js';
import { webgpu } from './webgpu.js';

/** Backends in Node. */
export const platform: Platform = {
  candidates: [tensorflow, webgpu(nodeGpu, NO_ADAPTER), wasm, cpu],
  gpu: ['tensorflow', 'webgpu'],
  cpu: ['tensorflow', 'wasm', 'cpu'],
  small: ['wasm', 'cpu'],
  threads: nodeThreads,
};
