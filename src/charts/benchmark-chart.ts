import { check, checkOptions } from '../arguments/check.js';
import { number, text } from '../arguments/rules.js';
import { ruleAt } from './axes.js';
import { CHART_RULES, checkEntries } from './checks.js';
import { base, type ChartOptions, PALETTES, panelTitle, rowsWithin, type Spec, titled } from './spec.js';
import { legible, namedBy, nameList } from './texts.js';

/** How many times as long a peer takes on a problem. */
export interface BenchmarkRow {
  readonly problem: string;
  readonly peer: string;
  /** Its time by ours. */
  readonly ratio: number;
  /** Problems of a group have a panel: a tolerance, for instance. */
  readonly group?: string;
}

function checkRow(entry: unknown, name: string): void {
  const { problem, peer, ratio, group } = entry as BenchmarkRow;
  check('benchmarkChart', `${name}.problem`, problem, text);
  check('benchmarkChart', `${name}.peer`, peer, text);
  check(
    'benchmarkChart',
    `${name}.ratio`,
    ratio,
    number('a number', () => true),
  );
  if (group !== undefined) check('benchmarkChart', `${name}.group`, group, text);
}

const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];

/**
 * How many times as long peers take, a point for each problem and peer on a log scale; right of 1 this library is faster.
 *
 * @throws RangeError for ratios that are not positive, or more of them than a page can take
 */
export function benchmarkChart(rows: readonly BenchmarkRow[], options: ChartOptions = {}): Spec {
  checkOptions('benchmarkChart', options, CHART_RULES);
  checkEntries('benchmarkChart', 'rows', rows, checkRow);
  const { title = 'Beside peers', theme = 'light' } = options;
  const bad = rows.find(({ ratio }) => !(ratio > 0 && ratio < Infinity));
  if (bad) throw new RangeError(`benchmarkChart: ratio must be a number above 0, got ${bad.ratio} of ${bad.peer}`);
  const { ink, faint, colours } = PALETTES[theme];
  const peers = [...new Set(rows.map(({ peer }) => legible(peer)))];
  const problems = [...new Set(rows.map(({ problem }) => legible(problem)))];
  const points = rows.map((row) => {
    const [problem, peer] = [legible(row.problem), legible(row.peer)];
    return { ...row, problem, peer, _problem: problems.indexOf(problem), _peer: peers.indexOf(peer) };
  });
  const ofPeers = (range: readonly string[]) => ({
    field: '_peer',
    type: 'nominal',
    title: null,
    scale: { domain: [...peers.keys()], range: peers.map((_, k) => range[k % 6]!) },
    legend: namedBy('peers', peers),
  });
  const groups = [...new Set(rows.map(({ group = '' }) => group))];
  const faster = rows.filter(({ ratio }) => ratio >= 1).length;
  const panel = (group: string) => ({
    ...(group && { title: panelTitle(group) }),
    width: 300,
    height: { step: 16 },
    layer: [
      ruleAt('x', 1, faint, false),
      {
        data: rowsWithin(
          'benchmarkChart',
          points.filter((point) => (point.group ?? '') === group),
          'give fewer rows',
        ),
        mark: { type: 'point', filled: true, size: 60, opacity: 0.85 },
        encoding: {
          x: {
            field: 'ratio',
            type: 'quantitative',
            title: 'time of the peer / ours',
            scale: { type: 'log' },
            axis: { grid: false, format: '~g' },
          },
          y: {
            field: '_problem',
            type: 'nominal',
            sort: null,
            title: null,
            axis: { labelLimit: 320, grid: true, ...namedBy('problems', problems) },
          },
          color: ofPeers(colours),
          shape: ofPeers(SHAPES),
          tooltip: [
            { field: 'problem', type: 'nominal', title: 'problem' },
            { field: 'peer', type: 'nominal', title: 'peer' },
            { field: 'ratio', type: 'quantitative', title: 'times as long', format: '.3' },
          ],
        },
      },
    ],
  });
  return {
    ...base(
      `${title}: times of ${peers.join(', ')} over ours on ${problems.length} problems; ${faster} of ${rows.length} are at least 1.`,
      theme,
    ),
    title: { ...titled(title, 'right of 1: this library is faster; a log scale'), color: ink },
    params: [nameList('problems', problems), nameList('peers', peers)],
    hconcat: groups.map(panel),
  } as Spec;
}
