import {
  type LinearFit,
  type Matrix,
  type NamedFit,
  type PageTable,
  type ProblemFit,
  type Recovery,
  recovery,
  type SineTasks,
  support,
  toRows,
} from 'tensor-lasso/node';
import type { ExampleOptions } from './options.js';

/** A fit with its name, how long it took, and how well it found the truth. */
export interface Result extends NamedFit {
  readonly seconds: number;
  readonly recovery: Recovery;
}

export const result = (
  name: string,
  { fit, estimator }: Pick<Result, 'fit' | 'estimator'>,
  seconds: number,
  truth: Matrix,
): Result => ({
  name,
  fit,
  ...(estimator && { estimator }),
  seconds,
  recovery: recovery(fit.coef, truth),
});

/** A value for each problem, or the value itself where there is only one problem. */
function each<T>(problems: readonly ProblemFit[], value: (problem: ProblemFit) => T): T | T[] {
  const values = problems.map(value);
  return values.length === 1 && values[0] !== undefined ? values[0] : values;
}

function fitRecord({ fit, seconds, recovery }: Result) {
  const { problems } = fit;
  return {
    alpha: problems[0]?.alpha,
    coef: toRows(fit.coef),
    intercept: Array.from(fit.intercept),
    objective: each(problems, ({ objective }) => objective),
    dualGap: each(problems, ({ dualGap }) => dualGap),
    relativeGap: each(problems, ({ relativeGap }) => relativeGap),
    iterations: each(problems, ({ iterations }) => iterations),
    converged: each(problems, ({ converged }) => converged),
    ...recovery,
    seconds,
  };
}

/** What goes into fit.json. */
export function record(options: ExampleOptions, data: SineTasks, lasso: Result, multiTaskLasso: Result) {
  const { seed, samples, features, tasks, relevant } = options;
  return {
    data: { seed, samples, features, tasks, relevant },
    truth: toRows(data.coef),
    lasso: fitRecord(lasso),
    multiTaskLasso: fitRecord(multiTaskLasso),
  };
}

const ROWS: readonly [string, (result: Result) => string][] = [
  ['alpha', ({ fit }) => String(fit.problems[0]?.alpha)],
  ['problems solved', ({ fit }) => String(fit.problems.length)],
  ['non-zero coefficients', ({ fit, recovery }) => `${recovery.nonZeros} of ${fit.coef.values.length}`],
  ['features used', ({ fit }) => `${support(fit).length} of ${fit.coef.cols}`],
  ['false non-zeros', ({ recovery }) => String(recovery.falsePositives)],
  ['missed non-zeros', ({ recovery }) => String(recovery.missed)],
  ['RMSE to the truth', ({ recovery }) => recovery.rmse.toFixed(4)],
  ['iterations', ({ fit }) => String(fit.iterations)],
  ['duality gap, relative', ({ fit }) => worstGap(fit).toExponential(1)],
  ['converged', ({ fit }) => convergence(fit)],
];

const worstGap = ({ problems }: LinearFit): number =>
  problems.reduce((worst, { relativeGap }) => Math.max(worst, relativeGap), 0);

function convergence({ converged, problems }: LinearFit): string {
  if (converged) return 'yes';
  return `no: ${problems.filter((problem) => !problem.converged).length} of ${problems.length} are not`;
}

/** Both results side by side. */
export const comparison = (results: readonly Result[]): PageTable => ({
  head: ['', ...results.map(({ name }) => name)],
  body: ROWS.map(([label, show]) => [label, ...results.map(show)]),
});

/** How long each took, a row for the table that is printed. Pages leave it out: the same seed gives the same page. */
export const timeRow = (results: readonly Result[]): string[] => [
  'seconds',
  ...results.map(({ seconds }) => seconds.toFixed(2)),
];
