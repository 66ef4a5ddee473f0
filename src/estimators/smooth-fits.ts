import { type ProblemFit, problemFit } from '../certificate/problem-fit.js';
import { inRange } from '../data/in-range.js';
import { columnsOf, type Matrix, row, transpose, zeros } from '../data/matrix.js';
import { dot } from '../data/vector.js';
import { solveRidge } from '../engine/ridge.js';
import { type SingularValues, singularValues } from '../engine/singular-values.js';
import { throwIfAborted } from '../threads/abort.js';
import { type Breathe, pacer } from '../threads/pacer.js';
import { largestOf } from './check-columns.js';
import type { Job } from './job.js';
import { type LinearFit, supportOf } from './linear-fit.js';
import { summary } from './model.js';
import { choosePlace } from './place.js';
import { intercepts, type Prepared } from './prepare.js';
import { type Scaled, scaled } from './scaled.js';

/** No ridge needs to be larger, in units of scaled data: nothing is left of the coefficients. */
const MOST = 2 ** 900;

/** Columns below this, relative to what is near 1, have no squares. */
const FAINT = 2 ** -500;

/** Columns divided by sizes, and their singular values. */
interface Decomposed {
  readonly X: Matrix;
  readonly values: SingularValues;
  /** The features of the columns. */
  readonly used: readonly number[];
  readonly sizes: readonly number[];
}

/**
 * Features that may be used, divided by what makes their penalties equal. Without a penalty any sizes will do where columns are
 * independent: those that bring all of them near 1; where they are not, only their own say which solution is the shortest.
 */
async function decomposed(
  { matrix, scale }: Scaled,
  { factors, units }: Prepared,
  { free, breathe }: { readonly free: boolean; readonly breathe: Breathe },
): Promise<Decomposed> {
  const largest = largestOf(matrix);
  const used = Array.from(largest.keys()).filter((j) => largest[j]! > 0 && factors?.[j] !== Infinity);
  const columns = columnsOf(matrix, used);
  const by = async (sizes: readonly number[]): Promise<Decomposed> => {
    const X = { ...columns, values: columns.values.map((value, at) => value / sizes[at % columns.cols]!) };
    return { X, values: await singularValues(X, breathe), used, sizes };
  };
  if (free && used.length <= matrix.rows) {
    const own = await by(used.map((j) => 2 ** Math.floor(Math.log2(largest[j]!))));
    if (own.values.s.length === used.length) return own;
  }
  const sizes = used.map((j) => (units ? units[j]! / scale : 1) * Math.sqrt(factors?.[j] ?? 1));
  const ends = used.map((j, k) => largest[j]! / sizes[k]!);
  const [least, most] = [ends.reduce((a, b) => Math.min(a, b), Infinity), ends.reduce((a, b) => Math.max(a, b), 0)];
  if (least < FAINT || most > 1 / FAINT) {
    const got = `one of ${least.toExponential(0)} and one of ${most.toExponential(0)}`;
    throw new RangeError(`fit: X must have columns in units nearer to each other, got ${got}`);
  }
  return by(sizes);
}

/** Solves the tasks of all problems for their alphas. */
async function solver({ model, prepared, options, steps }: Job, breathe: Breathe) {
  const { fitIntercept, data } = prepared;
  const [x, y] = [scaled(data[0], fitIntercept), scaled(data[1], fitIntercept)];
  const free = steps.every((alphas) => alphas.every((alpha) => alpha * model.parts.ridge === 0));
  const { X, values, used, sizes } = await decomposed(x, prepared, { free, breathe });
  const targets = transpose(y.matrix);
  const tasks = model.joint ? targets.rows : 1;
  return async (alphas: readonly number[]): Promise<Pick<LinearFit, 'coef' | 'intercept' | 'problems'>> => {
    const coef = zeros(targets.rows, data[0].cols);
    const problems: ProblemFit[] = [];
    for (let b = 0; b * tasks < targets.rows; b++) {
      const alpha = alphas[Math.min(b, alphas.length - 1)]!;
      const own = alpha * model.parts.ridge;
      const ridge = Math.min(MOST, prepared.units ? own : own / x.scale / x.scale);
      const sums = { alpha, objective: 0, deviance: 0, gap: 0, meanSquare: 0, iterations: 0 };
      for (let t = b * tasks; t < (b + 1) * tasks; t++) {
        const target = row(targets, t);
        const solution = await solveRidge({ X, values, y: target, ridge }, breathe);
        solution.w.forEach((w, k) => {
          if (w !== 0) coef.values[t * coef.cols + used[k]!] = inRange(((w / sizes[k]!) * y.scale) / x.scale);
        });
        sums.objective += solution.objective;
        sums.deviance += solution.deviance;
        sums.gap += solution.gap;
        sums.meanSquare += dot(target, target) / target.length;
      }
      problems.push(problemFit(sums, y.scale, options));
    }
    return { coef, intercept: intercepts(coef, x.means, y.means), problems };
  };
}

/** Fits of which the penalty is a ridge, or nothing: by the singular values of X, in float64 on the host. */
export async function* smoothFits(job: Job): AsyncGenerator<LinearFit> {
  const { options, how, seen } = job;
  const breathe = pacer(how.signal);
  job.checkX();
  const { backend, warnings } = await choosePlace(options.backend, 0);
  seen.watch.enter('solve');
  const solve = await solver(job, breathe);
  for (const alphas of job.steps) {
    throwIfAborted(how.signal);
    const fit = await solve(alphas);
    const solved = fit.problems.length;
    const nonZeros = (): number =>
      job.model.joint ? supportOf(fit.coef).length : fit.coef.values.filter(Boolean).length;
    seen.onProgress?.({ iterations: 0, problems: solved, solved, worstGap: 0, nonZeros: nonZeros() });
    yield { ...fit, ...summary(fit.problems), solver: 'singularValues', backend, warnings };
  }
}
