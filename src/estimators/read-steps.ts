import { isSmooth } from './fits.js';
import type { Alphas } from './job.js';
import type { Data, Model } from './model.js';
import { type Alpha, readAlphas } from './read-alphas.js';
import type { Recipe } from './read-how.js';

/** @throws RangeError if coefficients are to be positive without a norm among the penalties, for which there is no certificate */
export function checkPositive(name: string, { model, options }: Recipe, alpha: Alpha): void {
  if (!options.positive) return;
  const smooth = [alpha].flat().find((each) => isSmooth(model, each));
  if (smooth === undefined) return;
  throw new RangeError(`${name}: positive must be false where ${smooth === 0 ? 'alpha' : 'l1Ratio'} is 0`);
}

/**
 * An alpha as one for each problem, or one for all.
 *
 * @param what - what the errors call it, such as `lasso.fit: alpha`
 * @throws TypeError if a list does not have one for each problem
 */
export function alphasOf(what: string, { joint }: Model, [, Y]: Data, alpha: Alpha): Alphas {
  if (typeof alpha === 'number') return [alpha];
  const problems = joint ? 1 : Y.cols;
  if (alpha.length === problems) return alpha;
  throw new TypeError(`${what} must be one number or one for each of ${problems} problems, got ${alpha.length}`);
}

/**
 * The alphas of fits that follow one another.
 *
 * @param name - who asks, for the errors
 * @throws RangeError or TypeError for what are no alphas, or do not go with model and data
 */
export function readSteps(name: string, recipe: Recipe, data: Data, alphas: unknown): Alpha[] {
  const what = `${name}: alphas`;
  const steps = readAlphas(what, alphas);
  steps.forEach((alpha, k) => {
    checkPositive(name, recipe, alpha);
    if (typeof alpha !== 'number') alphasOf(`${what}[${k}]`, recipe.model, data, alpha);
  });
  return steps;
}

/** @throws RangeError where there is no largest alpha */
export function checkMaximum(name: string, model: Model): void {
  if (!isSmooth(model, 1)) return;
  throw new RangeError(
    `${name}: l1Ratio must be above 0, or alphas given: no alpha is so large that a ridge makes coefficients 0`,
  );
}
