import { checkOptions } from '../arguments/check.js';
import { hasMissing } from '../data/observed.js';
import type { VectorInput } from '../data/to-vector.js';
import { alphaMaxima, maximaOf } from './alpha-max.js';
import { checkRange } from './check-range.js';
import { FIT_RULES, MAXIMA_RULES, PATH_RULES } from './fit-rules.js';
import { fitsAlong } from './fits.js';
import type { Alphas } from './job.js';
import type { LinearFit } from './linear-fit.js';
import { maskedFits, maskedMaxima } from './masked-fits.js';
import type { FitOptions, Model, PathFitOptions } from './model.js';
import { type CheckedOptions, checkedOptions, type EstimatorOptions } from './options.js';
import type { AlphaInput } from './read-alphas.js';
import type { MatrixInput } from './read-matrix.js';
import { type ReadProblem, readProblem } from './read-problem.js';
import { alphasOf, checkMaximum, checkPositive, readSteps } from './read-steps.js';
import { type Observer, observer } from './trace.js';

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
  path(
    X: MatrixInput,
    Y: MatrixInput,
    alphas: VectorInput | readonly AlphaInput[],
    options?: PathFitOptions,
  ): AsyncIterable<LinearFit>;
  /**
   * The smallest alpha of each problem for which all coefficients that are penalised are 0; 0 if they are for any.
   *
   * @throws as `fit` does
   */
  alphaMax(X: MatrixInput, Y: MatrixInput, options?: Pick<FitOptions, 'sampleWeight'>): Promise<Float64Array>;
}

/** What goes wrong in the engine, which does not know who asked. */
const named = (name: string, error: unknown): unknown =>
  error instanceof RangeError && error.message.startsWith('fit: ')
    ? new RangeError(error.message.replace('fit', name), { cause: error })
    : error;

/**
 * The estimator of a model. Options are checked at once, data when they come.
 *
 * @param own - names of options that the model takes beside those of all, for the errors
 */
export function estimator(model: Model, options: EstimatorOptions, own: readonly string[] = []): Estimator {
  const complete = checkedOptions(model.name, options, own);
  checkPositive(model.name, { model, options: complete }, complete.alpha);
  return estimatorOf(model, complete);
}

/** The estimator of a model with options that have been checked. */
export function estimatorOf(model: Model, complete: CheckedOptions): Estimator {
  const { name } = model;
  const recipe = { model, options: complete };
  const masked = ({ data }: ReadProblem): boolean => complete.missing === 'mask' && hasMissing(data[1]);
  async function* fits(problem: ReadProblem, steps: readonly Alphas[], seen: Observer) {
    const { name: caller, how } = problem;
    const task = { ...recipe, problem, how };
    try {
      for await (const fit of masked(problem) ? maskedFits(task, steps, seen) : fitsAlong({ ...task, seen }, steps)) {
        checkRange(caller, fit);
        yield fit;
      }
    } catch (error) {
      throw named(caller, error);
    }
  }
  return {
    model,
    options: complete,
    async fit(X, Y, fitOptions = {}) {
      const caller = `${name}.fit`;
      checkOptions(caller, fitOptions, FIT_RULES);
      const seen = observer(fitOptions);
      const problem = await readProblem(caller, recipe, [X, Y], fitOptions);
      const step = alphasOf(`${caller}: alpha`, model, problem.data, complete.alpha);
      for await (const fit of fits(problem, [step], seen)) return { ...fit, ...seen.trace() };
      throw new Error(`${caller}: there must be one fit`);
    },
    async *path(X, Y, alphas, fitOptions = {}) {
      const caller = `${name}.path`;
      checkOptions(caller, fitOptions, PATH_RULES);
      const seen = observer(fitOptions);
      const problem = await readProblem(caller, recipe, [X, Y], fitOptions);
      const steps = readSteps(caller, recipe, problem.data, alphas);
      const each = steps.map((alpha) => (typeof alpha === 'number' ? [alpha] : alpha));
      yield* fits(problem, each, seen);
    },
    async alphaMax(X, Y, fitOptions = {}) {
      const caller = `${name}.alphaMax`;
      checkMaximum(caller, model);
      checkOptions(caller, fitOptions, MAXIMA_RULES);
      const problem = await readProblem(caller, recipe, [X, Y], fitOptions);
      try {
        if (masked(problem)) return await maskedMaxima({ ...recipe, problem, how: problem.how });
        const { prepare, checkX } = problem;
        checkX();
        const prepared = await prepare('norms');
        return model.penalty
          ? await maximaOf(model, model.penalty, prepared, complete)
          : alphaMaxima(model, prepared, complete.positive);
      } catch (error) {
        throw named(caller, error);
      }
    },
  };
}
