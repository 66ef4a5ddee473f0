import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { findTools } from '../../src/install/tools.js';
import { failure } from '../support/failure.js';
import { temporaryFolder } from '../support/temporary.js';

describe('findTools', () => {
  const folder = temporaryFolder();
  const saved = { ...process.env };
  afterEach(() => {
    for (const name of ['PYTHON', 'CXX', 'PATH']) {
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
    }
  });

  /** A command of that name that does what the shell script says. */
  async function command(name: string, script: string): Promise<string> {
    const path = join(folder(), name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  }

  it('finds Python with pip, and a compiler', async () => {
    process.env.PYTHON = await command('snake', 'exit 0');
    process.env.CXX = await command('compiler', 'exit 0');
    expect(await findTools(folder(), 1, true)).to.deep.equal({ python: process.env.PYTHON, compiler: process.env.CXX });
  });

  it('asks for no Python where nothing is to be downloaded', async () => {
    process.env.PYTHON = 'no-such-python';
    process.env.CXX = await command('compiler', 'exit 0');
    expect(await findTools(folder(), 1, false)).to.deep.equal({ python: undefined, compiler: process.env.CXX });
  });

  it('names everything that is missing at once', async () => {
    process.env.PATH = folder();
    delete process.env.PYTHON;
    delete process.env.CXX;
    const error = await failure(findTools(folder(), 1e18, true));
    const lines = (error as Error).message.split('\n');
    expect(lines[0]).to.equal('the native backend needs, and does not find:');
    expect(lines[1]).to.match(/^ {2}- Python 3 \(python3 is not found; python is not found\): .* set PYTHON/);
    expect(lines[2]).to.match(
      /^ {2}- a C\+\+ compiler \(g\+\+ is not found; c\+\+ is not found; clang\+\+ is not found\)/,
    );
    expect(lines[3]).to.match(/^ {2}- disk: 1000000000\.0 GB free in .*, there are [\d.]+ GB; set XDG_CACHE_HOME/);
    expect(lines).to.have.length(4);
  });

  it('tells a Python without pip, and a compiler without headers', async () => {
    process.env.PYTHON = await command('snake', 'test "$1" = --version || { echo "No module named pip" >&2; exit 1; }');
    process.env.CXX = await command('compiler', 'test "$1" = --version || { echo "no string" >&2; exit 1; }');
    const { message } = (await failure(findTools(folder(), 1, true))) as Error;
    expect(message).to.match(
      /- pip \(.*No module named pip\): e\.g\. apt install python3-pip, or .*snake -m ensurepip/,
    );
    expect(message).to.match(/- C\+\+17 and its standard headers \(.*no string\): e\.g\. apt install g\+\+/);
  });
});
