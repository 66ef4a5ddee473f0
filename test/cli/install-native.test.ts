import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { installationDirectory } from '../../src/native/installation.js';
import { BACKENDS } from '../support/backends.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary.js';

describe('tensor-lasso install-native', () => {
  const folder = temporaryFolder();
  const elsewhere = () => ({ XDG_CACHE_HOME: folder() });
  const native = () => join(folder(), 'tensor-lasso', 'native');

  it('says what is missing, and leaves nothing behind', async () => {
    const { code, stderr } = await runCli(['install-native'], {
      ...elsewhere(),
      PYTHON: 'no-such-python',
      CXX: 'no-such-compiler',
    });
    expect(code).to.equal(1);
    expect(stderr).to.match(/^error: the native backend needs, and does not find:$/m);
    expect(stderr).to.match(/^ {2}- Python 3 \(no-such-python is not found\)/m);
    expect(stderr).to.match(/^ {2}- a C\+\+ compiler \(no-such-compiler is not found\)/m);
    expect(stderr).not.to.match(/^ +at /m);
    expect(await readdir(native())).to.deep.equal([]);
  });

  it('says which file it does not find in a folder of downloads', async () => {
    const { code, stderr } = await runCli(['install-native', '--from', folder()], { ...elsewhere(), CXX: 'true' });
    expect(code).to.equal(1);
    expect(stderr)
      .to.contain(`error: ${join(folder(), 'tensorflow')}`)
      .and.contain('.whl is missing');
    expect(await readdir(native())).to.deep.equal([]);
  });

  it('says what is wrong with an installation that does not work, before it tries to replace it', async () => {
    const directory = join(native(), installationDirectory('cpu').split('/').at(-1)!);
    await mkdir(join(directory, 'tfjs-node'), { recursive: true });
    await writeFile(join(directory, 'installation.json'), '{}');
    await writeFile(join(directory, 'tfjs-node', 'package.json'), '{}');
    await writeFile(join(directory, 'tfjs-node', 'addon.node'), 'not a library');
    const { code, stdout } = await runCli(['install-native'], { ...elsewhere(), CXX: 'no-such-compiler' });
    expect(code).to.equal(1);
    expect(stdout).to.match(/does not work and is replaced \(.*(file too short|invalid ELF header|not a mach-o)/);
  });

  it('removes what it has installed, and says what that was', async () => {
    const directory = join(native(), installationDirectory('cpu').split('/').at(-1)!);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'installation.json'), '{}');
    const removed = await runCli(['install-native', '--uninstall'], elsewhere());
    expect(removed).to.include({ code: 0, stdout: `Removed:\n  ${directory}\n` });
    expect(await readdir(native())).to.deep.equal([]);
    const again = await runCli(['install-native', '--uninstall'], elsewhere());
    expect(again).to.include({ code: 0, stdout: 'Nothing was installed.\n' });
  });

  it('knows its options', async () => {
    const { code, stderr } = await runCli(['install-native', '--cudda']);
    expect(code).to.equal(1);
    expect(stderr).to.match(/unknown option '--cudda'\n\(Did you mean --cuda\?\)/);
  });

  if (BACKENDS.includes('tensorflow')) {
    it('finds the one that works already', async () => {
      const { code, stdout } = await runCli(['install-native']);
      expect(code).to.equal(0);
      expect(stdout).to.match(/Works already: /);
      expect(stdout).to.match(/TensorFlow [\d.]+ on .+: 23 kernels right, \d+ GFLOP\/s/);
    });
  }
});
