import { inRange } from '../data/in-range.js';
import { columnsOf, rowsOf } from '../data/matrix.js';
import { type Pattern, patternsOf } from '../data/observed.js';
import { correlationsOf } from '../engine/blocks/block-problem.js';
import { sparseGroupDual } from '../penalties/sparse-group.js';
import { alphaMaxima } from './alpha-max.js';
import { type BlockSetup, fitsByBlocks } from './block-fits.js';
import { fitsAlong, isSmooth, merged } from './fits.js';
import type { Alphas } from './job.js';
import type { LinearFit } from './linear-fit.js';
import { maskedSetup } from './masked-setup.js';
import type { Model, PathFitOptions } from './model.js';
import type { CheckedOptions } from './options.js';
import { type ReadProblem, readProblem } from './read-problem.js';
import type { Observer } from './trace.js';

/** A model, and data of which targets are missing. */
interface Masked {
  readonly model: Model;
  readonly options: CheckedOptions;
  readonly problem: Pick<ReadProblem, 'name' | 'data' | 'weights' | 'checkX'>;
  readonly how: ReadProblem['how'];
}

/** What is there of the samples of a pattern, and how it is to be fitted. */
async function partOf({ model, options, problem: { name, data, weights }, how }: Masked, { rows, columns }: Pattern) {
  const { init, ...rest } = how;
  const own: PathFitOptions = {
    ...rest,
    ...(weights && { sampleWeight: Float64Array.from(rows, (i) => weights[i]!) }),
    ...(init && { init: { coef: rowsOf(init.coef, columns) } }),
  };
  const [X, Y] = data;
  const problem = await readProblem(
    name,
    { model, options: { ...options, missing: 'error' } },
    [rowsOf(X, rows), columnsOf(rowsOf(Y, rows), columns)],
    own,
  );
  return { problem, how: problem.how };
}

/** Each pattern by itself, one after the other: its tasks are problems of their own, or there is no other pattern. */
async function* fitsOfPatterns(masked: Masked, patterns: readonly Pattern[], steps: readonly Alphas[], seen: Observer) {
  let { init } = masked.how;
  const all = masked.problem.data[1].cols;
  for (const alphas of steps) {
    const fits: LinearFit[] = [];
    let solved = 0;
    for (const pattern of patterns) {
      const part = await partOf({ ...masked, how: { ...masked.how, ...(init && { init }) } }, pattern);
      const own = alphas.length === 1 ? alphas : pattern.columns.map((t) => alphas[t]!);
      const onProgress: Observer['onProgress'] =
        seen.onProgress &&
        ((progress) =>
          seen.onProgress!({
            ...progress,
            problems: masked.model.joint ? 1 : all,
            solved: progress.solved + solved,
          }));
      const { model, options } = masked;
      const task = { model, options, ...part, seen: { ...seen, onProgress } };
      for await (const fit of fitsAlong(task, [own])) fits.push(fit);
      solved += pattern.columns.length;
    }
    const fit =
      patterns.length === 1
        ? fits[0]!
        : merged(
            fits,
            patterns.map(({ columns }) => columns),
          );
    init = fit;
    yield fit;
  }
}

/** All patterns together: the tasks are one problem. */
async function* fitsTogether({ model, options, problem, how }: Masked, steps: readonly Alphas[], seen: Observer) {
  const { name } = problem;
  if (steps.flat().some((alpha) => isSmooth(model, alpha))) {
    throw new RangeError(`${name}: alpha and l1Ratio must be above 0 where entries of Y are missing, got 0`);
  }
  if (options.solver !== 'auto' || model.groups || model.penalty) {
    const got = model.groups ? 'groups' : model.penalty ? 'a penalty of its own' : `solver ${options.solver}`;
    throw new RangeError(`${name}: entries of Y must all be there with ${got}, or missing from whole samples`);
  }
  problem.checkX();
  const setup = await maskedSetup(model, options, problem, how);
  for await (const fit of fitsByBlocks({ options, steps, how, seen }, [setup], () => new Float64Array(0))) {
    yield { ...fit, ...setup.complete(fit.coef) };
  }
}

/** Fits along alphas where entries of Y are missing. */
export function maskedFits(masked: Masked, steps: readonly Alphas[], seen: Observer): AsyncGenerator<LinearFit> {
  const patterns = patternsOf(masked.problem.data[1]);
  const alone = !masked.model.joint || patterns.length === 1;
  return alone ? fitsOfPatterns(masked, patterns, steps, seen) : fitsTogether(masked, steps, seen);
}

/** `size / weight`, of a weight that may have been kept from the ends of float64. */
function alphaAt(size: number, weight: number): number {
  if (weight < 2 ** -1022) return Infinity;
  return weight > 2 ** 1023 ? 0 : size / weight;
}

/** The alpha at which a problem is about to move from 0. */
function maximumOf({ problem, weights }: BlockSetup, positive: boolean): number {
  const W = problem.blocks.map((block) => new Float64Array(block.length * problem.targets.length));
  const point = { W, R: problem.targets };
  return weights.reduce((most, { l1, l2 }, b) => {
    const c = correlationsOf({ ...problem, weights: () => weights[b]!, positive }, point, b);
    const size = sparseGroupDual(positive ? c.map((value) => Math.max(value, 0)) : c, l1 / (l1 + l2));
    return Math.max(most, size === 0 ? 0 : inRange(alphaAt(size, l1 + l2), 'alpha'));
  }, 0);
}

/** The smallest alpha of each problem at which all coefficients that are penalised are 0, where entries of Y are missing. */
export async function maskedMaxima(masked: Masked): Promise<Float64Array> {
  const { model, options, problem, how } = masked;
  const patterns = patternsOf(problem.data[1]);
  if (model.joint && patterns.length > 1) {
    problem.checkX();
    return Float64Array.of(maximumOf(await maskedSetup(model, options, problem, how), options.positive));
  }
  const maxima = new Float64Array(model.joint ? 1 : problem.data[1].cols);
  for (const pattern of patterns) {
    const part = await partOf(masked, pattern);
    part.problem.checkX();
    const own = alphaMaxima(model, await part.problem.prepare('norms'), options.positive);
    own.forEach((most, b) => {
      maxima[model.joint ? 0 : pattern.columns[b]!] = most;
    });
  }
  return maxima;
}
