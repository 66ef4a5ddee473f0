import type { Result } from '../bench/summary.js';

const PEERS = ['scikit-learn', 'scikit-learn loop', 'skglm', 'celer', 'adelie'];

const milliseconds = (seconds: number | undefined): string =>
  seconds === undefined ? '–' : (1000 * seconds).toPrecision(3).replace(/e\+(\d)/, 'e$1');

/** The results as a table: milliseconds, ours first. */
export function markdown(results: readonly Result[], ours: readonly string[]): string {
  const peers = PEERS.filter((name) => results.some(({ seconds }) => seconds[name] !== undefined));
  const names = [...ours, ...peers];
  const rows = results.map(({ cell, ratio, tol, seconds }) => [
    `${cell}, r ${ratio.toPrecision(2)}`,
    tol.toExponential(0),
    ...names.map((name) => milliseconds(seconds[name])),
  ]);
  const table = [['problem', 'gap', ...names], names.map(() => '---').concat('---', '---'), ...rows];
  return table.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
