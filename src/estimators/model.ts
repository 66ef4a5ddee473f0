import type { ProblemFit } from '../certificate/problem-fit.js';
import type { Matrix } from '../data/matrix.js';
import type { VectorInput } from '../data/to-vector.js';
import type { Weights } from '../engine/row-penalty.js';
import type { PenaltyOptions } from '../penalties/norm-penalty.js';
import type { Penalty } from '../penalties/penalty.js';
import type { Groups } from './groups.js';
import type { LinearFit } from './linear-fit.js';
import type { FitProgress } from './trace.js';

export interface FitOptions {
  /** Called at every check of the gaps. */
  onProgress?: (progress: FitProgress) => void;
  /** Ends the fit within one check, with its reason as the error. */
  signal?: AbortSignal;
  /**
   * A fit of the same features and tasks to start from, whatever its estimator: coefficients that this one does not allow are 0 before
   * anything else. Solver `'auto'` does not move from a solution.
   */
  init?: Pick<LinearFit, 'coef'>;
  /**
   * How much each sample counts, at least 0; only ratios matter: the loss is `Σ_i w_i ‖y_i − ŷ_i‖² / (2 Σ_i w_i)`. Weights that are all the
   * same are none, to the bit.
   * @default 1
   */
  sampleWeight?: VectorInput;
  /** Whether the fit comes with its `trace`. @default false */
  trace?: boolean;
}

/** Options of fits along alphas. */
export interface PathFitOptions extends Omit<FitOptions, 'trace'> {
  /** Whether `coef` of a fit may be written over that of the one before, for those who have done with it by then. @default false */
  reuse?: boolean;
}

/** Makes a penalty for alphas, where tensors are made. */
export type MakePenalty = (alpha: number | readonly number[], options: PenaltyOptions) => Penalty;

/** What makes an estimator: its name, its penalty at alpha 1, and whether the tasks are one problem or a problem each. */
export interface Model {
  readonly name: string;
  /** With several tasks in one problem l2 is above 0. */
  readonly parts: Weights;
  readonly joint: boolean;
  /** Options that its family alone has, as they were given or the same in effect: what an estimator like it is made of. */
  readonly own?: Readonly<Record<string, unknown>>;
  /** Groups of features that the norms are of. @default each feature is one */
  readonly groups?: Groups;
  /** A penalty of one's own in place of `parts`, in float32 on tensors. */
  readonly penalty?: MakePenalty;
}

/** X and Y in float64, of equal height. */
export type Data = readonly [Matrix, Matrix];

/** What the problems of a fit come to together. */
type Summary = Pick<LinearFit, 'problems' | 'objective' | 'dualGap' | 'iterations' | 'converged'>;

/** The fits of a batch, and what they come to together. */
export function summary(problems: readonly ProblemFit[]): Summary {
  let objective = 0;
  let dualGap = 0;
  let iterations = 0;
  let converged = true;
  for (let b = 0; b < problems.length; b++) {
    const problem = problems[b]!;
    objective += problem.objective;
    dualGap += problem.dualGap;
    iterations = Math.max(iterations, problem.iterations);
    converged &&= problem.converged;
  }
  return { problems, objective, dualGap, iterations, converged };
}
