import { fitsOnHost } from './fit-on-host.js';
import { fitOnTensors } from './fit-on-tensors.js';
import type { Alphas, Job } from './job.js';
import type { LinearFit } from './linear-fit.js';
import { type FitOptions, summary } from './model.js';
import { isTensorSolver, type TensorSolverName } from './options.js';
import { choosePlace } from './place.js';

/** By the engine, or by one of its solvers. */
async function* fitsByEngine({ model, options, prepared, checkX, steps, how, seen }: Job): AsyncGenerator<LinearFit> {
  const [X, Y] = prepared.data;
  const { backend, warnings, makeWide } = await choosePlace(options.backend, X.rows * X.cols * Y.cols);
  const { solver } = options;
  const method = solver === 'gram' || solver === 'workingSets' ? solver : undefined;
  const fits = await fitsOnHost(model, options, prepared, how, { ...seen, method, makeWide, checkX });
  try {
    for (const alphas of steps) {
      const { coef, intercept, problems, solver } = await fits.fit(alphas);
      // One literal: a path makes thousands of these in a second, and a spread takes as long as a small fit.
      const { objective, dualGap, iterations, converged } = summary(problems);
      yield { coef, intercept, problems, objective, dualGap, iterations, converged, solver, backend, warnings };
    }
  } finally {
    fits.close();
  }
}

/** On tensors as far as float32 goes; in float64 on the host from there. */
async function fitByTensors(
  { model, options, prepared, seen }: Job,
  solver: TensorSolverName,
  alphas: Alphas,
  how: FitOptions,
): Promise<LinearFit> {
  const rough = await fitOnTensors(model, { ...options, solver }, prepared, alphas, how, seen);
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

/** Along alphas, each from the one before. */
async function* fitsByTensors(
  job: Job,
  fitOne: (alphas: Alphas, how: FitOptions) => Promise<LinearFit>,
): AsyncGenerator<LinearFit> {
  job.checkX();
  let { init } = job.how;
  for (const alphas of job.steps) {
    const fit = await fitOne(alphas, { ...job.how, ...(init && { init }) });
    init = fit;
    yield fit;
  }
}

/** Fits with norms among their penalties, each from the one before. */
export function sparseFits(job: Job): AsyncGenerator<LinearFit> {
  const { solver } = job.options;
  if (!isTensorSolver(solver)) return fitsByEngine(job);
  return fitsByTensors(job, (alphas, how) => fitByTensors(job, solver, alphas, how));
}

/** Fits with a penalty that only the solvers on tensors know, as far as float32 goes. */
export function roughFits(job: Job): AsyncGenerator<LinearFit> {
  const { model, prepared, seen } = job;
  const { solver } = job.options;
  const options = { ...job.options, solver: isTensorSolver(solver) ? solver : ('restartedFista' as const) };
  return fitsByTensors(job, (alphas, how) => fitOnTensors(model, options, prepared, alphas, how, seen));
}
