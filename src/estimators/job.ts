import type { Model, PathFitOptions } from './model.js';
import type { CheckedOptions } from './options.js';
import type { Prepared } from './prepare.js';
import type { Observer } from './trace.js';

/** Of each problem, or one for all. */
export type Alphas = readonly number[];

/** What is to be fitted along alphas, and how. */
export interface Job {
  readonly model: Model;
  readonly options: CheckedOptions;
  readonly prepared: Prepared;
  /** Throws if X has entries that are not finite. */
  checkX(): void;
  readonly steps: readonly Alphas[];
  readonly how: PathFitOptions;
  readonly seen: Observer;
}
