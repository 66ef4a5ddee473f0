import { type Estimator, estimator } from './estimator.js';
import type { EstimatorOptions } from './options.js';

/**
 * The Lasso: `minimise 1/(2n) ‖y − Xw − b‖² + α ‖w‖₁`, for each column y of Y by itself. All columns are one batch.
 *
 * @throws RangeError or TypeError for an option that is out of range or unknown
 * @see Tibshirani 1996; scikit-learn, `Lasso`, which has the same meaning of `alpha` and `tol`
 */
export const lasso = (options: EstimatorOptions): Estimator =>
  estimator({ name: 'lasso', parts: { l1: 1, l2: 0, ridge: 0 }, joint: false }, options);
