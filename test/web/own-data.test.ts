import { expect } from 'chai';
import { likelyTargets, matrixOf, readTable } from '../../web/own-data.js';

describe('readTable', () => {
  it('reads columns of numbers, whatever separates them, and leaves out those of words', () => {
    for (const [comma, text] of [
      [',', 'id,a,b,y\nu,1,2.5,3\nv,-4,5e-1,6\nw,7,8,9\n'],
      [';', 'id;a;b;y\nu;1;2.5;3\nv;-4;5e-1;6\nw;7;8;9\n\n'],
      ['\t', 'id\ta\tb\ty\r\nu\t1\t2.5\t3\r\nv\t-4\t5e-1\t6\r\nw\t7\t8\t9'],
    ] as const) {
      const table = readTable(text);
      expect(table.names, comma).to.deep.equal(['a', 'b', 'y']);
      expect(table.rows).to.equal(3);
      expect(matrixOf(table, [2, 0])).to.deep.equal({ rows: 3, cols: 2, values: Float64Array.of(3, 1, 6, -4, 9, 7) });
    }
  });

  it('says in which row and column what was expected, and what came', () => {
    const fails = (text: string, message: string) => expect(() => readTable(text), message).to.throw(message);
    fails('', 'the file is empty: expected a header and a row for each sample');
    fails('a,b\n1,2\n3\n4,5\n', 'row 3: expected 2 fields like the header, got 1');
    fails('a,b\n1,2\n3,4\n4,5,6\n', 'row 4: expected 2 fields like the header, got 3');
    fails('a,b\n1,2\n3,n/a\n4,5\n', 'row 3, column b: expected a number, got "n/a"');
    fails('a,b\n1,2\n3,\n4,5\n', 'row 3, column b: expected a number, got ""');
    fails('a,b\n1,2\n3,4\n', 'expected at least 3 rows below the header, got 2');
    fails('a,b\n1,x\n3,y\n4,z\n', 'expected at least two columns of numbers, got 1 of 2');
  });

  it('takes names of any kind', () => {
    const names = ['__proto__', 'constructor', 'hasOwnProperty', '', '"a,b"', '__parsed_extra', ' c '];
    const cell = (name: string) => `"${name.replaceAll('"', '""')}"`;
    const rows = [1, 2, 3].map((row) => names.map((_, k) => 10 * row + k).join(','));
    const table = readTable([names.map(cell).join(','), ...rows].join('\n'));
    expect(table.names).to.deep.equal(names);
    names.forEach((_, k) => {
      expect([...table.columns[k]!]).to.deep.equal([10 + k, 20 + k, 30 + k]);
    });
    expect(() => readTable('__proto__,__proto__\n1,2\n3,4\n5,6\n')).to.throw('the header has __proto__ twice');
  });

  it('does not take two columns of one name for each other', () => {
    expect(() => readTable('a,a,b\n1,2,3\n4,5,6\n7,8,9\n')).to.throw(
      'the header has a twice: expected a name of its own for each column',
    );
  });
});

describe('likelyTargets', () => {
  const of = (...names: string[]) => likelyTargets({ names, rows: 0, columns: [] });

  it('are the columns that begin with y, else the last one', () => {
    expect(of('x1', 'y1', 'x2', 'y2')).to.deep.equal([1, 3]);
    expect(of('y', 'a', 'b')).to.deep.equal([0]);
    expect(of('year', 'size', 'price')).to.deep.equal([2]);
    expect(of('y1', 'y2')).to.deep.equal([1]);
  });
});
