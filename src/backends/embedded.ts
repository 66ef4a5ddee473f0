import type { Candidate } from './candidate.js';

/** Plain JavaScript: runs everywhere. */
export const cpu: Candidate = {
  name: 'cpu',
  register: () => import('@tensorflow/tfjs-backend-cpu'),
  identify: async () => {
    const { version_cpu: version } = await import('@tensorflow/tfjs-backend-cpu');
    return { version, device: 'plain JavaScript', kind: 'cpu' };
  },
};

/** WebAssembly with SIMD, one thread. */
export const wasm: Candidate = {
  name: 'wasm',
  register: () => import('@tensorflow/tfjs-backend-wasm'),
  identify: async () => {
    const { version_wasm: version } = await import('@tensorflow/tfjs-backend-wasm');
    return { version, device: 'WebAssembly', kind: 'cpu' };
  },
};
