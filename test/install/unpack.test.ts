import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { unpackWheel } from '../../src/install/unpack.js';
import { failure } from '../support/failure.js';
import { temporaryFolder } from '../support/temporary.js';

const WHEEL = fileURLToPath(new URL('../fixtures/tiny-tensorflow.whl', import.meta.url));

describe('unpackWheel', () => {
  const folder = temporaryFolder();
  const { signal } = new AbortController();

  it('unpacks libraries and headers, and nothing else', async () => {
    await unpackWheel(WHEEL, folder(), signal);
    const entries = await readdir(folder(), { recursive: true, withFileTypes: true });
    expect(
      entries
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort(),
    ).to.deep.equal(['c_api.h', 'libcublas.so.12', 'libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']);
    const library = join(folder(), 'tensorflow', 'libtensorflow_cc.so.2');
    expect(await readFile(library, 'utf8')).to.equal('library');
    expect((await stat(library)).mode & 0o777).to.equal(0o755);
  });

  it('rejects what is not a wheel', async () => {
    const error = await failure(unpackWheel(fileURLToPath(import.meta.url), folder(), signal));
    expect(error).to.be.instanceOf(Error);
  });

  it('stops when it is told to', async () => {
    const error = await failure(unpackWheel(WHEEL, folder(), AbortSignal.abort()));
    expect(error).to.have.property('name', 'AbortError');
  });
});
