import { legible } from './texts.js';

/** Alphas on a log scale, from large on the left to small on the right: as a path goes. */
export const alphaAxis = (): object => ({
  field: 'alpha',
  type: 'quantitative',
  title: 'alpha (log scale, large to small)',
  scale: { type: 'log', reverse: true, nice: false },
  axis: { grid: false, format: '~g', tickCount: 6, labelFlush: true },
});

/** A line across a plot at some alpha, and what it says, to its left or its right. */
export function alphaRule(alpha: number, text: string, ink: string, side: 'left' | 'right'): object[] {
  const data = { values: [{ alpha, text }] };
  const [align, dx] = side === 'left' ? ['right', -4] : ['left', 4];
  return [
    { data, mark: { type: 'rule', color: ink, strokeDash: [4, 3] }, encoding: { x: alphaAxis() } },
    {
      data,
      mark: { type: 'text', color: ink, align, baseline: 'top', dx, fontSize: 11 },
      encoding: { x: alphaAxis(), y: { value: 4 }, text: { field: 'text', type: 'nominal' } },
    },
  ];
}

/** A straight line at a value of an axis. */
export const ruleAt = (axis: 'x' | 'y', value: number, color: string, dashed: boolean): object => ({
  data: { values: [{ value }] },
  mark: { type: 'rule', color, ...(dashed && { strokeDash: [4, 3] }) },
  encoding: { [axis]: { field: 'value', type: 'quantitative' } },
});

/** Names of features as they are shown: their own, or their number. */
export const featureNames = (count: number, names?: readonly string[]): string[] =>
  Array.from({ length: count }, (_, j) => legible(names?.[j] ?? `feature ${j}`));

/** Places of the largest values, in descending order of them; of equal ones the first. */
export function largest(values: ArrayLike<number>, most: number): number[] {
  const places = Array.from({ length: values.length }, (_, at) => at);
  return places.sort((a, b) => values[b]! - values[a]! || a - b).slice(0, most);
}

/**
 * @throws TypeError if names are given, but not one for each feature
 */
export function checkNames(chart: string, names: readonly string[] | undefined, features: number): void {
  if (names && names.length !== features) {
    throw new TypeError(`${chart}: names must be ${features}, one for each feature, got ${names.length}`);
  }
}
