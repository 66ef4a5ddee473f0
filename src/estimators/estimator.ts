import { hasMissing } from '../data/observed.js';
import { alphaMaxima, maximaOf } from './alpha-max.js';
import { checkRange } from './check-range.js';
import { fitsAlong, isSmooth } from './fits.js';
import type { LinearFit } from './linear-fit.js';
import { maskedFits, maskedMaxima } from './masked-fits.js';
import type { FitOptions, Model, PathFitOptions } from './model.js';
import { type CheckedOptions, checkedAlpha, checkedOptions, type EstimatorOptions } from './options.js';
import type { MatrixInput } from './read-matrix.js';
import { alphasOf, type ReadProblem, readProblem } from './read-problem.js';
import { type Observer, observer } from './trace.js';

/** One for all problems, or one for each. */
type Alpha = number | readonly number[];

/** A model still to be fitted. */
export interface Estimator {
  /** Its penalty, and whether the tasks are one problem. */
  readonly model: Model;
  /** Its options, with their defaults. */
  readonly options: CheckedOptions;
  /**
   * Fits the model; the estimator itself does not change. A Float64Array is used as it is, not copied: leave it alone
   * until the fit is there.
   *
   * @param X - design, shape (samples, features)
   * @param Y - targets, shape (samples, tasks), or a flat array for one task
   * @throws TypeError for kinds and shapes that do not fit, RangeError for entries that are not finite
   */
  fit(X: MatrixInput, Y: MatrixInput, options?: FitOptions): Promise<LinearFit>;
  /**
   * Fits along alphas, in place of the estimator's own; each fit starts where the one before ended. Fits come as they are done;
   * whoever stops listening stops the fits.
   *
   * @param alphas - of each fit: a number, or one for each problem
   * @throws as `fit` does
   */
  path(X: MatrixInput, Y: MatrixInput, alphas: readonly Alpha[], options?: PathFitOptions): AsyncIterable<LinearFit>;
  /**
   * The smallest alpha of each problem for which all coefficients that are penalised are 0; 0 if they are for any.
   *
   * @throws as `fit` does
   */
  alphaMax(X: MatrixInput, Y: MatrixInput, options?: Pick<FitOptions, 'sampleWeight'>): Promise<Float64Array>;
}

/** @throws RangeError if coefficients are to be positive without a norm among the penalties, for which there is no certificate */
function checkPositive(name: string, model: Model, alphas: Alpha): void {
  const smooth = [alphas].flat().find((alpha) => isSmooth(model, alpha));
  if (smooth === undefined) return;
  throw new RangeError(`${name}: positive must be false where ${smooth === 0 ? 'alpha' : 'l1Ratio'} is 0`);
}

/** What goes wrong in the engine, which does not know who asked. */
const named = (name: string, error: unknown): unknown =>
  error instanceof RangeError && error.message.startsWith('fit: ')
    ? new RangeError(error.message.replace('fit', name), { cause: error })
    : error;

/** The estimator of a model. Options are checked at once, data when they come. */
export function estimator(model: Model, options: EstimatorOptions): Estimator {
  const complete = checkedOptions(model.name, options);
  if (complete.positive) checkPositive(model.name, model, complete.alpha);
  return estimatorOf(model, complete);
}

/** The estimator of a model with options that have been checked. */
export function estimatorOf(model: Model, complete: CheckedOptions): Estimator {
  const { name } = model;
  const { alpha: own, positive } = complete;
  const masked = ({ data }: ReadProblem): boolean => complete.missing === 'mask' && hasMissing(data[1]);
  async function* fits(
    alphasToFit: () => readonly Alpha[],
    [X, Y]: readonly [MatrixInput, MatrixInput],
    how: PathFitOptions,
    seen: Observer,
  ) {
    const alphas = alphasToFit();
    const problem = await readProblem(model, complete, [X, Y], how);
    const steps = alphas.map((alpha) => alphasOf(model, alpha, problem.data[1]));
    const task = { model, options: complete, problem, how };
    try {
      for await (const fit of masked(problem) ? maskedFits(task, steps, seen) : fitsAlong({ ...task, seen }, steps)) {
        checkRange(`${name}.fit`, fit);
        yield fit;
      }
    } catch (error) {
      throw named(`${name}.fit`, error);
    }
  }
  return {
    model,
    options: complete,
    async fit(X, Y, fitOptions = {}) {
      const seen = observer(fitOptions);
      for await (const fit of fits(() => [own], [X, Y], fitOptions, seen)) return { ...fit, ...seen.trace() };
      throw new Error(`${name}.fit: there must be one fit`);
    },
    path(X, Y, alphas, fitOptions = {}) {
      const checked = () => {
        alphas.forEach((alpha, k) => {
          checkedAlpha(`${name}.path: alphas[${k}]`, alpha);
          if (positive) checkPositive(`${name}.path`, model, alpha);
        });
        return alphas;
      };
      return fits(checked, [X, Y], fitOptions, observer(fitOptions));
    },
    async alphaMax(X, Y, fitOptions = {}) {
      if (isSmooth(model, 1)) {
        throw new RangeError(
          `${name}.alphaMax: l1Ratio must be above 0, or alphas given: no alpha is so large that a ridge makes coefficients 0`,
        );
      }
      const problem = await readProblem(model, complete, [X, Y], fitOptions);
      try {
        if (masked(problem)) return await maskedMaxima({ model, options: complete, problem, how: fitOptions });
        const { prepare, checkX } = problem;
        checkX();
        const prepared = await prepare('norms');
        return model.penalty
          ? await maximaOf(model, model.penalty, prepared, complete)
          : alphaMaxima(model, prepared, positive);
      } catch (error) {
        throw named(`${name}.alphaMax`, error);
      }
    },
  };
}
