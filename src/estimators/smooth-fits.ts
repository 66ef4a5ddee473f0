import { type ProblemFit, problemFit } from '../certificate/problem-fit.js';
import { inRange } from '../data/in-range.js';
import { columnsOf, row, sumsOfSquares, transpose, zeros } from '../data/matrix.js';
import { dot } from '../data/vector.js';
import { solveRidge } from '../engine/ridge.js';
import { singularValues } from '../engine/singular-values.js';
import { type Breathe, pacer } from '../threads/pacer.js';
import type { Job } from './job.js';
import { type LinearFit, support } from './linear-fit.js';
import { summary } from './model.js';
import { choosePlace } from './place.js';
import { intercepts, type Prepared } from './prepare.js';
import { type Scaled, scaled } from './scaled.js';

/** No ridge needs to be larger, in units of scaled data: nothing is left of the coefficients. */
const MOST = 2 ** 900;

/** Features that may be used, divided by what makes their penalties equal. */
function equalised({ matrix }: Scaled, { factors, units }: Prepared) {
  const squares = sumsOfSquares(matrix);
  const used = Array.from(squares.keys()).filter((j) => squares[j]! > 0 && factors?.[j] !== Infinity);
  const sizes = used.map((j) => (units?.[j] ?? 1) * Math.sqrt(factors?.[j] ?? 1));
  const X = columnsOf(matrix, used);
  const values = X.values.map((value, at) => value / sizes[at % X.cols]!);
  return { X: { ...X, values }, used, sizes };
}

/** Solves the tasks of all problems for their alphas. */
async function solver({ model, prepared, options }: Job, breathe: Breathe) {
  const { fitIntercept, data } = prepared;
  const [x, y] = [scaled(data[0], fitIntercept), scaled(data[1], fitIntercept)];
  const { X, used, sizes } = equalised(x, prepared);
  const values = await singularValues(X, breathe);
  const targets = transpose(y.matrix);
  const tasks = model.joint ? targets.rows : 1;
  return async (alphas: readonly number[]): Promise<Pick<LinearFit, 'coef' | 'intercept' | 'problems'>> => {
    const coef = zeros(targets.rows, data[0].cols);
    const problems: ProblemFit[] = [];
    for (let b = 0; b * tasks < targets.rows; b++) {
      const alpha = alphas[Math.min(b, alphas.length - 1)]!;
      const ridge = Math.min(MOST, (alpha * model.parts.ridge) / x.scale / x.scale);
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
    how.signal?.throwIfAborted();
    const fit = await solve(alphas);
    const solved = fit.problems.length;
    const nonZeros = (): number => (job.model.joint ? support(fit).length : fit.coef.values.filter(Boolean).length);
    seen.onProgress?.({ iterations: 0, problems: solved, solved, worstGap: 0, nonZeros: nonZeros() });
    yield { ...fit, ...summary(fit.problems), solver: 'singularValues', backend, warnings };
  }
}
