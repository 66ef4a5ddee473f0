import type { LinearFit, Matrix, PathRecord } from 'tensor-lasso';
import type { Problem } from './problem.js';
import type { Settings } from './settings.js';

/** What the page asks of its worker; the newest request counts. */
export interface Request {
  readonly id: number;
  readonly settings: Settings;
  /** Data of the person, with their number; else those of the settings. */
  readonly own?: { readonly number: number; readonly problem: Problem };
}

/** A fit as the page needs it. */
export type Found = Pick<
  LinearFit,
  'coef' | 'intercept' | 'problems' | 'iterations' | 'converged' | 'solver' | 'backend' | 'trace'
>;

/** Fits of both models. */
export interface Both {
  readonly lasso: Found;
  readonly multiTask: Found;
}

/** What the worker answers: fits, later the path of the same data and how iterations get there, or what went wrong. */
export type Answer =
  | {
      readonly id: number;
      readonly fits: Both;
      readonly truth?: Matrix;
      /** What these fits took, in milliseconds. */
      readonly took: number;
    }
  | { readonly id: number; readonly path: PathRecord }
  | { readonly id: number; readonly traced: Both }
  | { readonly id: number; readonly error: string };
