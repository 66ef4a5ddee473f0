import { type Estimator, estimator } from './estimator.js';
import type { GroupOptions } from './group-lasso.js';
import { readGroups } from './groups.js';
import { checkGiven, checkRatio, type RatioOptions } from './options.js';

const NAME = 'sparseGroupLasso';

/**
 * The sparse group Lasso: `minimise 1/(2n) ‖Y − XW − b‖²_F + α Σ_g (ρ ‖W_g‖₁ + (1 − ρ) ω_g ‖W_g‖₂)` with ρ = `l1Ratio`, W_g the
 * coefficients of the features of group g for all tasks: few groups, and few coefficients of each. Without `groups` each feature is one,
 * of weight 1. With ρ = 1 it is the Lasso, a problem for each task.
 *
 * @throws TypeError for groups that do not hold each feature once, RangeError or TypeError for an option that is out of range or unknown
 * @see Simon, Friedman, Hastie & Tibshirani 2013
 */
export function sparseGroupLasso(given: RatioOptions & Partial<GroupOptions>): Estimator {
  checkGiven(NAME, given);
  const { l1Ratio = 0.5, groups, groupWeights, ...options } = given;
  checkRatio(NAME, l1Ratio);
  if (groups === undefined && groupWeights !== undefined)
    throw new TypeError(`${NAME}: groupWeights must come with groups, got them alone`);
  const parts = { l1: l1Ratio, l2: 1 - l1Ratio, ridge: 0 };
  const joint = l1Ratio < 1;
  const read = groups === undefined ? undefined : readGroups(NAME, groups, groupWeights);
  const own = {
    l1Ratio,
    ...(read && { groups: read.features }),
    ...(read && groupWeights && { groupWeights: read.weights }),
  };
  const model = { name: NAME, parts, joint, own, ...(joint && read && { groups: read }) };
  return estimator(model, options, ['l1Ratio', 'groups', 'groupWeights']);
}
