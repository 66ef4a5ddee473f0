import { expect } from 'chai';
import { webgpu } from '../../src/backends/webgpu.js';
import { failure } from '../support/failure.js';

/** WebGPU's entry point with an adapter that says this of itself, or with none. */
const gpu = (info: Partial<GPUAdapterInfo> | undefined) => async () =>
  ({ requestAdapter: async () => (info ? { info } : null) }) as unknown as GPU;

describe('the candidate webgpu', () => {
  const adapters: readonly [string, Partial<GPUAdapterInfo>, string, string][] = [
    [
      'a GPU',
      { vendor: 'nvidia', architecture: 'hopper', description: 'NVIDIA H200' },
      'NVIDIA H200, nvidia/hopper',
      'gpu',
    ],
    ['a GPU that says little', { vendor: 'apple' }, 'apple', 'gpu'],
    ['a GPU that says nothing', {}, 'an adapter without a name', 'gpu'],
    ['a device without description', { device: 'RX 580', vendor: 'amd' }, 'RX 580, amd', 'gpu'],
    ['SwiftShader', { vendor: 'google', architecture: 'swiftshader' }, 'google/swiftshader', 'software'],
    ['llvmpipe', { description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }, 'llvmpipe (LLVM 15.0.6, 256 bits)', 'software'],
    ['a fallback adapter', { vendor: 'some', isFallbackAdapter: true }, 'some', 'software'],
  ];
  for (const [what, info, device, kind] of adapters) {
    it(`knows ${what} for what it is`, async () => {
      expect(await webgpu(gpu(info), 'hint').identify()).to.include({ device, kind });
    });
  }

  it('says that there is no adapter, and what may help', async () => {
    const error = await failure(webgpu(gpu(undefined), 'it needs a GPU').register());
    expect(error).to.have.property('message', 'there is no WebGPU adapter: it needs a GPU');
  });

  it('passes on why there is no WebGPU at all', async () => {
    const none = () => Promise.reject(new Error('not installed'));
    expect(await failure(webgpu(none, 'hint').register())).to.have.property('message', 'not installed');
  });
});
