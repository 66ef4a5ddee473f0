import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { inWorkspace } from '../../src/install/workspace.js';
import { failure } from '../support/failure.js';
import { temporaryFolder } from '../support/temporary.js';

describe('inWorkspace', () => {
  const folder = temporaryFolder();
  const place = () => join(folder(), 'cache', 'thing');
  const fill = (content: string) => async (workspace: string) => {
    await writeFile(join(workspace, 'installation.json'), '{}');
    await writeFile(join(workspace, 'content'), content);
    return content;
  };
  const content = () => readFile(join(place(), 'content'), 'utf8');
  const cache = () => readdir(join(folder(), 'cache'));

  it('puts what was built in place, and gives what the work gave', async () => {
    expect(await inWorkspace(place(), fill('built'))).to.equal('built');
    expect(await content()).to.equal('built');
    expect(await cache()).to.deep.equal(['thing']);
  });

  it('leaves nothing behind when the work fails', async () => {
    const error = await failure(inWorkspace(place(), () => Promise.reject(new Error('no'))));
    expect(error).to.have.property('message', 'no');
    expect(await cache()).to.deep.equal([]);
  });

  it('replaces what is not complete', async () => {
    await mkdir(place(), { recursive: true });
    await writeFile(join(place(), 'half'), '');
    await inWorkspace(place(), fill('whole'));
    expect((await readdir(place())).sort()).to.deep.equal(['content', 'installation.json']);
  });

  it('lets two at once both succeed: the first stays', async () => {
    let release = () => {};
    const first = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = inWorkspace(place(), async (workspace) => {
      await first;
      return fill('slow')(workspace);
    });
    await inWorkspace(place(), fill('fast'));
    release();
    await slow;
    expect(await content()).to.equal('fast');
    expect(await cache()).to.deep.equal(['thing']);
  });

  it('clears up after installations that were killed, and leaves those that run alone', async () => {
    const of = (pid: number) => join(folder(), 'cache', `building-${hostname()}-${pid}-abcdef`);
    const killed = 2 ** 22 + 1; // above the largest process number
    await mkdir(of(killed), { recursive: true });
    await mkdir(of(process.pid), { recursive: true });
    await inWorkspace(place(), fill('built'));
    expect(await cache()).to.deep.equal([`building-${hostname()}-${process.pid}-abcdef`, 'thing']);
  });
});
