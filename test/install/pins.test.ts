import { expect } from 'chai';
import { wheelsFor } from '../../src/install/pins.js';

describe('wheelsFor', () => {
  const saved = { platform: process.platform, arch: process.arch };
  const pretend = (platform: string, arch: string): void => {
    Object.defineProperty(process, 'platform', { value: platform });
    Object.defineProperty(process, 'arch', { value: arch });
  };
  afterEach(() => pretend(saved.platform, saved.arch));

  it('names one wheel of TensorFlow for processors', () => {
    pretend('linux', 'x64');
    expect(wheelsFor('cpu').map(({ requirement }) => requirement)).to.deep.equal(['tensorflow_cpu==2.21.0']);
    pretend('linux', 'arm64');
    expect(wheelsFor('cpu').map(({ file }) => file)).to.deep.equal([
      'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl',
    ]);
  });

  it('adds all libraries that TensorFlow looks for on an NVIDIA GPU', () => {
    pretend('linux', 'x64');
    const [tensorflow, ...nvidia] = wheelsFor('cuda');
    expect(tensorflow!.requirement).to.equal('tensorflow==2.21.0');
    const names = nvidia.map(({ requirement }) => /^nvidia_(\w+)_cu12==/.exec(requirement)?.[1]);
    const needed = ['cublas', 'cuda_cupti', 'cuda_runtime', 'cudnn', 'cufft', 'cusolver', 'cusparse', 'nccl'];
    expect(names).to.include.members([...needed, 'cuda_nvcc', 'cuda_nvrtc', 'curand', 'nvjitlink']);
    for (const { file, sha256 } of wheelsFor('cuda')) {
      expect(file).to.match(/x86_64\.whl$/);
      expect(sha256).to.match(/^[0-9a-f]{64}$/);
    }
  });

  it('says which platforms there are', () => {
    pretend('win32', 'x64');
    expect(() => wheelsFor('cpu')).to.throw(
      'platform: the native backend (cpu) is for linux-x64, linux-arm64, this is win32-x64',
    );
    expect(() => wheelsFor('cuda')).to.throw('the native backend (cuda) is for linux-x64, this is win32-x64');
  });
});
