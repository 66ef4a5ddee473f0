import { type ProblemFit, problemFit } from '../certificate/problem-fit.js';
import { inRange } from '../data/in-range.js';
import { type Matrix, zeros } from '../data/matrix.js';
import type { Progress } from '../solvers/solve.js';
import type { Design } from './design.js';
import { type Problem, type State, width } from './problem.js';
import type { Targets } from './targets.js';

/** Where a problem stands: what is told of it. */
export interface Point extends Pick<State, 'features' | 'loss2' | 'ridge' | 'penalty' | 'gap' | 'nonZeros' | 'passes'> {
  readonly problem: Pick<Problem, 'tasks' | 'meanSquare'>;
  /** Its coefficients are those of `W` from `at` on. @default 0 */
  readonly W: Float64Array;
  readonly at?: number;
}

/** Coefficients, shape (tasks, features), intercepts and certificates, in the units of the data. */
export interface Results {
  readonly coef: Matrix;
  readonly intercept: Float64Array;
  readonly problems: readonly ProblemFit[];
}

/** Places of features in ascending order, so that sums over them do not depend on how they came; nothing if they are. */
function ascending(features: Int32Array): Int32Array | undefined {
  let s = 1;
  while (s < features.length && features[s]! > features[s - 1]!) s++;
  if (s >= features.length) return undefined;
  return features.map((_, place) => place).sort((a, b) => features[a]! - features[b]!);
}

interface How {
  /** Of each point, or one for all. */
  readonly alphas: readonly number[];
  readonly tol: number;
  readonly maxIter: number;
  /** To be written over. @default a new matrix */
  readonly coef?: Matrix | undefined;
}

/** What points are in the units of the data. */
export function resultsOf(
  { p, scale, factors, means }: Design,
  points: readonly Point[],
  targets: Targets,
  { alphas, coef: used, ...limits }: How,
): Results {
  const coef = used ?? zeros(targets.means.length, p);
  used?.values.fill(0);
  const { values } = coef;
  const intercept = targets.means.slice();
  const unit = scale / targets.scale;
  let last: Int32Array | undefined;
  let order: Int32Array | undefined;
  const problems = points.map((point, b) => {
    const { features, W, at = 0, loss2, passes } = point;
    const { tasks, meanSquare } = point.problem;
    const wide = width(tasks);
    if (features !== last) order = ascending(features);
    last = features;
    for (let k = 0; k < features.length; k++) {
      const s = order ? order[k]! : k;
      const j = features[s]!;
      const factor = factors[j]!;
      const mean = means[j]!;
      const first = at + s * wide;
      for (let t = 0; t < tasks; t++) {
        const moved = W[first + t]!;
        if (moved === 0) continue;
        const w = moved * factor + 0; // no −0
        values[(b * tasks + t) * p + j] = inRange(w * unit);
        intercept[b * tasks + t]! -= mean * w;
      }
    }
    const found = {
      alpha: alphas[Math.min(b, alphas.length - 1)]!,
      objective: loss2 / 2 + point.penalty,
      gap: point.gap,
      deviance: Math.max(0, loss2 - point.ridge),
      meanSquare,
      iterations: passes,
    };
    return problemFit(found, 1 / targets.scale, limits);
  });
  for (let t = 0; t < intercept.length; t++) intercept[t]! /= targets.scale;
  return { coef, intercept, problems };
}

/** How far problems are of which some are open still. */
export function progressOf(points: readonly Point[], open: readonly Point[]): Progress {
  return {
    iterations: points.reduce((most, { passes }) => Math.max(most, passes), 0),
    problems: points.length,
    solved: points.length - open.length,
    worstGap: open.reduce((worst, { gap, problem }) => Math.max(worst, gap / (problem.meanSquare || 1)), 0),
    nonZeros: points.reduce((sum, { nonZeros }) => sum + nonZeros, 0),
  };
}
