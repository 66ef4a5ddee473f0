import type { Found } from './ours.js';

/** A selection at one tolerance, by both. */
export interface Comparison {
  readonly name: string;
  readonly tol: string;
  /** Median seconds. */
  readonly ours: number;
  readonly theirs: number;
  /** Median seconds of ours on one thread, where more are compared. */
  readonly alone?: number;
  /** How many times as fast it is meant to be. */
  readonly goal: number;
  /** How far apart it is what both found, in words. */
  readonly agreement: string;
}

const milliseconds = (seconds: number): string => (1000 * seconds).toPrecision(3);

/** The largest difference of some numbers, relative to those of the peer. */
const apart = (ours: readonly number[], theirs: readonly number[]): number =>
  ours.reduce((worst, value, i) => Math.max(worst, Math.abs(value / theirs[i]! - 1)), 0);

/** How far apart the findings are. */
export function agreementOf(ours: Found, theirs: Found): string {
  if (ours.counts && theirs.counts) {
    const differing = ours.counts.filter((count, i) => count !== theirs.counts![i]).length;
    return `${differing} of ${ours.counts.length} selection counts differ`;
  }
  const chosen = ours.alphas!.filter((alpha, t) => Math.abs(alpha / theirs.alphas![t]! - 1) < 1e-9).length;
  const curve = apart(ours.curve!, theirs.curve!).toExponential(0);
  return `${chosen} of ${ours.alphas!.length} alphas the same, errors within ${curve}`;
}

/** A line for each comparison. */
export const lines = (comparisons: readonly Comparison[]): string =>
  comparisons
    .map(({ name, tol, ours, alone, theirs, goal, agreement }) => {
      const ratio = theirs / ours;
      const verdict = `${ratio.toFixed(1)} x (meant to be ${goal}${ratio < goal ? ': MISSED' : ''})`;
      const threads = alone ? ` (${(alone / ours).toFixed(2)} x one thread)` : '';
      return `${name} · ${tol}: ours ${milliseconds(ours)}${threads}, scikit-learn ${milliseconds(theirs)} ms, ${verdict}; ${agreement}`;
    })
    .join('\n');
