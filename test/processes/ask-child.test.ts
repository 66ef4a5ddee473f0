import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { type AskOptions, askChild, sibling } from '../../src/processes/ask-child.js';
import { failure } from '../support/failure.js';
import { temporaryFolder } from '../support/temporary.js';

describe('askChild', () => {
  const folder = temporaryFolder();
  const ask = async (program: string, options: Partial<AskOptions> = {}, ...args: string[]) => {
    const path = join(folder(), 'program.mjs');
    await writeFile(path, program);
    return askChild(pathToFileURL(path), args, { timeout: 10_000, ...options });
  };

  it('gives the answer, to arguments and environment', async () => {
    const program = 'process.send({ sum: Number(process.argv[2]) + Number(process.env.MORE) })';
    expect(await ask(program, { env: { MORE: '3' } }, '2')).to.deep.equal({ sum: 5 });
  });

  it('passes an error on', async () => {
    expect(await failure(ask("process.send({ error: 'no' })"))).to.have.property('message', 'no');
  });

  it('says how the process ended without an answer', async () => {
    const thrown = await failure(ask("console.error('first'); console.error('last'); process.exitCode = 7"));
    expect(thrown).to.have.property('message', 'the process that tried it ended with code 7: last');
    const crashed = await failure(ask("process.kill(process.pid, 'SIGSEGV'); setTimeout(() => {}, 5000)"));
    expect(crashed)
      .to.have.property('message')
      .match(/was ended by SIGSEGV/);
  });

  it('does not wait for ever', async () => {
    const error = await failure(ask('setInterval(() => {}, 1000)', { timeout: 300 }));
    expect(error)
      .to.have.property('message')
      .match(/was ended by SIGTERM/);
  });

  it('is ended by a signal', async () => {
    const controller = new AbortController();
    const running = failure(ask('setInterval(() => {}, 1000)', { signal: controller.signal }));
    setTimeout(() => controller.abort(new Error('enough')), 100);
    expect(await running).to.have.property('message', 'enough');
  });
});

describe('sibling', () => {
  const folder = temporaryFolder();
  const at = (path: string): string => pathToFileURL(join(folder(), path)).href;
  beforeEach(async () => {
    await mkdir(join(folder(), 'worker'));
    for (const file of ['worker/child.ts', 'worker/child.js']) await writeFile(join(folder(), file), '');
  });

  it('has the extension of the module that asks', () => {
    for (const end of ['.ts', '.js']) {
      expect(sibling('worker/child', 'a/parent', at(`a/parent${end}`)).href).to.equal(at(`worker/child${end}`));
    }
  });

  it('says so where it is not there, or where a bundler has put the module that asks', () => {
    for (const [name, own, url] of [
      ['worker/other', 'a/parent', at('a/parent.js')],
      ['worker/child', 'a/parent', at('a/main.js')],
      ['worker/child', 'a/parent', at('a/parent.mjs')],
      ['worker/child', 'a/parent', undefined],
    ] as const) {
      expect(() => sibling(name, own, url), url).to.throw(
        `there is no module ${name} beside ${own}; a bundler leaves it`,
      );
    }
  });
});
