import { type Matrix, zeros } from '../data/matrix.js';
import type { LinearFit } from '../estimators/linear-fit.js';

/** How large selections are. */
export interface Shape {
  readonly problems: number;
  readonly steps: number;
  readonly features: number;
}

/** What the fits of one path select. */
export interface Selection {
  /** Fits that were taken of the path. */
  readonly taken: number;
  /** 1 where a feature is selected, shape (problems, steps, features). */
  readonly marks: Uint8Array;
  /** How many features each problem selects at any step. */
  readonly sizes: Float64Array;
}

/** Marks the features that a problem of a fit selects, from `at` on. */
function mark(marks: Uint8Array, at: number, { coef: { rows, cols, values }, problems }: LinearFit, b: number): void {
  const tasks = rows / problems.length;
  const [first, end] = [b * tasks * cols, (b + 1) * tasks * cols];
  for (let j = 0; j < cols; j++) {
    let i = first + j;
    while (i < end && values[i] === 0) i += cols;
    if (i < end) marks[at + j] = 1;
  }
}

/**
 * Follows a path until every problem would have selected more than `most` features; from the step at which it would, a
 * problem keeps what it had.
 */
export async function follow(
  fits: AsyncIterable<LinearFit>,
  { problems, steps, features }: Shape,
  most: number,
  onFit: (fit: LinearFit) => void,
): Promise<Selection> {
  const marks = new Uint8Array(problems * steps * features);
  const at = (b: number, step: number): number => (b * steps + step) * features;
  const seen = new Uint8Array(problems * features);
  const sizes = new Float64Array(problems);
  const ends = new Array<number>(problems).fill(steps);
  let step = 0;
  for await (const fit of fits) {
    onFit(fit);
    for (let b = 0; b < problems; b++) {
      if (ends[b]! < steps) continue;
      const [own, known] = [at(b, step), b * features];
      mark(marks, own, fit, b);
      let size = sizes[b]!;
      for (let j = 0; j < features; j++) if (marks[own + j]! > seen[known + j]!) size++;
      if (size > most) ends[b] = step;
      else if (size > sizes[b]!) {
        sizes[b] = size;
        for (let j = 0; j < features; j++) seen[known + j]! |= marks[own + j]!;
      }
    }
    step++;
    if (ends.every((end) => end < steps)) break;
  }
  ends.forEach((end, b) => {
    for (let k = end; k < steps; k++) {
      if (k > 0) marks.copyWithin(at(b, k), at(b, k - 1), at(b, k));
      else marks.fill(0, at(b, k), at(b, k + 1));
    }
  });
  return { taken: step, marks, sizes };
}

/** How often features were selected. */
export interface SelectionCounts {
  add(selection: Selection): void;
  /** Of each selection, the part in which a problem selects a feature: shape (steps, features). */
  probabilities(problem: number): Matrix;
  /** The same of each two selections, one after the other, for features that both select. */
  shared(problem: number): Matrix;
  /** How many features a problem selects at any step, on average. */
  selected(problem: number): number;
}

/** @param pairs - whether to count what each two selections share */
export function selectionCounts({ problems, steps, features }: Shape, pairs: boolean): SelectionCounts {
  const length = steps * features;
  const of = (count: number): Matrix[] => Array.from({ length: count }, () => zeros(steps, features));
  const [alone, together] = [of(problems), of(pairs ? problems : 0)];
  const sizes = new Float64Array(problems);
  let [added, waiting]: [number, Uint8Array | undefined] = [0, undefined];
  const part = ({ values, ...shape }: Matrix, of: number): Matrix => ({ ...shape, values: values.map((n) => n / of) });
  return {
    add(selection) {
      const { marks } = selection;
      alone.forEach(({ values }, b) => {
        for (let i = 0; i < length; i++) values[i]! += marks[b * length + i]!;
        sizes[b]! += selection.sizes[b]!;
      });
      const before = waiting;
      if (before) {
        together.forEach(({ values }, b) => {
          for (let i = 0; i < length; i++) values[i]! += before[b * length + i]! & marks[b * length + i]!;
        });
      }
      waiting = pairs && !before ? marks : undefined;
      added++;
    },
    probabilities: (b) => part(alone[b]!, added),
    shared: (b) => part(together[b]!, added / 2),
    selected: (b) => sizes[b]! / added,
  };
}
