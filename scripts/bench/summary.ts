/** One problem, solved by all who could. */
export interface Result {
  readonly set: string;
  readonly cell: string;
  /** Alpha as a part of the smallest that makes all coefficients 0. */
  readonly ratio: number;
  /** The gap that was asked for. */
  readonly tol: number;
  /** Median seconds by contender. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Gaps that were reached, as judged in numpy. */
  readonly gaps: Readonly<Record<string, number>>;
  /** Why somebody is not in it. */
  readonly notes: Readonly<Record<string, string>>;
  /** Part of our time that went into the certificate. */
  readonly certificate: number;
}

/** A gap that passes for `tol`: the judge rounds in float64 too. */
const limit = (tol: number): number => tol * (1 + 1e-6) + 1e-13;

const milliseconds = (seconds: number | undefined): string =>
  seconds === undefined ? '–' : (1000 * seconds).toPrecision(3);

/** The peer that took least, and its seconds. */
function best({ seconds }: Result, ours: readonly string[]): { name: string; least: number } | undefined {
  const peers = Object.entries(seconds).filter(([name]) => !ours.includes(name));
  const [name, least] = peers.toSorted(([, a], [, b]) => a - b)[0] ?? [];
  return name === undefined || least === undefined ? undefined : { name, least };
}

/** A line for each result: milliseconds of ours, of the peers, the ratio to the best of them. */
export function table(results: readonly Result[], ours: readonly string[]): string {
  return results
    .map((result) => {
      const { cell, ratio, tol, seconds, gaps, notes, certificate } = result;
      const times = Object.entries(seconds).map(([name, value]) => `${name} ${milliseconds(value)}`);
      const missed = Object.entries(gaps).filter(([, gap]) => gap > limit(tol));
      const first = best(result, ours);
      return [
        `${cell} · r ${ratio.toPrecision(2)} · ${tol}: ${times.join(', ')} ms`,
        ...ours
          .filter((name) => first && seconds[name] !== undefined)
          .map((name) => `${name} ${(first!.least / seconds[name]!).toFixed(2)} x ${first!.name}`),
        `certificate ${(100 * certificate).toFixed(0)} %`,
        ...missed.map(([name, gap]) => `${name} MISSED: ${gap.toExponential(1)}`),
        ...Object.entries(notes).map(([name, note]) => `${name}: ${note}`),
      ]
        .filter(Boolean)
        .join(' | ');
    })
    .join('\n');
}

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** In how many cells each backend of ours is ahead, and by how much: not the faster of them in each cell. */
export function summary(results: readonly Result[], ours: readonly string[]): string {
  const against = (backend: string, peer?: string): number[] =>
    results.flatMap((result) => {
      const mine = result.seconds[backend];
      const other = peer ? result.seconds[peer] : best(result, ours)?.least;
      return mine === undefined || other === undefined ? [] : [other / mine];
    });
  const line = (title: string, ratios: readonly number[]): string => {
    if (ratios.length === 0) return `${title}: –`;
    const ahead = ratios.filter((ratio) => ratio >= 1).length;
    return `${title}: ahead in ${ahead} of ${ratios.length}, geometric mean ${geometricMean(ratios).toFixed(2)}, least ${Math.min(...ratios).toFixed(2)}`;
  };
  const peers = ['scikit-learn', 'scikit-learn loop', 'skglm', 'celer', 'adelie'];
  const judged = results.flatMap(({ tol, gaps }) => ours.map((name) => (gaps[name] ?? Infinity) <= limit(tol)));
  const most = results.reduce((worst, { certificate }) => Math.max(worst, certificate), 0);
  return [
    ...ours.flatMap((backend) => [
      line(`${backend} and the best peer`, against(backend)),
      ...peers.map((peer) => line(`${backend} and ${peer}`, against(backend, peer))),
    ]),
    `gaps, judged in numpy: ${judged.filter(Boolean).length} of ${judged.length} at most what was asked for`,
    `the certificate takes ${(100 * most).toFixed(0)} % of a fit at most`,
  ].join('\n');
}
