import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { writeFiles } from '../../src/node/write-files.js';
import { failure } from '../support/failure.js';
import { ROOT } from '../support/snippets.js';
import { temporaryFolder } from '../support/temporary.js';

/** A process of its own that writes a file which takes a while. */
function writer(folder: string): ChildProcess {
  const program = `
    import { writeFiles } from './src/node/write-files.ts';
    await writeFiles(${JSON.stringify(folder)}, { 'large.bin': new Uint8Array(4e8) });`;
  const flags = ['--import', 'ts-blank-space/register', '--no-warnings', '--input-type=module', '--eval', program];
  return spawn(process.execPath, flags, { cwd: ROOT, stdio: 'ignore' });
}

describe('writeFiles', () => {
  const folder = temporaryFolder();
  const at = (...names: string[]): string => join(folder(), ...names);
  const text = (...names: string[]): Promise<string> => readFile(at(...names), 'utf8');
  const unfinished = async (): Promise<string[]> =>
    (await readdir(folder())).filter((name) => name.startsWith('.writing-'));

  it('clears up after a process that was killed while it wrote', async () => {
    const child = writer(folder());
    while (child.exitCode === null && (await unfinished()).length === 0) await wait(2);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await unfinished()).to.have.length(1);
    await writeFiles(folder(), { 'a.txt': 'new' });
    expect(await readdir(folder())).to.deep.equal(['a.txt']);
  });

  it('leaves alone what living processes are about to write, and what is of others', async () => {
    const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const dead = 2 ** 22 + 1; // above the largest process number
    const of = (host: string, pid: number) => `.writing-${host}-${pid}-abcdef`;
    const kept = [
      of(hostname(), child.pid!),
      of(hostname(), process.pid),
      of('elsewhere', dead),
      '.writing-abcdef',
      `building-${hostname()}-${dead}-abcdef`,
    ];
    for (const name of [...kept, of(hostname(), dead)]) await mkdir(at(name, 'deep'), { recursive: true });
    await writeFiles(folder(), { 'a.txt': 'new' });
    const left = await readdir(folder());
    child.kill();
    await once(child, 'exit');
    expect(left.sort()).to.deep.equal([...kept, 'a.txt'].sort());
  });

  it('writes through links: they stay, and what they point to gets the content', async () => {
    await mkdir(at('real', 'inner'), { recursive: true });
    await mkdir(at('out'));
    await writeFile(at('real', 'there.txt'), 'earlier');
    await symlink('../real/there.txt', at('out', 'relative.txt'));
    await symlink(at('real', 'new.txt'), at('out', 'dangling.txt'));
    await symlink('dangling.txt', at('out', 'twice.txt'));
    await symlink('inner', at('real', 'sideways'));
    await symlink(at('real', 'sideways', '..', 'up.txt'), at('out', 'up.txt'));
    await writeFiles(at('out'), { 'relative.txt': 'one', 'twice.txt': 'two', 'up.txt': 'three', 'plain.txt': 'four' });
    expect(await text('real', 'there.txt')).to.equal('one');
    expect(await text('real', 'new.txt')).to.equal('two');
    expect(await text('real', 'up.txt')).to.equal('three');
    expect(await text('out', 'plain.txt')).to.equal('four');
    expect(await readlink(at('out', 'relative.txt'))).to.equal('../real/there.txt');
    expect(await readlink(at('out', 'twice.txt'))).to.equal('dangling.txt');
    expect((await readdir(at('out'))).sort()).to.deep.equal(
      ['dangling.txt', 'plain.txt', 'relative.txt', 'twice.txt', 'up.txt'].sort(),
    );
    expect((await readdir(at('real'))).sort()).to.deep.equal(['inner', 'new.txt', 'sideways', 'there.txt', 'up.txt']);
  });

  it('writes into a folder that is a link', async () => {
    await mkdir(at('real'));
    await symlink('real', at('out'));
    expect(await writeFiles(at('out'), { 'a.txt': 'new' })).to.deep.equal([at('out', 'a.txt')]);
    expect(await text('real', 'a.txt')).to.equal('new');
    expect(await readdir(at('real'))).to.deep.equal(['a.txt']);
  });

  it('replaces nothing where a link leads nowhere, to a folder, or to itself', async () => {
    await mkdir(at('folder'));
    await symlink(at('no', 'such', 'file'), at('nowhere'));
    await symlink('folder', at('onto'));
    await symlink('round', at('round'));
    for (const [name, message] of [
      ['nowhere', /^cannot write .*nowhere: ENOENT/],
      ['onto', /^cannot write .*onto: there is something else of that name/],
      ['round', /^cannot write .*round: ELOOP/],
    ] as const) {
      await writeFile(at('a.txt'), 'earlier');
      const error = await failure(writeFiles(folder(), { 'a.txt': 'new', [name]: 'new' }));
      expect((error as Error).message).to.match(message);
      expect(await text('a.txt')).to.equal('earlier');
      expect(await unfinished()).to.deep.equal([]);
    }
    expect(await readdir(at('folder'))).to.deep.equal([]);
  });

  it('gives two names of one file what comes last', async () => {
    await symlink('a.txt', at('b.txt'));
    await writeFiles(folder(), { 'a.txt': 'first', 'b.txt': 'second' });
    expect(await text('a.txt')).to.equal('second');
    expect(await readlink(at('b.txt'))).to.equal('a.txt');
  });
});
