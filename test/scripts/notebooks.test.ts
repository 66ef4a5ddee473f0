import { expect } from 'chai';
import { cleaned, differences, type Notebook } from '../../scripts/notebooks/notebook.js';

const code = (text: string, data: Record<string, unknown> = {}) => ({
  cell_type: 'code',
  source: ['1'],
  metadata: { execution: 'now' },
  outputs: [
    { output_type: 'stream', text: [text] },
    { output_type: 'execute_result', data },
  ],
});
const notebook = (...cells: Notebook['cells']): Notebook => ({ cells });

describe('npm run notebooks', () => {
  it('takes away what changes from run to run', () => {
    expect(cleaned(notebook(code('a'))).cells[0]!.metadata).to.deep.equal({});
  });

  it('says which cells print something else, or show another kind of picture', () => {
    const before = notebook(code('a\n', { 'image/png': 'one' }), code('b\n', { 'image/png': 'one' }));
    expect(
      differences(before, notebook(code('a\n', { 'image/png': 'two' }), code('b\n', { 'image/png': 'two' }))),
    ).to.deep.equal([]);
    expect(differences(before, notebook(code('c\n', { 'image/png': 'one' }), code('b\n', {})))).to.deep.equal([
      'cell 0: was "a\\n", is "c\\n"',
      'cell 1: was "image/png", is ""',
    ]);
  });
});
