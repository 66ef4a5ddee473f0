import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { runNode } from '../support/run-node.js';
import { temporaryFolder } from '../support/temporary.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe('a program that has tfjs-node', () => {
  const folder = temporaryFolder();

  /** The built package in a project of its own, beside a tfjs-node with this text. */
  async function project(tfjsNode: string): Promise<string> {
    const modules = join(folder(), 'node_modules');
    const own = join(modules, 'tensor-lasso');
    await mkdir(own, { recursive: true });
    await cp(join(ROOT, 'dist'), join(own, 'dist'), { recursive: true });
    await cp(join(ROOT, 'package.json'), join(own, 'package.json'));
    const place = join(modules, '@tensorflow', 'tfjs-node');
    await mkdir(place, { recursive: true });
    for (const name of ['tfjs-core', 'tfjs-backend-cpu', 'tfjs-backend-wasm']) {
      await symlink(join(ROOT, 'node_modules', '@tensorflow', name), join(modules, '@tensorflow', name));
    }
    await writeFile(join(place, 'package.json'), '{ "name": "@tensorflow/tfjs-node", "main": "index.js" }');
    await writeFile(join(place, 'index.js'), tfjsNode);
    return pathToFileURL(join(own, 'dist', 'index.js')).href;
  }

  it('gets its backend, which does not become the active one', async () => {
    const entry = await project(`
      const tf = require('@tensorflow/tfjs-core');
      require('@tensorflow/tfjs-backend-cpu');
      tf.copyRegisteredKernels('cpu', 'tensorflow');
      const binding = { TF_Version: '2.9.1', isUsingGpuDevice: () => false };
      tf.registerBackend('tensorflow', () => Object.assign(Object.create(tf.findBackend('cpu')), { binding }));
      tf.setBackend('tensorflow');
    `);
    const { stdout } = await runNode(`
      import * as tf from '@tensorflow/tfjs-core';
      import { describeBackend, lasso } from '${entry}';
      const { name, version, kind } = await describeBackend('tensorflow');
      const { backend, converged } = await lasso({ alpha: 0.1, backend: 'tensorflow' }).fit([[1], [2], [4]], [1, 2, 3]);
      console.log(JSON.stringify({ name, version, kind, backend, converged, active: tf.getBackend() ?? null }));
    `);
    expect(JSON.parse(stdout)).to.deep.equal({
      name: 'tensorflow',
      version: '2.9.1',
      kind: 'cpu',
      backend: 'tensorflow',
      converged: true,
      active: null,
    });
  });

  it('is told why it does not load, and what mends it', async () => {
    const entry = await project("throw new Error('The native addon module can not be found');");
    const { stdout } = await runNode(`
      import { selectBackend } from '${entry}';
      console.log(await selectBackend('tensorflow').catch(({ message }) => message));
    `);
    expect(stdout.trim()).to.equal(
      'backend tensorflow cannot be loaded: @tensorflow/tfjs-node is installed but does not load: ' +
        'The native addon module can not be found; npx tensor-lasso install-native installs it',
    );
  });
});
