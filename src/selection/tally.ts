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

/** What part of a selection has been done. */
export interface Done extends Outcome {
  /** Tasks that were fitted, or turned out not to be needed. */
  readonly tasks: number;
  readonly problems: number;
}

/** What two parts come to. */
export const together = (a: Done, b: Done): Done => ({
  tasks: a.tasks + b.tasks,
  problems: a.problems + b.problems,
  worstGap: Math.max(a.worstGap, b.worstGap),
  converged: a.converged && b.converged,
});

/** So many tasks turned out not to be needed. */
export const skipped = (tasks: number): Done => ({ tasks, problems: 0, worstGap: 0, converged: true });

/** What a fit has done. */
export const fitted = ({ coef, problems, converged }: LinearFit): Done => ({
  tasks: coef.rows,
  problems: problems.length,
  worstGap: problems.reduce((worst, { relativeGap }) => Math.max(worst, relativeGap), 0),
  converged,
});

/** Adds up what has been done, and tells how far that is. */
export interface Tally {
  add(done: Done): void;
  outcome(): Outcome;
}

/** @param all - tasks that there are, those of each fit */
export function tally(all: number, onProgress?: (progress: SelectionProgress) => void): Tally {
  const began = performance.now();
  let [tasks, problems, worstGap, converged] = [0, 0, 0, true];
  return {
    add(done) {
      tasks += done.tasks;
      problems += done.problems;
      worstGap = Math.max(worstGap, done.worstGap);
      converged &&= done.converged;
      if (done.tasks === 0) return;
      const seconds = (performance.now() - began) / 1000;
      const fraction = tasks / all;
      onProgress?.({ fraction, problems, worstGap, seconds, secondsLeft: (seconds / fraction) * (1 - fraction) });
    },
    outcome: () => ({ worstGap, converged }),
  };
}
