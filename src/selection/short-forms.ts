import { elasticNet } from '../estimators/elastic-net.js';
import { lasso } from '../estimators/lasso.js';
import { multiTaskElasticNet } from '../estimators/multi-task-elastic-net.js';
import { multiTaskLasso } from '../estimators/multi-task-lasso.js';
import type { EstimatorOptions, RatioOptions } from '../estimators/options.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { type CrossValidation, type CrossValidationOptions, validated } from './cross-validate.js';
import type { MakeEstimator, WithoutAlpha } from './path.js';

/** `crossValidate` of one family. */
type ShortForm<O extends EstimatorOptions> = (
  X: MatrixInput,
  Y: MatrixInput,
  options?: CrossValidationOptions & WithoutAlpha<O>,
) => Promise<CrossValidation>;

const shortForm =
  <O extends EstimatorOptions>(name: string, make: MakeEstimator<O>): ShortForm<O> =>
  (X, Y, options = {} as WithoutAlpha<O>) =>
    validated(name, make, [X, Y], options);

/** `crossValidate(lasso, …)`: each task has an alpha of its own. */
export const lassoCV: ShortForm<EstimatorOptions> = shortForm('lassoCV', lasso);

/** `crossValidate(elasticNet, …)`. */
export const elasticNetCV: ShortForm<RatioOptions> = shortForm('elasticNetCV', elasticNet);

/** `crossValidate(multiTaskLasso, …)`. */
export const multiTaskLassoCV: ShortForm<EstimatorOptions> = shortForm('multiTaskLassoCV', multiTaskLasso);

/** `crossValidate(multiTaskElasticNet, …)`. */
export const multiTaskElasticNetCV: ShortForm<RatioOptions> = shortForm('multiTaskElasticNetCV', multiTaskElasticNet);
