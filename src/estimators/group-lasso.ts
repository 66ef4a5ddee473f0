import type { VectorInput } from '../data/to-vector.js';
import { type Estimator, estimator } from './estimator.js';
import { type GroupsInput, readGroups } from './groups.js';
import { checkGiven, type EstimatorOptions } from './options.js';

/** What groups of features are, and count. */
export interface GroupOptions {
  /** A label for each feature, or lists of the features of each group. */
  groups: GroupsInput;
  /** How much the norm of each group counts, in the order of the lists or of first labels. @default the root of its size */
  groupWeights?: VectorInput;
}

/**
 * The group Lasso: `minimise 1/(2n) ‖y − Xw − b‖² + α Σ_g ω_g ‖w_g‖₂`, w_g the coefficients of the features of group g, for each
 * column y of Y by itself. A group is selected as a whole, or not at all. `penaltyFactor` is one for all features of a group.
 *
 * @throws TypeError for groups that do not hold each feature once, RangeError or TypeError for an option that is out of range or unknown
 * @see Yuan & Lin 2006, whose weights ω_g are the default, as in glmnet-like packages, celer and adelie
 */
export function groupLasso(given: EstimatorOptions & GroupOptions): Estimator {
  checkGiven('groupLasso', given);
  const { groups, groupWeights, ...options } = given;
  const parts = { l1: 0, l2: 1, ridge: 0 };
  const read = readGroups('groupLasso', groups, groupWeights);
  const own = { groups: read.features, ...(groupWeights && { groupWeights: read.weights }) };
  const model = { name: 'groupLasso', parts, joint: false, own, groups: read };
  return estimator(model, options, ['groups', 'groupWeights']);
}
