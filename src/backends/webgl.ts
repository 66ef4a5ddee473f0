import type { Candidate, Identity } from './candidate.js';
import { isSoftware } from './software.js';

function renderer(): string {
  // A worker has no document.
  const canvas = typeof document === 'undefined' ? new OffscreenCanvas(1, 1) : document.createElement('canvas');
  const gl = canvas.getContext('webgl2') as WebGL2RenderingContext | null;
  if (!gl) throw new Error('this browser has no WebGL 2');
  const { RENDERER } = gl;
  const unmasked = gl.getExtension('WEBGL_debug_renderer_info')?.UNMASKED_RENDERER_WEBGL;
  const name = String(gl.getParameter(unmasked ?? RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext(); // browsers allow few contexts at a time
  return name;
}

/** WebGL 2 in browsers: wherever WebGPU is not yet, and slower. */
export const webgl: Candidate = {
  name: 'webgl',
  async register() {
    renderer();
    await import('@tensorflow/tfjs-backend-webgl');
  },
  async identify(): Promise<Identity> {
    const device = renderer();
    const { version_webgl: version } = await import('@tensorflow/tfjs-backend-webgl');
    return { version, device, kind: isSoftware(device) ? 'software' : 'gpu' };
  },
};
