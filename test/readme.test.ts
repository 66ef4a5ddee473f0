import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT, type Snippets, snippets } from './support/snippets.js';

const readme = await readFile(join(ROOT, 'README.md'), 'utf8');

const folderOf: Readonly<Record<string, string>> = { readme: '', penalties: 'docs' };

for (const [name, text] of Object.entries({
  readme,
  penalties: await readFile(join(ROOT, 'docs/penalties.md'), 'utf8'),
})) {
  /** TypeScript blocks, each with the block of text after it: what it prints. */
  const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```(?:\s*```text\n([\s\S]*?)```)?/g)].map(
    ([, code = '', output]) => ({ code, output }),
  );

  describe(`the document ${name}`, () => {
    let programs: Snippets;
    before(async () => {
      programs = await snippets(
        name,
        blocks.map(({ code }) => code),
      );
    });

    it('has code to run', () => expect(blocks.length).to.be.above(1));

    it('has code that type-checks', () => programs.typeCheck());

    for (const [i, { code, output }] of blocks.entries()) {
      it(`has code that prints what it says: ${code.split('\n').find((line) => line.startsWith('const'))}`, async () => {
        expect(await programs.run(i)).to.deep.equal({ stdout: output ?? '', stderr: '' });
      });
    }

    it('links only to what is there', () => {
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1]!);
      for (const link of links) expect(existsSync(join(ROOT, folderOf[name]!, link)), link).to.equal(true);
    });
  });
}

describe('the README', () => {
  it('names only commands that exist', async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    const named = [...readme.matchAll(/\bnpm (?:run )?(start|test|ci|[a-z][\w:-]*)/g)].map((match) => match[1]!);
    expect(named.length).to.be.above(3);
    for (const command of named.filter((name) => !['ci', 'install'].includes(name)))
      expect(scripts).to.have.property(command);
  });
});
