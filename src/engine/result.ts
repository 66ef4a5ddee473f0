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

/** One problem, in the units of the data. */
interface EngineResult {
  readonly objective: number;
  readonly dualGap: number;
  readonly relativeGap: number;
  /** `‖Y − XW‖²/n`. */
  readonly deviance: number;
  readonly passes: number;
}

/** Coefficients, shape (tasks, features), intercepts and certificates, in the units of the data. */
export interface Results {
  readonly coef: Matrix;
  readonly intercept: Float64Array;
  readonly problems: readonly EngineResult[];
}

/** Places of features in ascending order, so that sums over them do not depend on how they came; nothing if they are. */
function ascending(features: Int32Array): Int32Array | undefined {
  let s = 1;
  while (s < features.length && features[s]! > features[s - 1]!) s++;
  if (s >= features.length) return undefined;
  return features.map((_, place) => place).sort((a, b) => features[a]! - features[b]!);
}

export function resultsOf({ p, scale, factors, means }: Design, points: readonly Point[], targets: Targets): Results {
  const coef = zeros(targets.means.length, p);
  const { values } = coef;
  const intercept = targets.means.slice();
  const unit = scale / targets.scale;
  let last: Int32Array | undefined;
  let order: Int32Array | undefined;
  points.forEach(({ problem: { tasks }, features, W, at = 0 }, b) => {
    const wide = width(tasks);
    if (features !== last) order = ascending(features);
    last = features;
    const first = b * tasks;
    let offset = intercept[first]!;
    for (let k = 0; k < features.length; k++) {
      const s = order ? order[k]! : k;
      const j = features[s]!;
      const factor = factors[j]!;
      const mean = means[j]!;
      const from = at + s * wide;
      const w = W[from]! * factor + 0; // no −0
      values[first * p + j] = w * unit;
      offset -= mean * w;
      for (let t = 1; t < tasks; t++) {
        const w = W[from + t]! * factor + 0;
        values[(first + t) * p + j] = w * unit;
        intercept[first + t]! -= mean * w;
      }
    }
    intercept[first] = offset;
  });
  for (let t = 0; t < intercept.length; t++) intercept[t]! /= targets.scale;
  return {
    coef,
    intercept,
    problems: points.map(({ loss2, ridge, penalty, gap, passes, problem }) => ({
      objective: (loss2 / 2 + penalty) / targets.scale / targets.scale,
      dualGap: gap / targets.scale / targets.scale,
      relativeGap: gap / (problem.meanSquare || 1),
      deviance: Math.max(0, loss2 - ridge) / targets.scale / targets.scale,
      passes,
    })),
  };
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
