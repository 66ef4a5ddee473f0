import { type Estimator, estimator } from './estimator.js';
import { checkGiven, checkRatio, type RatioOptions } from './options.js';

/**
 * The elastic net: `minimise 1/(2n) ‖y − Xw − b‖² + α (ρ ‖w‖₁ + (1 − ρ)/2 ‖w‖²)` with ρ = `l1Ratio`, for each column y of Y by
 * itself. All columns are one batch.
 *
 * @throws RangeError or TypeError for an option that is out of range or unknown
 * @see Zou & Hastie 2005; scikit-learn, `ElasticNet`, which has the same meaning of `alpha`, `l1Ratio` and `tol`
 */
export function elasticNet(given: RatioOptions): Estimator {
  checkGiven('elasticNet', given);
  const { l1Ratio = 0.5, ...options } = given;
  checkRatio('elasticNet', l1Ratio);
  const parts = { l1: l1Ratio, l2: 0, ridge: 1 - l1Ratio };
  return estimator({ name: 'elasticNet', parts, joint: false, own: { l1Ratio } }, options, ['l1Ratio']);
}
