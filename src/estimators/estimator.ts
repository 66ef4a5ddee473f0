import { type Selection, select } from '../backends/select-backend.js';
import { checkFinite } from '../data/to-matrix.js';
import { gradientFlops } from '../datafits/quadratic.js';
import type { Method } from '../engine/fit.js';
import { kernelBackend } from '../kernels/load-kernel.js';
import { fitOnHost } from './fit-on-host.js';
import { fitOnTensors } from './fit-on-tensors.js';
import type { LinearFit, ProblemFit } from './linear-fit.js';
import { type Data, type FitOptions, type Model, summary } from './model.js';
import { checkedOptions, type EstimatorOptions, isTensorSolver } from './options.js';
import { type MatrixInput, readMatrix } from './read-matrix.js';
import { type Observer, observer } from './trace.js';
import { wideProducts } from './wide-products.js';

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

/** Operations of one gradient from which the products of a backend pay that is slower to answer. */
const WIDE = 4e7;

/**
 * Products of correlations from which a backend that multiplies matrices faster than the kernel does them: up to 4e8, the
 * largest that was measured (one thread), uploading X costs more than is saved.
 */
const LARGE = 2e9;

/** Backends that multiply matrices faster than the kernel. */
const MULTIPLIERS = ['tensorflow'];

/** Where to solve: a small problem needs no tfjs backend at all. */
async function choose(backend: string, flops: number): Promise<Selection> {
  if (backend !== 'auto' || flops >= WIDE) return select(backend, { flops, small: WIDE });
  return { backend: await kernelBackend(), kind: 'cpu', warnings: [] };
}

/** Who begins on a device that is far from the host, and relative gaps that float32 reaches there as a rule. */
const ROUGH = 'restartedFista';
const FLOAT32 = 1e-6;

/** The best way on the backend: on a device that is far from the host, float32 there and float64 for what is left. */
async function fitAuto(
  model: Model,
  options: Required<EstimatorOptions> & { solver: 'auto' | Method },
  data: Data,
  how: FitOptions,
  seen: Observer,
): Promise<LinearFit> {
  const [X, Y] = data;
  const flops = gradientFlops(X.rows, X.cols, Y.cols);
  const { backend, kind, warnings } = await choose(options.backend, flops);
  const method = options.solver === 'auto' ? undefined : options.solver;
  if (kind === 'cpu' || how.init || method) {
    const large = X.rows * X.cols * Y.cols >= LARGE;
    // Not on a GPU, where products may be rounded more coarsely than the certificate allows for.
    const makeWide = large && kind === 'cpu' && MULTIPLIERS.includes(backend) ? wideProducts(backend) : undefined;
    const fit = await fitOnHost(model, options, data, how, { ...seen, method, makeWide });
    return { ...fit, ...summary(fit.problems), backend, warnings };
  }
  const tol = Math.max(options.tol, FLOAT32);
  const rough = await fitOnTensors(model, { ...options, backend, tol, solver: ROUGH }, data, how, seen);
  if (rough.problems.every(({ relativeGap }) => relativeGap <= options.tol)) return rough;
  const maxIter = options.maxIter - rough.iterations;
  if (maxIter < 1) return { ...rough, ...summary(rough.problems.map((each) => notAbove(each, options.tol))) };
  const { problems, ...fit } = await fitOnHost(model, { ...options, maxIter }, data, { ...how, init: rough }, seen);
  const all = problems.map((problem, b) => ({
    ...problem,
    iterations: problem.iterations + rough.problems[b]!.iterations,
  }));
  return { ...rough, ...fit, ...summary(all), solver: `${ROUGH}, ${fit.solver}` };
}

/** A problem that may have been solved to a larger tolerance. */
const notAbove = (problem: ProblemFit, tol: number): ProblemFit => ({
  ...problem,
  converged: problem.relativeGap <= tol,
  stopped: problem.relativeGap <= tol ? 'tol' : 'maxIter',
});

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
      const design = await readMatrix(`${model.name}.fit: X`, X);
      const targets = await readMatrix(`${model.name}.fit: Y`, Y);
      if (design.rows !== targets.rows) {
        const sizes = `${design.rows} and ${targets.rows}`;
        throw new TypeError(`${model.name}.fit: X and Y must have the same number of rows, got ${sizes}`);
      }
      const { solver } = complete;
      const data = [design, targets] as const;
      const how = checkedInit(model.name, data, fitOptions);
      const fit = isTensorSolver(solver)
        ? await fitOnTensors(model, { ...complete, solver }, data, how, seen)
        : await fitAuto(model, { ...complete, solver }, data, how, seen);
      return { ...fit, ...seen.trace() };
    },
  };
}
