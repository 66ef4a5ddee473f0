import { type Estimator, estimator } from './estimator.js';
import { checkedRatio, type RatioOptions } from './options.js';

/**
 * The sparse group Lasso with the coefficients of a feature for all tasks as a group: `minimise 1/(2n) ‖Y − XW − b‖²_F +
 * α Σ_j (ρ ‖W_j‖₁ + (1 − ρ) ‖W_j‖₂)` with ρ = `l1Ratio`: few features, and few tasks of each. With ρ = 1 it is the Lasso, a problem
 * for each task.
 *
 * @throws RangeError or TypeError for an option that is out of range or unknown
 * @see Simon, Friedman, Hastie & Tibshirani 2013
 */
export function sparseGroupLasso({ l1Ratio = 0.5, ...options }: RatioOptions): Estimator {
  checkedRatio('sparseGroupLasso', l1Ratio);
  const parts = { l1: l1Ratio, l2: 1 - l1Ratio, ridge: 0 };
  return estimator({ name: 'sparseGroupLasso', parts, joint: l1Ratio < 1 }, options);
}
