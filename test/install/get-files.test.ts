import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { downloadPackage, downloadWheel, verified } from '../../src/install/get-files.js';
import { failure } from '../support/failure.js';
import { temporaryFolder } from '../support/temporary.js';

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

describe('getting pinned files', () => {
  const folder = temporaryFolder();
  const { signal } = new AbortController();
  const pinned = {
    requirement: 'thing==1.2',
    file: 'thing-1.2-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    sha256: sha256('content'),
  };

  it('takes a file that is what it should be', async () => {
    await writeFile(join(folder(), pinned.file), 'content');
    expect(await verified(folder(), pinned)).to.equal(join(folder(), pinned.file));
  });

  it('says that a file is missing', async () => {
    const { message } = (await failure(verified(folder(), pinned))) as Error;
    expect(message).to.match(/^.*thing-1\.2-.*\.whl is missing; a machine with a network gets it by: /);
    expect(message).to.match(/python3 -m pip download .* --platform manylinux2014_x86_64 .* thing==1\.2$/);
    const npmPackage = { ...pinned, requirement: 'thing@1.2', file: 'thing-1.2.tgz' };
    expect(await failure(verified(folder(), npmPackage)))
      .to.have.property('message')
      .match(/npm pack thing@1\.2$/);
  });

  it('does not take a damaged file', async () => {
    await writeFile(join(folder(), pinned.file), 'contend');
    const error = await failure(verified(folder(), pinned));
    const expected = `its SHA-256 is ${sha256('contend')}, expected ${pinned.sha256}`;
    expect(error)
      .to.have.property('message')
      .match(/is damaged, or not the right file: /)
      .and.contain(expected);
  });

  it('asks pip for the wheel of a certain platform, whatever Python it runs on', async () => {
    const python = join(folder(), 'python');
    await writeFile(
      python,
      `#!/bin/sh\necho "$@" > ${folder()}/asked\nprintf content > "${join(folder(), pinned.file)}"\n`,
    );
    await chmod(python, 0o755);
    await downloadWheel(python, pinned, folder(), signal);
    const asked = await readFile(join(folder(), 'asked'), 'utf8');
    expect(asked).to.contain('-m pip download --no-deps --only-binary=:all:');
    expect(asked).to.contain(
      '--python-version 3.11 --implementation cp --abi cp311 --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64 thing==1.2',
    );
  });

  it('gets a package by npm', async () => {
    const source = join(folder(), 'source');
    await mkdir(source);
    await writeFile(join(source, 'package.json'), '{ "name": "thing", "version": "1.2.0" }');
    const wrong = { requirement: source, file: 'thing-1.2.0.tgz', sha256: '' };
    const { message } = (await failure(downloadPackage(wrong, folder(), signal))) as Error;
    expect(message).to.match(/its SHA-256 is [0-9a-f]{64}/);
    const right = { ...wrong, sha256: /is ([0-9a-f]{64})/.exec(message)![1]! };
    expect(await downloadPackage(right, folder(), signal)).to.equal(join(folder(), right.file));
  });
});
