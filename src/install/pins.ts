import { TENSORFLOW_VERSION, TFJS_NODE_VERSION, thisPlatform, type Variant } from '../native/installation.js';

/** A file from a package registry, with what proves that it is the right one. */
export interface PinnedFile {
  /** What to ask the registry for. */
  readonly requirement: string;
  readonly file: string;
  readonly sha256: string;
}

/** tfjs-node's published sources: the binding in C++, and the kernels in JavaScript. */
export const TFJS_NODE: PinnedFile = {
  requirement: `@tensorflow/tfjs-node@${TFJS_NODE_VERSION}`,
  file: `tensorflow-tfjs-node-${TFJS_NODE_VERSION}.tgz`,
  sha256: 'd38a448a705efc6e655a080f896b3af646ae39dffbfe9c90b06cb9fc3a2b9358',
};

/** A Python wheel, whose name says which version of what it holds and which platforms it is for. */
function wheel(file: string, sha256: string): PinnedFile {
  const [name, version] = file.split('-');
  return { requirement: `${name}==${version}`, file, sha256 };
}

const tensorflowWheel = (name: string, platform: string, sha256: string): PinnedFile =>
  wheel(`${name}-${TENSORFLOW_VERSION}-cp311-cp311-manylinux_2_27_${platform}.whl`, sha256);

/** NVIDIA's libraries, from among the versions that TensorFlow's wheel asks for (its extra `and-cuda`). */
const NVIDIA: readonly PinnedFile[] = [
  wheel(
    'nvidia_cublas_cu12-12.9.3.13-py3-none-manylinux_2_27_x86_64.whl',
    'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
  ),
  wheel(
    'nvidia_cuda_cupti_cu12-12.8.90-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
  ),
  wheel(
    'nvidia_cuda_nvcc_cu12-12.9.86-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl',
    '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
  ),
  wheel(
    'nvidia_cuda_nvrtc_cu12-12.9.86-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl',
    '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
  ),
  wheel(
    'nvidia_cuda_runtime_cu12-12.9.79-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
  ),
  wheel(
    'nvidia_cudnn_cu12-9.28.0.42-py3-none-manylinux_2_27_x86_64.whl',
    '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
  ),
  wheel(
    'nvidia_cufft_cu12-11.4.1.4-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
  ),
  wheel(
    'nvidia_curand_cu12-10.3.10.19-py3-none-manylinux_2_27_x86_64.whl',
    '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
  ),
  wheel(
    'nvidia_cusolver_cu12-11.7.5.82-py3-none-manylinux_2_27_x86_64.whl',
    '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
  ),
  wheel(
    'nvidia_cusparse_cu12-12.5.10.65-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
  ),
  wheel(
    'nvidia_nccl_cu12-2.32.3-py3-none-manylinux_2_27_x86_64.whl',
    'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
  ),
  wheel(
    'nvidia_nvjitlink_cu12-12.9.86-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl',
    'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
  ),
];

/** The wheels of each variant and platform. Those for arm64 are laid out like those for x64. */
const WHEELS: Readonly<Record<string, readonly PinnedFile[]>> = {
  'cpu linux-x64': [
    tensorflowWheel('tensorflow_cpu', 'x86_64', '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c'),
  ],
  'cpu linux-arm64': [
    tensorflowWheel('tensorflow', 'aarch64', '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c'),
  ],
  'cuda linux-x64': [
    tensorflowWheel('tensorflow', 'x86_64', '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124'),
    ...NVIDIA,
  ],
};

/**
 * The wheels to get for a variant on this platform.
 *
 * @throws Error if there are none, naming the platforms for which there are
 */
export function wheelsFor(variant: Variant): readonly PinnedFile[] {
  const wheels = WHEELS[`${variant} ${thisPlatform()}`];
  if (wheels) return wheels;
  const known = Object.keys(WHEELS).filter((key) => key.startsWith(`${variant} `));
  const platforms = known.map((key) => key.split(' ')[1]).join(', ');
  throw new Error(`platform: the native backend (${variant}) is for ${platforms}, this is ${thisPlatform()}`);
}
