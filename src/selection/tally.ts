import type { LinearFit } from '../estimators/linear-fit.js';

/** How far a selection is. */
export interface SelectionProgress {
  /** Of all fits, from 0 to 1. */
  readonly fraction: number;
  /** Problems that are done. */
  readonly problems: number;
  /** The largest relative gap among them. */
  readonly worstGap: number;
  /** Since it began, and left at this pace. */
  readonly seconds: number;
  readonly secondsLeft: number;
}

/** What many fits come to. */
export interface Outcome {
  /** The largest relative gap of all problems. */
  readonly worstGap: number;
  /** Whether all of them converged. */
  readonly converged: boolean;
}

/** Counts fits, and tells how far they are. */
export interface Tally {
  fitted(fit: Pick<LinearFit, 'problems'>): void;
  /** So many of the fits turned out not to be needed. */
  skipped(fits: number): void;
  outcome(): Outcome;
}

/** @param all - fits that there will be */
export function tally(all: number, onProgress?: (progress: SelectionProgress) => void): Tally {
  const began = performance.now();
  let [done, problems, worstGap, converged] = [0, 0, 0, true];
  const tell = (): void => {
    const seconds = (performance.now() - began) / 1000;
    onProgress?.({ fraction: done / all, problems, worstGap, seconds, secondsLeft: (seconds / done) * (all - done) });
  };
  return {
    fitted(fit) {
      done++;
      problems += fit.problems.length;
      for (const problem of fit.problems) {
        worstGap = Math.max(worstGap, problem.relativeGap);
        converged &&= problem.converged;
      }
      tell();
    },
    skipped(fits) {
      if (fits === 0) return;
      done += fits;
      tell();
    },
    outcome: () => ({ worstGap, converged }),
  };
}
