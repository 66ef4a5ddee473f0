import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { installationDirectory, installedVariants } from '../native/installation.js';
import { type Binding, loadAddon } from '../native/load-addon.js';
import type { Candidate } from './candidate.js';
import { reason } from './reason.js';
import { keepingActive } from './with-backend.js';

/** Packages that bring the backend too, for who has one of them installed and working. */
const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

const NVIDIA = '/proc/driver/nvidia/gpus';

/** The first NVIDIA GPU by the name that its driver gives. */
function gpuName(): string {
  try {
    const [first = ''] = readdirSync(NVIDIA);
    const information = readFileSync(join(NVIDIA, first, 'information'), 'utf8');
    return /^Model:\s*(.+)$/m.exec(information)?.[1] ?? 'NVIDIA GPU';
  } catch {
    return 'NVIDIA GPU';
  }
}

/** Whether the package was there. It makes its backend the active one; that is taken back. */
async function importPackage(name: string): Promise<boolean> {
  try {
    await keepingActive(() => import(name));
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND' && reason(error).includes(`'${name}'`))
      return false;
    throw new Error(`${name} is installed but does not load: ${reason(error)}`, { cause: error });
  }
}

/** TensorFlow's own library: from the installation of `tensor-lasso install-native`, else from tfjs-node. */
export const tensorflow: Candidate = {
  name: 'tensorflow',
  async register() {
    const failures: string[] = [];
    for (const variant of installedVariants()) {
      const directory = installationDirectory(variant);
      try {
        loadAddon(directory);
        return;
      } catch (error) {
        failures.push(`the installation in ${directory} does not load: ${reason(error)}`);
      }
    }
    for (const name of PACKAGES) {
      try {
        if (await importPackage(name)) return;
      } catch (error) {
        failures.push(reason(error));
      }
    }
    const why = failures.length > 0 ? failures.join('; ') : 'it is not installed';
    throw new Error(`${why}; npx tensor-lasso install-native installs it`);
  },
  async identify() {
    const { binding } = tf.findBackend('tensorflow') as unknown as { binding: Binding };
    const gpu = binding.isUsingGpuDevice();
    return {
      version: binding.TF_Version,
      device: gpu ? gpuName() : (cpus()[0]?.model.trim() ?? 'processor'),
      kind: gpu ? 'gpu' : 'cpu',
    };
  },
};
