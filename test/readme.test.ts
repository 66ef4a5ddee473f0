import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** Inside the package, so that `tensor-lasso` is found by its own name; ignored by git. */
const FOLDER = join(ROOT, 'dist', 'readme');

const readme = await readFile(join(ROOT, 'README.md'), 'utf8');

/** TypeScript blocks, each with the block of text after it: what it prints. */
const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```(?:\s*```text\n([\s\S]*?)```)?/g)].map(
  ([, code = '', output]) => ({ code, output }),
);

describe('the README', () => {
  before(async () => {
    await rm(FOLDER, { recursive: true, force: true });
    await mkdir(FOLDER, { recursive: true });
    for (const [i, { code }] of blocks.entries()) await writeFile(join(FOLDER, `block-${i}.ts`), code);
    await writeFile(
      join(FOLDER, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'] }),
    );
  });

  it('has code to run', () => expect(blocks.length).to.be.above(2));

  it('has code that type-checks', async () => {
    await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', FOLDER]);
  });

  for (const [i, { code, output }] of blocks.entries()) {
    it(`has code that prints what it says: ${code.split('\n').find((line) => line.startsWith('const'))}`, async () => {
      const { stdout, stderr } = await run(
        process.execPath,
        ['--import', 'ts-blank-space/register', '--no-warnings', join(FOLDER, `block-${i}.ts`)],
        { cwd: ROOT },
      );
      expect(stderr).to.equal('');
      expect(stdout).to.equal(output ?? '');
    });
  }

  it('names only commands that exist', async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    const named = [...readme.matchAll(/\bnpm (?:run )?(start|test|ci|[a-z][\w:-]*)/g)].map((match) => match[1]!);
    expect(named.length).to.be.above(3);
    for (const command of named.filter((name) => !['ci', 'install'].includes(name)))
      expect(scripts).to.have.property(command);
  });

  it('links only to what is there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1]!);
    expect(links.length).to.be.above(3);
    for (const link of links) expect(existsSync(join(ROOT, link)), link).to.equal(true);
  });
});
