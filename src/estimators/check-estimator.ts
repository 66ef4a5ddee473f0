import { check } from '../arguments/check.js';
import { hasMethods, isRecord, type Rule } from '../arguments/rules.js';

const RECIPE: Rule = {
  accepts: (value) => isRecord(value) && isRecord(value.model) && isRecord(value.options),
  expected: 'an estimator such as lasso({ alpha: 0.1 })',
  error: TypeError,
};

const ESTIMATOR: Rule = { ...RECIPE, accepts: (value) => RECIPE.accepts(value) && hasMethods(value, 'fit') };

/** @throws TypeError for what is no estimator */
export const checkEstimator = (name: string, what: string, value: unknown): void => check(name, what, value, ESTIMATOR);

/** @throws TypeError for what does not tell model and options of an estimator */
export const checkRecipe = (name: string, what: string, value: unknown): void => check(name, what, value, RECIPE);
