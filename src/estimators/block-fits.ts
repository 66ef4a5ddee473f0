import { type ProblemFit, problemFit } from '../certificate/problem-fit.js';
import { zeros } from '../data/matrix.js';
import type { BlockPoint, BlockProblem } from '../engine/blocks/block-problem.js';
import { solveBlocks } from '../engine/blocks/block-solve.js';
import type { Weights } from '../engine/row-penalty.js';
import { throwIfAborted } from '../threads/abort.js';
import { pacer } from '../threads/pacer.js';
import type { Job } from './job.js';
import type { LinearFit } from './linear-fit.js';
import { summary } from './model.js';
import { choosePlace } from './place.js';
import type { Scaled } from './scaled.js';

/** A problem in units of its own, and where it stands. */
export interface BlockSetup {
  readonly problem: Omit<BlockProblem, 'weights' | 'positive'>;
  readonly point: BlockPoint;
  /** `Σ_t ‖y_t‖²/n`. */
  readonly meanSquare: number;
  /** What weights at alpha 1 of each block are in these units. */
  readonly weights: readonly Weights[];
  /** The unit of the targets. */
  readonly scale: number;
  /** Coefficients of task t, in units of the data, one for each feature; those of features without a block are 0. */
  coefficients(task: number): Float64Array;
}

/** A weight below this is as good as none, and one above its inverse as good as any. */
const LEAST = 2 ** -900;

/**
 * What a feature's norms and its ridge count in units of scaled data, neither 0 nor infinite; columns that are in standard units have none
 * of their own.
 */
export function inScaled(
  { l1, l2, ridge }: Weights,
  { x, y, standard }: { readonly x: Scaled; readonly y: Scaled; readonly standard: boolean },
): Weights {
  const scale = standard ? 1 : x.scale;
  const norms = Math.min(Math.max(1 / scale / y.scale, Number.MIN_VALUE), Number.MAX_VALUE);
  return { l1: l1 * norms, l2: l2 * norms, ridge: ridge / scale / scale };
}

const times = (alpha: number, weight: number): number =>
  weight === 0 ? 0 : Math.min(Math.max(alpha * weight, LEAST), 1 / LEAST);

type Fitted = Pick<Job, 'options' | 'how' | 'seen'>;

/** Fits each problem at its alpha, from where it stands. */
async function fitBlocks(setups: readonly BlockSetup[], alphas: readonly number[], { options, how, seen }: Fitted) {
  const { tol, maxIter, positive } = options;
  const breathe = pacer(how.signal);
  const nonZeros = (): number =>
    setups.reduce((sum, { point }) => sum + point.W.filter((w) => w.some((value) => value !== 0)).length, 0);
  const problems: ProblemFit[] = [];
  for (const [b, { problem, point, meanSquare, weights, scale }] of setups.entries()) {
    const alpha = alphas[Math.min(b, alphas.length - 1)]!;
    const own = weights.map(({ l1, l2, ridge }) => ({
      l1: times(alpha, l1),
      l2: times(alpha, l2),
      ridge: times(alpha, ridge),
    }));
    const { objective, gap, deviance, passes } = await solveBlocks(
      { ...problem, weights: (block) => own[block]!, positive },
      point,
      {
        goal: tol * meanSquare,
        maxPasses: maxIter,
        breathe,
        onLook(certificate, iterations) {
          throwIfAborted(how.signal);
          const relative = certificate.gap / (meanSquare || 1);
          const [solved, worstGap] = relative <= tol ? [b + 1, 0] : [b, relative];
          seen.onProgress?.({ iterations, problems: setups.length, solved, worstGap, nonZeros: nonZeros() });
        },
      },
    );
    const found = { alpha, objective, gap, deviance, meanSquare, iterations: passes };
    problems.push(problemFit(found, scale, options));
  }
  return problems;
}

/**
 * Fits by block coordinate descent in float64, along alphas.
 *
 * @param intercepts - of coefficients, shape (tasks, features)
 */
export async function* fitsByBlocks(
  job: Fitted & Pick<Job, 'steps'>,
  setups: readonly BlockSetup[],
  intercepts: (coef: LinearFit['coef']) => Float64Array,
): AsyncGenerator<LinearFit> {
  const { backend, warnings } = await choosePlace('auto', 0);
  for (const alphas of job.steps) {
    job.seen.watch.enter('solve');
    const problems = await fitBlocks(setups, alphas, job);
    job.seen.watch.enter('download');
    const rows = setups.flatMap((setup) => setup.point.R.map((_, t) => setup.coefficients(t)));
    const coef = zeros(rows.length, rows[0]!.length);
    rows.forEach((row, t) => {
      coef.values.set(row, t * coef.cols);
    });
    yield { coef, intercept: intercepts(coef), ...summary(problems), solver: 'blocks', backend, warnings };
  }
}
