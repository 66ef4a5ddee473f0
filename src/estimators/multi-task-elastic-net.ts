import { type Estimator, estimator } from './estimator.js';
import { checkGiven, checkRatio, type RatioOptions } from './options.js';

/**
 * The multi-task elastic net: `minimise 1/(2n) ‖Y − XW − b‖²_F + α (ρ Σ_j ‖W_j‖₂ + (1 − ρ)/2 ‖W‖²_F)` with ρ = `l1Ratio`, W_j the
 * coefficients of feature j for all tasks.
 *
 * @throws RangeError or TypeError for an option that is out of range or unknown
 * @see scikit-learn, `MultiTaskElasticNet`, which has the same meaning of `alpha`, `l1Ratio` and `tol`
 */
export function multiTaskElasticNet(given: RatioOptions): Estimator {
  checkGiven('multiTaskElasticNet', given);
  const { l1Ratio = 0.5, ...options } = given;
  checkRatio('multiTaskElasticNet', l1Ratio);
  const parts = { l1: 0, l2: l1Ratio, ridge: 1 - l1Ratio };
  return estimator({ name: 'multiTaskElasticNet', parts, joint: true, own: { l1Ratio } }, options, ['l1Ratio']);
}
