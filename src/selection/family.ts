import { check, checkObject, checkValues, UnknownOption } from '../arguments/check.js';
import { callback, type Rules } from '../arguments/rules.js';
import { checkEstimator } from '../estimators/check-estimator.js';
import type { Estimator } from '../estimators/estimator.js';
import type { EstimatorOptions } from '../estimators/options.js';
import type { Alpha } from '../estimators/read-alphas.js';
import type { MakeEstimator } from './path.js';

/**
 * Checks what a function is given that fits estimators of a family: the family, and those options that are its own. The others are
 * the family's, which checks them when it makes an estimator.
 *
 * @param rules - of its own options
 * @throws TypeError for kinds that do not fit, RangeError for values out of range
 */
export function checkFamily(name: string, make: unknown, options: object, rules: Rules): void {
  check(name, 'make', make, { ...callback, expected: 'a function that makes an estimator, such as lasso' });
  checkObject(name, options, Object.keys(rules));
  checkValues(name, options, rules);
}

/** What an estimator is made of. */
interface Wanted {
  /** Options of the family. */
  readonly options: object;
  /** Names of options that are not the family's. */
  readonly own: readonly string[];
  /** Where it is no option, but chosen by who asks. */
  readonly alpha?: Alpha;
}

/**
 * An estimator of a family.
 *
 * @param name - who asks, for the errors
 * @throws what the family throws; of an option that does not exist it is said what exists in all
 */
export function made<O extends EstimatorOptions>(
  name: string,
  make: MakeEstimator<O>,
  { options, own, alpha }: Wanted,
): Estimator {
  const chosen = alpha !== undefined;
  if (chosen && 'alpha' in options) throw new UnknownOption(name, 'alpha', own);
  try {
    const estimator = make((chosen ? { ...options, alpha } : options) as O);
    checkEstimator(name, 'what make returns', estimator);
    return estimator;
  } catch (error) {
    if (!(error instanceof UnknownOption)) throw error;
    const others = error.known.filter((option) => !(chosen && option === 'alpha'));
    throw new UnknownOption(name, error.option, [...own, ...others]);
  }
}
