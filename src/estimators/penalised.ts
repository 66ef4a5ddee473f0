import { type Estimator, estimator } from './estimator.js';
import type { MakePenalty } from './model.js';
import type { EstimatorOptions } from './options.js';

/** A penalty of one's own. */
export interface PenalisedOptions extends EstimatorOptions {
  /** Makes Ω on tensors: `l21`, `l1inf`, or what `normPenalty` makes of a norm and its prox. */
  penalty: MakePenalty;
  /** Whether the tasks are one problem, or a problem each. @default true */
  joint?: boolean;
}

/**
 * `minimise 1/(2n) ‖Y − XW − b‖²_F + α Ω(W)` with any penalty Ω that is a sum over features, on tensors: as far as float32 goes, certified
 * in float64 by the norm on the host that comes with the penalty. A problem for which float32 does not reach `tol` says so.
 *
 * @throws RangeError or TypeError for an option that is out of range or unknown
 */
export function penalised({ penalty, joint = true, ...options }: PenalisedOptions): Estimator {
  if (typeof penalty !== 'function') {
    throw new TypeError(`penalised: penalty must be a function that makes a penalty, such as l21, got ${penalty}`);
  }
  const parts = { l1: 0, l2: 1, ridge: 0 };
  return estimator({ name: 'penalised', parts, joint, own: { penalty, joint }, penalty }, options);
}
