import { type BenchmarkRow, benchmarkChart, type Spec } from 'tensor-lasso';
import type { Result } from '../bench/summary.js';

const BASE = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  padding: 12,
  config: { font: 'DejaVu Sans' },
} as const;

/** Colours that colour-blind people can tell apart (Okabe & Ito). */
const COLOURS = ['#0072B2', '#E69F00', '#009E73', '#D55E00', '#CC79A7', '#56B4E9'];

/** A point for each peer by cell: how many times as long each peer takes as the first of our backends. */
export function ratioChart(results: readonly Result[], ours: readonly string[], title: string): Spec {
  const rows = results.flatMap(({ cell, ratio, tol, seconds }): BenchmarkRow[] => {
    const mine = seconds[ours[0]!];
    if (mine === undefined) return [];
    const [problem, group] = [`${cell}, r ${ratio.toPrecision(1)}`, `gap ${tol.toExponential(0)}`];
    return Object.entries(seconds)
      .filter(([name]) => !ours.includes(name))
      .map(([peer, value]) => ({ problem, group, peer, ratio: value / mine }));
  });
  return benchmarkChart(rows, { title });
}

/** `d log(seconds) / d log(size)` by least squares over the larger half of the sizes. */
function slope(points: readonly { size: number; seconds: number }[]): number {
  const late = [...points].sort((a, b) => a.size - b.size).slice(Math.floor(points.length / 2) - 1);
  const [x, y] = [late.map(({ size }) => Math.log(size)), late.map(({ seconds }) => Math.log(seconds))];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, i) => sum + (value - mx) * (y[i]! - my), 0);
  return covariance / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}

/** Seconds against size, both logarithmic, a panel for what grows. */
export function growthChart(results: readonly Result[], ours: string): Spec {
  const points = results.map(({ cell, seconds, tol }) => {
    const [kind = '', size = ''] = cell.split(' ');
    return { kind, size: Number(size), seconds: seconds[ours]!, tol: tol.toExponential(0) };
  });
  const kinds = [...new Set(points.map(({ kind }) => kind))];
  return {
    ...BASE,
    title: { text: 'Growth', anchor: 'start' },
    description: `Seconds of a fit against ${kinds.join(', ')}, both on log scales, with their slopes.`,
    hconcat: kinds.map((kind) => {
      const values = points.filter((point) => point.kind === kind);
      const slopes = [...new Set(values.map(({ tol }) => tol))].map(
        (tol) => `${slope(values.filter((point) => point.tol === tol)).toFixed(2)} at ${tol}`,
      );
      return {
        title: { text: kind, subtitle: `slope ${slopes.join(', ')}`, anchor: 'start' },
        width: 190,
        height: 190,
        data: { values },
        mark: { type: 'line', point: { size: 50 } },
        encoding: {
          x: { field: 'size', type: 'quantitative', scale: { type: 'log' }, title: kind },
          y: { field: 'seconds', type: 'quantitative', scale: { type: 'log' }, title: 'seconds' },
          color: { field: 'tol', type: 'nominal', title: 'gap', scale: { range: COLOURS } },
        },
      };
    }),
  } as Spec;
}
