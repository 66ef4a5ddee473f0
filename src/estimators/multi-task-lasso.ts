import { type Estimator, estimator } from './estimator.js';
import type { EstimatorOptions } from './options.js';

/**
 * The multi-task Lasso: `minimise 1/(2n) ‖Y − XW − b‖²_F + α Σ_j ‖W_j‖₂`, W_j the coefficients of feature j for all
 * tasks. The tasks share their selected features.
 *
 * @throws RangeError or TypeError for an option that is out of range or unknown
 * @see Obozinski, Taskar & Jordan 2006; scikit-learn, `MultiTaskLasso`, which has the same meaning of `alpha` and `tol`
 */
export const multiTaskLasso = (options: EstimatorOptions): Estimator =>
  estimator({ name: 'multiTaskLasso', parts: { l1: 0, l2: 1, ridge: 0 }, joint: true }, options);
