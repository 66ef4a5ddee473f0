import * as tf from '@tensorflow/tfjs-core';
import type { Candidate, Identity } from './candidate.js';
import { isSoftware } from './software.js';

/** The limits that decide how large a tensor may be and how fast a kernel; WebGPU gives the least unless asked. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** Runs `f` where `navigator.gpu` is there, as tfjs's WebGPU backend asks on its construction; Node has none. */
function withNavigator<T>(gpu: GPU, f: () => T): T {
  const { navigator } = globalThis;
  if (navigator?.gpu) return f();
  const [holder, key, value] = navigator ? [navigator, 'gpu', gpu] : [globalThis, 'navigator', { gpu }];
  Object.defineProperty(holder, key, { value, configurable: true });
  try {
    return f();
  } finally {
    Reflect.deleteProperty(holder, key);
  }
}

function identity({ vendor, architecture, device, description, isFallbackAdapter }: GPUAdapterInfo): Identity {
  const maker = [vendor, architecture].filter(Boolean).join('/');
  const name = [description || device, maker].filter(Boolean).join(', ') || 'an adapter without a name';
  return {
    version: tf.version_core,
    device: name,
    kind: isFallbackAdapter || isSoftware(name) ? 'software' : 'gpu',
  };
}

/**
 * The WebGPU backend.
 *
 * @param findGpu - gives WebGPU's entry point, or throws with the reason why there is none
 * @param hint - what may help where there is no adapter
 */
export function webgpu(findGpu: () => Promise<GPU>, hint: string): Candidate {
  const findAdapter = async (gpu: GPU): Promise<GPUAdapter> => {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) throw new Error(`there is no WebGPU adapter: ${hint}`);
    return adapter;
  };
  return {
    name: 'webgpu',
    async register() {
      const gpu = await findGpu();
      await findAdapter(gpu);
      const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
      // In browsers the import registers one that does not say why it fails.
      if (tf.engine().backendNames().includes('webgpu')) tf.removeBackend('webgpu');
      tf.registerBackend('webgpu', async () => {
        const adapter = await findAdapter(gpu);
        const requiredLimits = Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]]));
        const device = await adapter.requestDevice({ requiredLimits });
        return withNavigator(gpu, () => new WebGPUBackend(device, adapter.info));
      });
    },
    identify: async () => identity((await findAdapter(await findGpu())).info),
  };
}
