import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { benchmarkChart } from '../../src/charts/benchmark-chart.js';
import { coefficientMap } from '../../src/charts/coefficient-map.js';
import { coefficientPath } from '../../src/charts/coefficient-path.js';
import { coefficientSeries } from '../../src/charts/coefficient-series.js';
import { convergence } from '../../src/charts/convergence.js';
import { predictedVersusActual } from '../../src/charts/predicted-versus-actual.js';
import { residuals } from '../../src/charts/residuals.js';
import type { Spec } from '../../src/charts/spec.js';
import { stabilityPaths } from '../../src/charts/stability-paths.js';
import { supportFrequency } from '../../src/charts/support-frequency.js';
import { supportMap } from '../../src/charts/support-map.js';
import { taskCorrelation } from '../../src/charts/task-correlation.js';
import { validationCurve } from '../../src/charts/validation-curve.js';
import { toPNG } from '../../src/node/to-png.js';
import { toSVG } from '../../src/node/to-svg.js';
import { expectSoundSpec } from '../support/charts.js';

/** What every object has; a name that is longer would be cut. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype).filter((name) => name.length < 18);

/** Names that something on the way from a record to a picture may take for something else, and how they are shown. */
const NAMES: readonly (readonly [name: string, shown: string])[] = [
  ...[...INHERITED, 'if', 'true', 'NaN', '$ref', 'signal'].map((name) => [name, name] as const),
  ['a\u2028b\u2029c', 'a\u2028b\u2029c'],
  ['\u0000a\u0007b\u001b[1m\uffff', '\ufffda\ufffdb\ufffd[1m\ufffd'],
  ['half \ud800 of a pair', 'half \ufffd of a pair'],
  ['<b>&amp;</b>', '<b>&amp;</b>'],
  ['</script><!--', '</script><!--'],
  [`"a" 'b' \`c\``, `"a" 'b' \`c\``],
  ['a.b[0]["c"]\\.d', 'a.b[0]["c"]\\.d'],
  ['\\', '\\'],
  ['', ''],
  ['0', '0'],
  ['same', 'same'],
  ['same', 'same'],
  ['β → 😀', 'β → 😀'],
];
const names = NAMES.map(([name]) => name);
const shown = NAMES.map(([, text]) => text);
const count = names.length;
const all = Array.from(names.keys());

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
const plain = (text: string): string => text.replace(/&(amp|lt|gt|quot);/g, (entity) => ENTITIES[entity]!);

/** The texts of a picture that are among some, as often as they are there. */
function textsOf(svg: string, among: readonly string[]): string[] {
  const texts = Array.from(svg.matchAll(/<text[^>]*?(?:\/>|>([^<]*)<\/text>)/g), ([, text = '']) => plain(text));
  return texts.filter((text) => among.includes(text));
}

const marks = (svg: string, role: string): number => svg.split(`aria-roledescription="${role}"`).length - 1;

const one = { rows: 2, cols: 1, values: Float64Array.of(1, -2) };
const path = {
  alphas: { rows: 3, cols: 1, values: Float64Array.of(1, 0.5, 0.1) },
  explained: { rows: 3, cols: 1, values: Float64Array.of(0, 0.5, 0.9) },
  coef: [{ rows: count, cols: 3, values: Float64Array.from({ length: 3 * count }, (_, at) => count * 3 - at) }],
} as unknown as Parameters<typeof coefficientPath>[0];
const problem = {
  alphas: [1, 0.5, 0.1],
  probabilities: { rows: 3, cols: count, values: new Float64Array(3 * count).fill(0.5) },
  largest: new Float64Array(count).fill(0.5),
  stable: [],
  selected: 1,
  pfer: 1,
};
const traced = {
  problems: [{ relativeGap: 1e-3 }],
  iterations: 10,
  trace: { checks: [{ iterations: 5, seconds: 0.1, worstGap: 0.1 }], seconds: { total: 0.2 } },
} as unknown as Parameters<typeof convergence>[0][number]['fit'];
const curve = {
  alphas: [[1], [0.5]],
  folds: [one, { ...one, values: Float64Array.of(2, 1) }],
  mean: one,
  standardError: { ...one, values: Float64Array.of(0.1, 0.1) },
  selected: one,
};
const choice = { alpha: 0.5, steps: [1], score: [-2] };
const validation = {
  curves: [curve],
  min: choice,
  oneStandardError: choice,
  score: 'mse',
} as unknown as Parameters<typeof validationCurve>[0];
const fits = names.map((name) => ({ name, coef: one }));
const series = names.map((name) => ({ name, coef: one, color: 'seagreen' }));

interface Drawn {
  readonly spec: Spec;
  /** How many marks of a role there must be. */
  readonly marks: Readonly<Record<string, number>>;
  /** Which of the names must be there to be read, as often as they are given. */
  readonly texts: readonly string[];
}

const titled = (make: (title: string) => Spec, role: string, number: number): Drawn[] =>
  NAMES.map(([title, text]) => ({ spec: make(title), marks: { [role]: number }, texts: [text] }));

/** Every chart, of nothing but such names. */
const CHARTS: Readonly<Record<string, readonly Drawn[]>> = {
  'support-map': [
    { spec: supportMap(fits), marks: { 'rect mark': 2 * count }, texts: shown },
    ...titled((title) => supportMap([{ name: 'fit', coef: one }], { title }), 'rect mark', 2),
  ],
  'coefficient-map': [
    { spec: coefficientMap(fits), marks: { 'rect mark': 2 * count }, texts: shown },
    ...titled((title) => coefficientMap([{ name: 'fit', coef: one }], { title }), 'rect mark', 2),
  ],
  'coefficient-series': [
    { spec: coefficientSeries(series), marks: { 'line mark': count, point: 2 * count }, texts: shown },
    ...titled((title) => coefficientSeries([{ name: 'fit', coef: one, color: 'gold' }], { title }), 'line mark', 1),
  ],
  'coefficient-path': [
    { spec: coefficientPath(path, { names, most: count }), marks: { 'line mark': count }, texts: shown.slice(0, 6) },
    ...(['slider', 'brush'] as const).map((linked) => ({
      spec: coefficientPath(path, { names, linked, most: count }),
      marks: { 'line mark': count, bar: count },
      texts: [...shown, ...shown.slice(0, 6)],
    })),
  ],
  'stability-paths': [
    {
      spec: stabilityPaths(problem, { names, threshold: 0.4 }),
      marks: { 'line mark': count },
      texts: shown.slice(0, 6),
    },
  ],
  'support-frequency': [
    { spec: supportFrequency(problem.largest, { names, threshold: 0.4 }), marks: { bar: count }, texts: shown },
  ],
  convergence: [
    {
      spec: convergence(names.map((name) => ({ name, fit: traced }))),
      marks: { 'line mark': 2 * count },
      texts: shown,
    },
  ],
  'benchmark-chart': [
    {
      spec: benchmarkChart(all.map((k) => ({ problem: names[k]!, peer: `peer of ${names[k]}`, ratio: k + 1 }))),
      marks: { point: count },
      texts: [...new Set(shown)],
    },
    {
      spec: benchmarkChart(all.map((k) => ({ problem: `problem ${k}`, peer: names[k]!, ratio: k + 1 }))),
      marks: { point: count },
      texts: [...new Set(shown)],
    },
    {
      spec: benchmarkChart(all.map((k) => ({ problem: `problem ${k}`, peer: 'peer', group: names[k]!, ratio: k + 1 }))),
      marks: { point: count },
      texts: [...new Set(shown)].filter((text) => text !== ''),
    },
  ],
  'validation-curve': titled((title) => validationCurve(validation, { title }), 'point', 2),
  'predicted-versus-actual': titled(
    (title) => predictedVersusActual({ actual: one, predicted: one }, { title }),
    'point',
    2,
  ),
  residuals: titled((title) => residuals({ actual: one, predicted: one }, { title }), 'point', 2),
  'task-correlation': titled((title) => taskCorrelation({ ...one, rows: 1, cols: 2 }, { title }), 'rect mark', 4),
};

describe('names in charts', () => {
  it('are tried in every chart', () => {
    const folder = new URL('../../src/charts/', import.meta.url);
    const makers = readdirSync(folder).filter((file) =>
      /\): Spec \{/.test(readFileSync(new URL(file, folder), 'utf8')),
    );
    expect(Object.keys(CHARTS).sort()).to.deep.equal(makers.map((file) => file.replace('.ts', '')).sort());
  });

  for (const [name, charts] of Object.entries(CHARTS)) {
    it(`are nothing but texts to ${name}: all marks, all texts, a picture`, async () => {
      for (const { spec, marks: expected, texts } of charts) {
        expectSoundSpec(spec);
        const svg = await toSVG(spec);
        const label = JSON.stringify(spec.title).slice(0, 100);
        for (const [role, number] of Object.entries(expected))
          expect(marks(svg, role), `${label} ${role}`).to.equal(number);
        const read = textsOf(svg, texts);
        for (const text of new Set(texts.filter((each) => each !== '' && each !== '0'))) {
          const times = (list: readonly string[]) => list.filter((each) => each === text).length;
          expect(times(read), `${label} ${text}`).to.equal(times(texts));
        }
        expect(svg).to.match(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
        expect(toPNG(svg, 0.5).length, label).to.be.above(500);
      }
    });
  }
});
