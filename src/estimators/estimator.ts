import { select } from '../backends/select-backend.js';
import type { Matrix } from '../data/matrix.js';
import { checkFinite } from '../data/to-matrix.js';
import type { Method } from '../engine/fit.js';
import type { MakeWide } from '../engine/wide.js';
import { kernelBackend } from '../kernels/load-kernel.js';
import { fitOnHost } from './fit-on-host.js';
import { fitOnTensors } from './fit-on-tensors.js';
import type { LinearFit } from './linear-fit.js';
import { type Data, type FitOptions, type Model, summary } from './model.js';
import {
  type CheckedOptions,
  checkedOptions,
  type EstimatorOptions,
  isTensorSolver,
  type TensorSolverName,
} from './options.js';
import { type Prepared, prepare } from './prepare.js';
import { type MatrixInput, readMatrix, readNumbers } from './read-matrix.js';
import { type Observer, observer } from './trace.js';
import { LEAST_PRODUCTS, multiplies, wideProducts } from './wide-products.js';

/** A model still to be fitted. */
export interface Estimator {
  /**
   * Fits the model; the estimator itself does not change. A Float64Array is used as it is, not copied: leave it alone
   * until the fit is there.
   *
   * @param X - design, shape (samples, features)
   * @param Y - targets, shape (samples, tasks), or a flat array for one task
   * @throws TypeError for kinds and shapes that do not fit, RangeError for entries that are not finite
   */
  fit(X: MatrixInput, Y: MatrixInput, options?: FitOptions): Promise<LinearFit>;
}

/** Where a fit takes place. */
type Place = Pick<LinearFit, 'backend' | 'warnings'> & { readonly makeWide?: MakeWide };

/** A small problem needs no tfjs backend at all; a large one has its correlations from whoever is faster than the kernel. */
async function choose(backend: string, products: number): Promise<Place> {
  if (backend === 'auto' && products < LEAST_PRODUCTS) return { backend: await kernelBackend(), warnings: [] };
  const chosen = await select(backend);
  return multiplies(chosen, products) ? { ...chosen, makeWide: wideProducts(chosen.backend) } : chosen;
}

const checkDesign = ({ name }: Model, X: Matrix): void => checkFinite(`${name}.fit: X`, X);

/** By the engine, or by one of its solvers. */
async function fitByEngine(
  model: Model,
  options: CheckedOptions & { solver: 'auto' | Method },
  prepared: Prepared,
  alphas: readonly number[],
  how: FitOptions,
  seen: Observer,
): Promise<LinearFit> {
  const [X, Y] = prepared.data;
  const { backend, warnings, makeWide } = await choose(options.backend, X.rows * X.cols * Y.cols);
  const method = options.solver === 'auto' ? undefined : options.solver;
  const checkX = () => checkDesign(model, X);
  const fit = await fitOnHost(model, options, prepared, alphas, how, { ...seen, method, makeWide, checkX });
  return { ...fit, ...summary(fit.problems), backend, warnings };
}

/** On tensors as far as float32 goes; in float64 on the host from there. */
async function fitByTensors(
  model: Model,
  options: CheckedOptions & { solver: TensorSolverName },
  prepared: Prepared,
  alphas: readonly number[],
  how: FitOptions,
  seen: Observer,
): Promise<LinearFit> {
  checkDesign(model, prepared.data[0]);
  const rough = await fitOnTensors(model, options, prepared, alphas, how, seen);
  const maxIter = options.maxIter - rough.iterations;
  if (maxIter < 1 || rough.problems.every(({ stopped }) => stopped !== 'precision')) return rough;
  const { problems, ...fit } = await fitOnHost(
    model,
    { ...options, maxIter },
    prepared,
    alphas,
    { ...how, init: rough },
    seen,
  );
  const all = problems.map((problem, b) => ({
    ...problem,
    iterations: problem.iterations + rough.problems[b]!.iterations,
  }));
  return { ...rough, ...fit, ...summary(all), solver: `${rough.solver}, ${fit.solver}` };
}

/** @throws TypeError or RangeError for sample weights that do not fit the samples */
function checkWeights(name: string, [X]: Data, weights: ArrayLike<number> | undefined): void {
  if (weights === undefined) return;
  const expected = `${X.rows} numbers >= 0, not all of them 0`;
  if (typeof weights !== 'object' || weights.length !== X.rows) {
    throw new TypeError(`${name}.fit: sampleWeight must be ${expected}, got ${weights?.length ?? weights}`);
  }
  const values = Array.from(weights);
  const bad = values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (bad >= 0) throw new RangeError(`${name}.fit: sampleWeight must be ${expected}, got ${values[bad]} at ${bad}`);
  if (!values.some((value) => value > 0)) {
    throw new RangeError(`${name}.fit: sampleWeight must be ${expected}, got only zeros`);
  }
}

/** @throws TypeError if there are not as many as there are features, or problems */
function checkLengths({ name, joint }: Model, [X, Y]: Data, { alpha, penaltyFactor }: CheckedOptions): void {
  const problems = joint ? 1 : Y.cols;
  if (typeof alpha !== 'number' && alpha.length !== problems) {
    throw new TypeError(
      `${name}.fit: alpha must be one number or one for each of ${problems} problems, got ${alpha.length}`,
    );
  }
  if (penaltyFactor && penaltyFactor.length !== X.cols) {
    throw new TypeError(
      `${name}.fit: penaltyFactor must have ${X.cols} numbers like X columns, got ${penaltyFactor.length}`,
    );
  }
}

/**
 * @throws TypeError if `init` has coefficients of another shape than the fit will, RangeError if they are not finite
 */
function checkedInit(name: string, [X, Y]: Data, options: FitOptions): FitOptions {
  const coef = options.init?.coef;
  if (coef && (coef.rows !== Y.cols || coef.cols !== X.cols)) {
    const expected = `${Y.cols} x ${X.cols} (tasks, features)`;
    throw new TypeError(`${name}.fit: init must have coef of shape ${expected}, got ${coef.rows} x ${coef.cols}`);
  }
  if (coef) checkFinite(`${name}.fit: init.coef`, coef);
  return options;
}

/** The estimator of a model. Options are checked at once, data when they come. */
export function estimator(model: Model, options: EstimatorOptions): Estimator {
  const complete = checkedOptions(model.name, options);
  return {
    async fit(X, Y, fitOptions = {}) {
      const seen = observer(fitOptions);
      const design = await readNumbers(`${model.name}.fit: X`, X);
      const targets = await readMatrix(`${model.name}.fit: Y`, Y);
      if (design.rows !== targets.rows) {
        const sizes = `${design.rows} and ${targets.rows}`;
        throw new TypeError(`${model.name}.fit: X and Y must have the same number of rows, got ${sizes}`);
      }
      const { solver } = complete;
      const data = [design, targets] as const;
      const how = checkedInit(model.name, data, fitOptions);
      checkLengths(model, data, complete);
      checkWeights(model.name, data, fitOptions.sampleWeight);
      const prepared = prepare(data, complete, fitOptions.sampleWeight);
      const alphas = typeof complete.alpha === 'number' ? [complete.alpha] : complete.alpha;
      const fit = isTensorSolver(solver)
        ? await fitByTensors(model, { ...complete, solver }, prepared, alphas, how, seen)
        : await fitByEngine(model, { ...complete, solver }, prepared, alphas, how, seen);
      return { ...fit, ...prepared.restore(fit), ...seen.trace() };
    },
  };
}
