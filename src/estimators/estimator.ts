import { select } from '../backends/select-backend.js';
import type { MakeWide } from '../engine/wide.js';
import { kernelBackend } from '../kernels/load-kernel.js';
import { alphaMaxima } from './alpha-max.js';
import { fitsOnHost } from './fit-on-host.js';
import { fitOnTensors } from './fit-on-tensors.js';
import type { LinearFit } from './linear-fit.js';
import { type FitOptions, type Model, summary } from './model.js';
import {
  type CheckedOptions,
  checkedAlpha,
  checkedOptions,
  type EstimatorOptions,
  isTensorSolver,
  type TensorSolverName,
} from './options.js';
import type { MatrixInput } from './read-matrix.js';
import { alphasOf, type ReadProblem, readProblem } from './read-problem.js';
import { type Observer, observer } from './trace.js';
import { LEAST_PRODUCTS, multiplies, wideProducts } from './wide-products.js';

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
    alphas: readonly (number | readonly number[])[],
    options?: Omit<FitOptions, 'trace'>,
  ): AsyncIterable<LinearFit>;
  /**
   * The smallest alpha of each problem for which all coefficients that are penalised are 0; 0 if they are for any.
   *
   * @throws as `fit` does
   */
  alphaMax(X: MatrixInput, Y: MatrixInput, options?: Pick<FitOptions, 'sampleWeight'>): Promise<Float64Array>;
}

/** Where a fit takes place. */
type Place = Pick<LinearFit, 'backend' | 'warnings'> & { readonly makeWide?: MakeWide };

/** A small problem needs no tfjs backend at all; a large one has its correlations from whoever is faster than the kernel. */
async function choose(backend: string, products: number): Promise<Place> {
  if (backend === 'auto' && products < LEAST_PRODUCTS) return { backend: await kernelBackend(), warnings: [] };
  const chosen = await select(backend);
  return multiplies(chosen, products) ? { ...chosen, makeWide: wideProducts(chosen.backend) } : chosen;
}

type Alphas = readonly number[];

/** By the engine, or by one of its solvers. */
async function* fitsByEngine(
  model: Model,
  options: CheckedOptions,
  { prepared, checkX }: ReadProblem,
  steps: Iterable<Alphas>,
  how: FitOptions,
  seen: Observer,
): AsyncGenerator<LinearFit> {
  const [X, Y] = prepared.data;
  const { backend, warnings, makeWide } = await choose(options.backend, X.rows * X.cols * Y.cols);
  const { solver } = options;
  const method = solver === 'gram' || solver === 'workingSets' ? solver : undefined;
  const fits = await fitsOnHost(model, options, prepared, how, { ...seen, method, makeWide, checkX });
  try {
    for (const alphas of steps) {
      const fit = await fits.fit(alphas);
      yield { ...fit, ...summary(fit.problems), backend, warnings };
    }
  } finally {
    fits.close();
  }
}

/** On tensors as far as float32 goes; in float64 on the host from there. */
async function fitByTensors(
  model: Model,
  options: CheckedOptions & { solver: TensorSolverName },
  { prepared }: ReadProblem,
  alphas: Alphas,
  how: FitOptions,
  seen: Observer,
): Promise<LinearFit> {
  const rough = await fitOnTensors(model, options, prepared, alphas, how, seen);
  const maxIter = options.maxIter - rough.iterations;
  if (maxIter < 1 || rough.problems.every(({ stopped }) => stopped !== 'precision')) return rough;
  const fits = await fitsOnHost(model, { ...options, maxIter }, prepared, { ...how, init: rough }, seen);
  try {
    const { problems, ...fit } = await fits.fit(alphas);
    const all = problems.map((problem, b) => ({
      ...problem,
      iterations: problem.iterations + rough.problems[b]!.iterations,
    }));
    return { ...rough, ...fit, ...summary(all), solver: `${rough.solver}, ${fit.solver}` };
  } finally {
    fits.close();
  }
}

async function* fitsByTensors(
  model: Model,
  options: CheckedOptions & { solver: TensorSolverName },
  problem: ReadProblem,
  steps: Iterable<Alphas>,
  how: FitOptions,
  seen: Observer,
): AsyncGenerator<LinearFit> {
  problem.checkX();
  let { init } = how;
  for (const alphas of steps) {
    const fit = await fitByTensors(model, options, problem, alphas, { ...how, ...(init && { init }) }, seen);
    init = fit;
    yield fit;
  }
}

/** The estimator of a model. Options are checked at once, data when they come. */
export const estimator = (model: Model, options: EstimatorOptions): Estimator =>
  estimatorOf(model, checkedOptions(model.name, options));

/** The estimator of a model with options that have been checked. */
export function estimatorOf(model: Model, complete: CheckedOptions): Estimator {
  const { solver } = complete;
  async function* fits(
    problem: ReadProblem,
    alphas: readonly (number | readonly number[])[],
    how: FitOptions,
    seen: Observer,
  ): AsyncGenerator<LinearFit> {
    const { prepared } = problem;
    const steps = alphas.map((alpha) => alphasOf(model, alpha, prepared.data[1]));
    const made = isTensorSolver(solver)
      ? fitsByTensors(model, { ...complete, solver }, problem, steps, how, seen)
      : fitsByEngine(model, complete, problem, steps, how, seen);
    for await (const fit of made) yield { ...fit, ...prepared.restore(fit) };
  }
  return {
    model,
    options: complete,
    async fit(X, Y, fitOptions = {}) {
      const seen = observer(fitOptions);
      const problem = await readProblem(model, complete, [X, Y], fitOptions);
      for await (const fit of fits(problem, [complete.alpha], fitOptions, seen)) return { ...fit, ...seen.trace() };
      throw new Error(`${model.name}.fit: there must be one fit`);
    },
    async *path(X, Y, alphas, fitOptions = {}) {
      alphas.forEach((alpha, k) => {
        checkedAlpha(`${model.name}.path: alphas[${k}]`, alpha);
      });
      const problem = await readProblem(model, complete, [X, Y], fitOptions);
      yield* fits(problem, alphas, fitOptions, observer(fitOptions));
    },
    async alphaMax(X, Y, fitOptions = {}) {
      const { prepared, checkX } = await readProblem(model, complete, [X, Y], fitOptions);
      checkX();
      return alphaMaxima(model, prepared, complete.positive);
    },
  };
}
