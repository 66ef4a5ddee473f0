import { type LinearFit, modelFromJSON, modelToJSON, predict, score } from 'tensor-lasso';
import type { Drawn } from './draw/model.js';
import { largestAlpha } from './judge/gap.js';
import { isSmooth, judge } from './judge/judge.js';
import { shifted } from './judge/power.js';
import type { Problem } from './judge/problem.js';
import { library } from './library.js';
import { returnedOf } from './verdict/certificates.js';
import { type Finding, finding, oddity } from './verdict/finding.js';

/** A fit, and how it came to be. */
export interface Done {
  readonly drawn: Drawn;
  readonly problems: readonly Problem[];
  readonly alphas: readonly number[];
  readonly fit: LinearFit;
  /** Fits once more, from here if that is asked for. */
  again(how?: { init?: LinearFit; maxIter?: number }): Promise<LinearFit>;
}

const sameBits = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((x, k) => Object.is(x, b[k]));

const sameFits = (a: LinearFit, b: LinearFit): boolean =>
  sameBits(a.coef.values, b.coef.values) &&
  sameBits(a.intercept, b.intercept) &&
  JSON.stringify(a.problems) === JSON.stringify(b.problems);

/** Predictions are what the residuals of the judge leave of Y. */
async function wrongPredictions({ drawn, problems, alphas, fit }: Done): Promise<Finding[]> {
  const { posed } = drawn;
  const told = await library(() => predict(fit, posed.X));
  const explained: number[] = [];
  for (const [b, problem] of problems.entries()) {
    const { residuals, rounding } = judge(problem, alphas[b]!, returnedOf(fit, problem));
    const near = 10 * rounding.residual * Math.sqrt(problem.rows.length) + shifted(1, -1070 - problem.exponent);
    for (const [k, t] of problem.tasks.entries()) {
      const target = problem.targets[k]!.hi;
      for (const [at, i] of problem.rows.entries()) {
        const value = target[at]! - residuals[k]!.hi[at]!;
        const own = shifted(told.values[i * posed.Y.cols + t]!, -problem.exponent);
        if (!posed.weights && problem.counts[k]![at]! > 0 && !(Math.abs(own - value) <= near)) {
          return [finding('predict', `sample ${i}, task ${t}: ${own} instead of ${value}`)];
        }
      }
      const mean = target.reduce((sum, y) => sum + y, 0) / target.length;
      if (target.every((y) => y === target[0])) return [];
      const total = target.reduce((sum, y) => sum + (y - mean) ** 2, 0);
      explained.push(1 - residuals[k]!.hi.reduce((sum, r) => sum + r * r, 0) / total);
    }
  }
  const all = explained.reduce((sum, part) => sum + part, 0) / explained.length;
  if (posed.weights || posed.Y.values.some(Number.isNaN) || !(Math.abs(all) < 1e3)) return [];
  const scored = await library(() => score(fit, posed.X, posed.Y));
  return Math.abs(scored - all) <= 1e-6 ? [] : [finding('score', `${scored} instead of ${all}`)];
}

async function wrongJSON({ fit }: Done): Promise<Finding[]> {
  const read = (await library(() => modelFromJSON(JSON.stringify(modelToJSON(fit))))) as LinearFit;
  return sameFits(read, fit) ? [] : [finding('json', 'a model that was read is not what was written')];
}

async function wrongMaxima({ drawn, problems, alphas }: Done): Promise<Finding[]> {
  if (problems.some((problem) => isSmooth(problem, 1))) return [];
  const { X, Y, weights } = drawn.posed;
  const how = weights && { sampleWeight: weights };
  const maxima = await library(() => drawn.make(alphas[0]!).alphaMax(X, Y, how));
  return problems.flatMap((problem, b) => {
    const { alpha, slack } = largestAlpha(problem);
    const near = 1e-9 * alpha + 2 * slack + shifted(1, -1070);
    if (!Number.isFinite(alpha) && !Number.isFinite(maxima[b]!)) return [];
    return Math.abs(maxima[b]! - alpha) <= near
      ? []
      : [finding('alphaMax', `problem ${b}: ${maxima[b]} instead of ${alpha}, slack ${near}`)];
  });
}

/** What is done with a fit beside judging it, and what is wrong with that. */
export async function wrongAfter(done: Done): Promise<Finding[]> {
  const { after, tol } = done.drawn.draw;
  if (after === 'predict') return wrongPredictions(done);
  if (after === 'json') return wrongJSON(done);
  if (after === 'alphaMax') return wrongMaxima(done);
  if (after === 'again')
    return sameFits(await done.again(), done.fit) ? [] : [finding('again', 'the same fit gives another')];
  if (after !== 'goOn' || !done.fit.converged) return [];
  const next = await done.again({ init: done.fit });
  if (!next.converged)
    return [finding('goOn', `from a solution to gaps ${next.problems.map((p) => p.relativeGap)}, tol ${tol}`)];
  if (done.drawn.draw.solver !== 'auto') return [];
  const same = sameBits(next.coef.values, done.fit.coef.values) && next.iterations === 0;
  return same ? [] : [oddity('goOn', `it moves from a solution, ${next.iterations} iterations, tol ${tol}`)];
}

/** A problem that says that no more is possible must not get far in as many steps again. */
export async function wrongPrecision({ drawn, fit, again }: Done): Promise<Finding[]> {
  if (fit.problems.every(({ stopped }) => stopped !== 'precision')) return [];
  const next = await again({ init: fit, maxIter: 2 * drawn.draw.maxIter });
  return fit.problems.flatMap(({ stopped, relativeGap: before }, b) => {
    const { relativeGap: after } = next.problems[b]!;
    if (stopped !== 'precision' || !(after < 0.8 * before)) return [];
    const text = `problem ${b}: from ${before} to ${after}, tol ${drawn.draw.tol}, solver ${fit.solver}`;
    return [oddity(`precision too early (${fit.solver.split(', ').at(-1)})`, text)];
  });
}
