import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { kernelModule } from '../../scripts/build-kernel/compile.js';

describe('the compiled kernels in the package', () => {
  it('are what their source gives: npm run kernel', async () => {
    const committed = await readFile(new URL('../../src/kernels/binary.ts', import.meta.url), 'utf8');
    expect(committed === (await kernelModule())).to.equal(true);
  });
});
