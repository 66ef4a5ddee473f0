import type { Design } from './design.js';
import { POLICY } from './policy.js';
import type { RowPenalty } from './row-penalty.js';

/** What is minimised for one problem: `‖Y − W X̃ᵀ‖²/(2n)` and a penalty of each row; all of Y is one block of T tasks. */
export interface Problem {
  /** Targets, centred if there is an intercept, shape (T, n64), padded by a zero if n is odd. */
  readonly Y: Float64Array;
  readonly tasks: number;
  readonly penalty: RowPenalty;
  /** `‖Y‖²/n`. */
  readonly meanSquare: number;
}

/** Where a problem stands. */
export interface State {
  readonly problem: Problem;
  /** The working set: features that may be non-zero, in the order in which they came. */
  features: Int32Array;
  /** Coefficients of the working set, `width` doubles for each. */
  W: Float64Array;
  /** `Y − W X̃ᵀ`, exact in float64, shape (T, n64). */
  R: Float64Array;
  /** `‖R‖²/n`, `⟨R, XW⟩/n`, both with the ridge as data, and the penalty without it. */
  loss2: number;
  fitted: number;
  /** What the ridge is of loss2. */
  ridge: number;
  /** Sizes of the correlations of all features with R, once they have been looked at. */
  seen: Float64Array | undefined;
  penalty: number;
  /** Features that are not 0. */
  nonZeros: number;
  /** The gap as far as it is certified (of W = 0 at most ‖Y‖²/(2n), by the dual point 0), and passes that it took. */
  gap: number;
  passes: number;
  /** The gap when it last became much smaller, and rounds since that ended by themselves, not for their limit. */
  least: number;
  still: number;
  /** Whether the last round ended by itself. */
  rested: boolean;
  /** Multiply-adds of passes so far: what the Gram matrix would have to be cheaper than. */
  work: number;
}

/** Doubles of a row of W: T, and one more to make it even unless it is 1. */
export const width = (tasks: number): number => (tasks === 1 ? 1 : tasks + (tasks % 2));

/** `‖values‖²`. */
export const sumOfSquares = (values: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
};

/** A problem of which nothing is known: W = 0. */
export function startState({ n }: Design, { Y, tasks, penalty }: Omit<Problem, 'meanSquare'>): State {
  const meanSquare = sumOfSquares(Y) / n;
  return {
    problem: { Y, tasks, penalty, meanSquare },
    features: new Int32Array(0),
    W: new Float64Array(0),
    R: Y,
    loss2: meanSquare,
    fitted: 0,
    ridge: 0,
    seen: undefined,
    penalty: 0,
    nonZeros: 0,
    gap: meanSquare / 2,
    least: Infinity,
    still: 0,
    rested: true,
    passes: 0,
    work: 0,
  };
}

/** Counts looks at a problem without progress. */
export function noteProgress(state: State): void {
  if (state.gap < POLICY.fall * state.least) {
    state.least = state.gap;
    state.still = 0;
  } else if (state.rested) state.still++;
}

/** `‖W_s‖₂` of row s of the working set. */
export function rowNorm({ W, problem }: State, s: number): number {
  const wide = width(problem.tasks);
  if (wide === 1) return Math.abs(W[s]!);
  let squares = 0;
  for (let i = s * wide; i < (s + 1) * wide; i++) squares += W[i]! * W[i]!;
  return Math.sqrt(squares);
}
