import { expect } from 'chai';
import Papa from 'papaparse';
import { coefficientsCSV } from '../../web/download.js';

const coef = { rows: 1, cols: 3, values: Float64Array.of(0, 1.5, -2) };

describe('coefficientsCSV', () => {
  it('has a line for each coefficient that is not 0, and for each intercept', () => {
    const text = coefficientsCSV({ lasso: { coef, intercept: Float64Array.of(0.5) } }, ['a', 'b, c', 'd "e"'], ['y']);
    expect(text).to.equal(
      'model,task,feature,coefficient\nlasso,y,(intercept),0.5\nlasso,y,"b, c",1.5\nlasso,y,"d ""e""",-2\n',
    );
  });

  it('keeps texts from being taken for formulas, and numbers as they are', () => {
    const formulas = ['=1+2', '+1', '-1', '@sum', '\t=1', '\r=1', '\n=1', '=HYPERLINK("a","b")\n', '-'];
    const texts = ['a\rb', 'a\r\nb', 'a"b', 'a,b', "'quoted'", ' = ', 'a=b', '', 'β', '1'];
    const names = [...formulas, ...texts];
    const values = Float64Array.from(names, (_, j) => (j % 2 ? -1 : 1) * (j + 1) * 1e-7);
    const model = { coef: { rows: 2, cols: names.length, values: Float64Array.of(...values, ...values) } };
    const text = coefficientsCSV({ lasso: { ...model, intercept: Float64Array.of(-0.5, 2) } }, names, ['=1+2', 'y']);
    const { data } = Papa.parse<string[]>(text, { skipEmptyLines: true, newline: '\n', delimiter: ',' });
    const shown = [...formulas.map((name) => `'${name}`), ...texts];
    const rows = (task: string, intercept: number) => [
      ['lasso', task, '(intercept)', String(intercept)],
      ...shown.map((name, j) => ['lasso', task, name, String(values[j])]),
    ];
    const head = ['model', 'task', 'feature', 'coefficient'];
    expect(data).to.deep.equal([head, ...rows("'=1+2", -0.5), ...rows('y', 2)]);
    // Cells with a comma, a quote or a line break are quoted (RFC 4180): outside of quotes there are only the breaks of lines.
    const outside = text.replace(/"(?:[^"]|"")*"/g, '');
    expect(outside.split('\n')).to.have.length(1 + 2 * (1 + names.length) + 1);
    expect(outside).not.to.match(/["\r]/);
    for (const line of outside.trimEnd().split('\n')) expect(line.split(',')).to.have.length(4);
  });
});
