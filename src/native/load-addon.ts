import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { TENSORFLOW_VERSION } from './installation.js';

/** The key of `globalThis` under which the installed JavaScript finds tfjs: it must be the program's own copy. */
export const TFJS_KEY = 'tensor-lasso.tfjs';

/** Paths within an installation. */
export const LIBRARIES = 'tensorflow';
export const BINDING = 'tfjs-node';
export const ADDON: string = join(BINDING, 'addon.node');

/** What TensorFlow reads from the environment when it is loaded; what the user has set stays. */
const ENVIRONMENT = {
  TF_ENABLE_ONEDNN_OPTS: '0', // oneDNN makes small products five times slower
  TF_CPP_MIN_LOG_LEVEL: '3',
};

/** The part of tfjs-node's binding that is asked for here. */
export interface Binding {
  readonly TF_Version: string;
  isUsingGpuDevice(): boolean;
}

/**
 * Loads the addon of an installation and registers it with tfjs as `tensorflow`.
 *
 * @throws Error if the addon does not load, or brings another TensorFlow than it was built for
 */
export function loadAddon(directory: string): Binding {
  for (const [name, value] of Object.entries(ENVIRONMENT)) process.env[name] ??= value;
  Reflect.set(globalThis, Symbol.for(TFJS_KEY), tf);
  const require = createRequire(join(directory, BINDING, 'package.json'));
  const binding: Binding = require(join(directory, ADDON));
  if (binding.TF_Version !== TENSORFLOW_VERSION) {
    throw new Error(
      `the addon is for TensorFlow ${TENSORFLOW_VERSION}, the library beside it is ${binding.TF_Version}`,
    );
  }
  require('./dist/register_all_kernels.js');
  const { NodeJSKernelBackend } = require('./dist/nodejs_kernel_backend.js');
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node'), 3);
  return binding;
}
