import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { create } from 'tar';
import { buildAddon } from '../../src/install/build-addon.js';
import { TFJS_KEY } from '../../src/native/load-addon.js';
import { failure } from '../support/failure.js';
import { temporaryFolder } from '../support/temporary.js';

/** A package laid out like tfjs-node, with a line or two in each file. */
const PACKAGE: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "@tensorflow/tfjs-node" }',
  'binding/binding.cc': '// C++',
  'dist/nodejs_kernel_backend.js':
    'var tf = require("@tensorflow/tfjs");\nvar util_1 = require("util");\n' +
    'module.exports = { tf, none: (0, util_1.isNullOrUndefined)(undefined), list: (0, util_1.isArray)([]) };',
  'dist/kernels/TopK.js': 'var util_1 = require("util");\nmodule.exports = (0, util_1.isNullOrUndefined)(0);',
  'dist/proto/api_pb.js': 'throw new Error("not needed");',
  'scripts/install.js': 'throw new Error("never run");',
};

describe('buildAddon', () => {
  const folder = temporaryFolder();
  const { signal } = new AbortController();

  async function tarball(): Promise<string> {
    for (const [file, text] of Object.entries(PACKAGE)) {
      const path = join(folder(), 'package', file);
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, text);
    }
    const path = join(folder(), 'package.tgz');
    await create({ file: path, cwd: folder(), gzip: true }, ['package']);
    return path;
  }

  async function compiler(script: string): Promise<string> {
    const path = join(folder(), 'compiler');
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  }

  it("makes kernels that work with the program's own tfjs, and has the addon compiled", async () => {
    const directory = join(folder(), 'installation');
    await mkdir(join(directory, 'tensorflow', 'include'), { recursive: true });
    await buildAddon(await compiler(`echo "$@" > ${folder()}/asked`), await tarball(), directory, signal);

    const asked = await readFile(join(folder(), 'asked'), 'utf8');
    expect(asked).to.contain(join(directory, 'tfjs-node', 'binding', 'binding.cc'));
    expect(asked).to.contain(`-o ${join(directory, 'tfjs-node', 'addon.node')}`);
    expect(asked).to.contain('-Wl,-rpath,$ORIGIN/../tensorflow');

    Reflect.set(globalThis, Symbol.for(TFJS_KEY), tf);
    const require = createRequire(join(directory, 'tfjs-node', 'package.json'));
    const kernels = require('./dist/nodejs_kernel_backend.js');
    expect(kernels).to.deep.include({ none: true, list: true });
    expect(kernels.tf).to.equal(tf);
    expect(require('./dist/kernels/TopK.js')).to.equal(false);
    expect(require('./dist/proto/api_pb.js')).to.deep.equal({});
    expect(await readdir(join(directory, 'tfjs-node'))).not.to.include('scripts');
  });

  it('says what the compiler says', async () => {
    const failing = await compiler('echo "binding.cc:1: error: something" >&2; exit 1');
    const error = await failure(buildAddon(failing, await tarball(), join(folder(), 'installation'), signal));
    expect(error)
      .to.have.property('message')
      .match(/compiler has failed \(1\): binding\.cc:1: error: something/);
  });
});
