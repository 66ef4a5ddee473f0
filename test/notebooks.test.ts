import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT, type Snippets, snippets } from './support/snippets.js';

interface Output {
  output_type: string;
  text?: string[];
  data?: Record<string, unknown>;
}

interface Cell {
  cell_type: string;
  source: string[];
  outputs?: Output[];
}

const FOLDER = join(ROOT, 'notebooks');
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.ipynb'));

const codeCells = (name: string): Cell[] => {
  const { cells } = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as { cells: Cell[] };
  return cells.filter((cell) => cell.cell_type === 'code');
};

describe('the notebooks', () => {
  let programs: Snippets;
  before(async () => {
    programs = await snippets(
      'notebooks',
      names.map((name) =>
        codeCells(name)
          .map(({ source }) => source.join(''))
          .join('\n'),
      ),
    );
  });

  it('are there, with code that type-checks', async () => {
    expect(names.length).to.be.above(0);
    await programs.typeCheck();
  });

  for (const [i, name] of names.entries()) {
    it(`${name} prints what it shows`, async () => {
      const outputs = codeCells(name).flatMap((cell) => cell.outputs ?? []);
      const shown = outputs.filter((output) => output.output_type === 'stream').flatMap((output) => output.text ?? []);
      expect(await programs.run(i)).to.deep.equal({ stdout: shown.join(''), stderr: '' });
      expect(outputs.filter((output) => output.output_type === 'error')).to.deep.equal([]);
    });

    it(`${name} shows each chart as a picture and as Vega-Lite`, () => {
      const results = codeCells(name).flatMap((cell) => (cell.outputs ?? []).filter((output) => output.data));
      expect(results.length).to.be.above(0);
      for (const { data } of results) {
        expect(Object.keys(data!)).to.have.members(['application/vnd.vegalite.v5+json', 'image/png', 'text/plain']);
      }
    });
  }
});
