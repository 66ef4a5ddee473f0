import { check } from '../arguments/check.js';
import { callback, yesOrNo } from '../arguments/rules.js';
import { checkPenalty } from '../solvers/check-fit.js';
import { type Estimator, estimator } from './estimator.js';
import type { MakePenalty } from './model.js';
import { checkGiven, type EstimatorOptions } from './options.js';

/** A penalty of one's own. */
export interface PenalisedOptions extends EstimatorOptions {
  /** Makes Ω on tensors: `l21`, `l1inf`, or what `normPenalty` makes of a norm and its prox. */
  penalty: MakePenalty;
  /** Whether the tasks are one problem, or a problem each. @default true */
  joint?: boolean;
}

const NAME = 'penalised';

/**
 * `minimise 1/(2n) ‖Y − XW − b‖²_F + α Ω(W)` with any penalty Ω that is a sum over features, on tensors: as far as float32 goes, certified
 * in float64 by the norm on the host that comes with the penalty. A problem for which float32 does not reach `tol` says so.
 *
 * @throws RangeError or TypeError for an option that is out of range or unknown
 */
export function penalised(given: PenalisedOptions): Estimator {
  checkGiven(NAME, given);
  const { penalty, joint = true, ...options } = given;
  check(NAME, 'penalty', penalty, { ...callback, expected: 'a function that makes a penalty, such as l21' });
  check(NAME, 'joint', joint, yesOrNo);
  const parts = { l1: 0, l2: 1, ridge: 0 };
  const make: MakePenalty = (alpha, how) => {
    const made = penalty(alpha, how);
    checkPenalty(NAME, 'what penalty returns', made);
    return made;
  };
  const model = { name: NAME, parts, joint, own: { penalty, joint }, penalty: make };
  return estimator(model, options, ['penalty', 'joint']);
}
