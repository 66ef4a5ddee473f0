import type * as library from '../../../src/node.js';
import type { Place } from '../variants.js';
import { type Call, call, optional, options, place } from './call.js';
import { named, names, record, stability, traced, validation, Y } from './known.js';

const chart = (
  name: keyof typeof library,
  args: Call['args'],
  places: readonly Place[],
  own: readonly string[] = [],
): Call =>
  call(
    name,
    async () => [
      await (await args())[0],
      { title: 'A chart', theme: 'dark', ...Object.assign({}, ...(await args()).slice(1)) },
    ],
    [...places, options(1), place('1.title', 'title', { fine: ['a text'] }), ...optional(1, 'theme', ...own)],
  );

const plot = { width: 200, height: 100 };

/** Charts. */
export const CHARTS: readonly Call[] = [
  chart('supportMap', () => [named(), { truth: { rows: 2, cols: 3, values: new Float64Array(6) } }], [
    place('0', 'fits', { open: true }),
    place('0.0', 'fits[0]'),
    place('0.0.coef', 'fits[0].coef|truth'),
    place('0.0.name', 'fits[0].name', { fine: ['a text'] }),
    place('1.truth'),
  ]),
  chart('coefficientMap', () => [named()], [
    place('0', 'fits', { open: true }),
    place('0.0.coef', 'fits[0].coef', { fine: ['fewer rows'] }),
  ]),
  chart(
    'coefficientSeries',
    () => [named().then(([each]) => [{ ...each, color: 'red' }]), { ...plot, feature: 1, domain: [-1, 1] }],
    [
      place('0', 'series', { open: true }),
      place('0.0.coef', 'series[0].coef', { fine: ['fewer rows'] }),
      place('0.0.color', 'series[0].color', { fine: ['a text'] }),
      place('1.domain'),
    ],
    ['width', 'height', 'feature'],
  ),
  chart(
    'coefficientPath',
    () => [record(), { ...plot, task: 1, x: 'alpha', chosen: 0.25, most: 2, names, linked: 'slider' }],
    [
      place('0', 'record'),
      place('0.coef', 'record'),
      place('0.alphas', 'record.alphas'),
      place('0.explained', 'record.explained'),
      place('1.names', 'names'),
    ],
    ['width', 'height', 'task', 'x', 'chosen', 'most', 'linked'],
  ),
  chart(
    'convergence',
    () => [traced().then((own) => [{ name: 'Lasso', fit: own }]), plot],
    [
      place('0', 'fits', { open: true }),
      place('0.0', 'fits[0]'),
      place('0.0.name', 'fits[0].name', { fine: ['a text'] }),
      place('0.0.fit', 'fits[0].fit'),
    ],
    ['width', 'height'],
  ),
  ...(['predictedVersusActual', 'residuals'] as const).map((name) =>
    chart(
      name,
      () => [Promise.resolve({ actual: Y, predicted: Y }), { ...plot, tasks: [1, 0] }],
      [
        place('0', 'predicted|actual'),
        place('0.actual', 'actual|predicted', { fine: ['values with NaN'] }),
        place('0.predicted', 'predicted'),
        place('1.tasks', 'tasks', { open: true }),
      ],
      ['width', 'height'],
    ),
  ),
  chart(
    'stabilityPaths',
    () => [stability().then(({ problems }) => problems[0]), { ...plot, threshold: 0.75, most: 2, names }],
    [
      place('0', 'problem'),
      place('0.alphas', 'alphas'),
      place('0.probabilities', 'probabilities'),
      place('0.largest', 'largest'),
      place('1.names', 'names'),
    ],
    ['width', 'height', 'threshold', 'most'],
  ),
  chart(
    'supportFrequency',
    () => [[0.5, 0.25, 1], { width: 200, threshold: 0.5, most: 2, names }],
    [place('0', 'frequencies|names'), place('1.names', 'names')],
    ['width', 'threshold', 'most'],
  ),
  chart('taskCorrelation', () => [Y], [place('0', 'Y', { fine: ['fewer rows', 'values with NaN'] })]),
  chart(
    'validationCurve',
    () => [validation(), { ...plot, task: 1 }],
    [place('0', 'validation'), place('0.curves', 'validation'), place('0.min', 'validation')],
    ['width', 'height', 'task'],
  ),
  chart('benchmarkChart', () => [[{ problem: 'a', peer: 'b', ratio: 2, group: 'c' }]], [
    place('0', 'rows', { open: true }),
    place('0.0', 'rows[0]'),
    place('0.0.problem', 'rows[0].problem', { fine: ['a text'] }),
    place('0.0.ratio', 'ratio'),
  ]),
];
