import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from '../../../src/node.js';
import type { Place } from '../variants.js';
import { type Call, call, optional, options, place } from './call.js';
import { directory, lasso, names, single, spec, X, y } from './known.js';

/** Without pictures: their marks are counted through. */
const report = (name: 'report' | 'reportPage', args: Call['args'], places: readonly Place[]): Call => {
  const own = call(name, args, places);
  return { ...own, run: async (...given) => String(await own.run(...given)).replaceAll(/base64,[\w+/=]+/g, '') };
};

/** What Node has besides. */
export const FILES: readonly Call[] = [
  call('rendered', async () => [await spec(), '.json', { scale: 1 }], [
    place('0', 'spec'),
    place('1', 'extension'),
    options(2),
    place('2.scale'),
  ]),
  call('render', async () => [await spec(), join(directory, 'chart.json'), { scale: 1 }], [
    place('0', 'spec'),
    place('1', 'file'),
    options(2),
    place('2.scale'),
  ]),
  call('displayed', async () => [await spec()], [place('0', 'spec')]),
  call(
    'page',
    async () => [
      {
        title: 'A page',
        lead: 'Something',
        charts: [await spec()],
        tables: [{ head: ['a', 'b'], body: [['1', '2']] }],
        sections: [{ heading: 'More', text: 'Words' }],
        code: 'x',
      },
    ],
    [
      place('0', 'content|title'),
      ...['title', 'lead', 'code'].map((key) => place(`0.${key}`, key, { fine: ['a text'] })),
      place('0.charts', 'charts', { fine: ['an empty array'] }),
      place('0.charts.0', 'charts[0]'),
      place('0.tables', 'tables', { fine: ['an empty array'] }),
      place('0.tables.0', 'tables[0]'),
      place('0.tables.0.head', 'tables[0].head', { fine: ['an empty array'] }),
      place('0.tables.0.body', 'tables[0].body', { fine: ['an empty array'] }),
      place('0.sections', 'sections', { fine: ['an empty array'] }),
      place('0.sections.0', 'sections[0]', { open: true }),
    ],
  ),
  ...(['reportPage', 'report'] as const).map((name) => {
    const file = name === 'report' ? [join(directory, 'report.html')] : [];
    const at = file.length + 1;
    const about = async () => [await single(), ...file, { title: 'A report', estimator: lasso, X, Y: y, names }];
    return report(name, about, [
      ...['0', '0.coef', '0.problems'].map((path) => place(path, 'what')),
      ...(file.length > 0 ? [place('1', 'file')] : []),
      options(at),
      place(`${at}.title`, 'title', { fine: ['a text'] }),
      ...optional(at, 'estimator', 'names'),
      place(`${at}.X`, 'X|Y'),
      place(`${at}.Y`, 'Y', { fine: ['values with NaN'] }),
    ]);
  }),
  call('npyOf', () => [[1, 2], [2]], [place('0', 'values|shape'), place('1', 'shape')]),
  call('readNpy', () => {
    const file = join(directory, 'x.npy');
    writeFileSync(file, library.npyOf(X.values, [12, 3]));
    return [file];
  }, [place('0', 'file', { fine: ['a text'] })]),
  call('prepareDirectory', () => [directory], [place('0', 'directory', { fine: ['a text'] })]),
  call('writeFiles', () => [directory, { 'a.txt': 'a' }], [
    place('0', 'directory', { fine: ['a text'] }),
    place('1', 'files', { open: true, fine: ['with an option that does not exist'] }),
  ]),
];
