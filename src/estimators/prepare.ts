import { deviations } from '../data/deviations.js';
import { type Matrix, row } from '../data/matrix.js';
import { projectOut } from '../data/project-out.js';
import { weighted } from '../data/weighted.js';
import { pacer } from '../threads/pacer.js';
import { checkColumns } from './check-columns.js';
import { feasible } from './feasible.js';
import type { LinearFit } from './linear-fit.js';
import type { Data } from './model.js';
import type { CheckedOptions } from './options.js';

/** What a fit is made of. */
type Restored = Pick<LinearFit, 'coef' | 'intercept'>;

/** A problem with neither sample weights nor features that are never penalised, and the way back from its solution. */
export interface Prepared {
  readonly data: Data;
  /** Whether the columns are still to be centred. */
  readonly fitIntercept: boolean;
  /** What the penalty of each feature counts: above 0. */
  readonly factors: Float64Array | undefined;
  /** The unit of each feature: its penalty is that of w_j units_j. */
  readonly units: Float64Array | undefined;
  /** Where this problem starts, if the one that was asked for is to start at these coefficients, allowed or not. */
  start(coef: Matrix): Matrix;
  /** Coefficients and intercepts of the problem that was asked for, from those of this one. */
  restore(fit: Restored): Restored | Promise<Restored>;
}

/** `ȳ − W x̄`. */
export const intercepts = (W: Matrix, xMeans: Float64Array, yMeans: Float64Array): Float64Array =>
  yMeans.map((mean, t) => row(W, t).reduce((value, w, j) => value - w * xMeans[j]!, mean));

/** `y − X w` of task t, passing over features that w does not use. */
function residual(X: Matrix, Y: Matrix, W: Matrix, t: number): Float64Array {
  const w = row(W, t);
  const used = Array.from(w.keys()).filter((j) => w[j] !== 0);
  return Float64Array.from({ length: X.rows }, (_, i) => {
    let left = Y.values[i * Y.cols + t]!;
    for (let k = 0; k < used.length; k++) left -= X.values[i * X.cols + used[k]!]! * w[used[k]!]!;
    return left;
  });
}

interface How {
  /** One for each sample, at least 0. */
  readonly weights: Float64Array | undefined;
  /** Whether the columns are to be centred here, if there is an intercept. */
  readonly centred: boolean;
  /** Called before X is looked at. */
  readonly checkX: () => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sample weights as scaled samples, and features that are never penalised as what they explain: taken off the others and off
 * the targets, to be fitted when the others are known. Both leave a problem whose objective and gap are those that were asked for.
 */
export async function prepare(
  [X, Y]: Data,
  options: Pick<CheckedOptions, 'fitIntercept' | 'standardize' | 'positive' | 'penaltyFactor'>,
  { weights: given, centred, checkX, signal }: How,
): Promise<Prepared> {
  const { fitIntercept, standardize, penaltyFactor } = options;
  if (standardize) checkX();
  const breathe = pacer(signal);
  const units = standardize ? await deviations(X, given, breathe) : undefined;
  const factors = penaltyFactor && Float64Array.from(penaltyFactor);
  const free = factors ? Array.from(factors.keys()).filter((j) => factors[j] === 0) : [];
  if (!given && !centred && free.length === 0) {
    const start = (coef: Matrix): Matrix => feasible(coef, options);
    return { data: [X, Y], fitIntercept, factors, units, start, restore: (fit) => fit };
  }
  checkX();
  checkColumns(X, 0);
  const weights = given ?? new Float64Array(X.rows).fill(1);
  const x = await weighted(X, weights, fitIntercept, breathe);
  const y = await weighted(Y, weights, fitIntercept, breathe);
  const projection = await projectOut(x.matrix, free, breathe);
  const data = free.length > 0 ? ([await projection.others(), await projection.off(y.matrix)] as const) : undefined;
  return {
    data: data ?? [x.matrix, y.matrix],
    fitIntercept: false,
    factors: factors?.map((factor) => factor || 1),
    units,
    start(coef) {
      const others = feasible(coef, options);
      for (const j of free) for (let t = 0; t < coef.rows; t++) others.values[t * coef.cols + j] = 0;
      return others;
    },
    async restore({ coef }) {
      const all = { ...coef, values: coef.values.slice() };
      for (let t = 0; free.length > 0 && t < coef.rows; t++) {
        const own = projection.fitColumn(residual(x.matrix, y.matrix, coef, t));
        free.forEach((j, place) => {
          all.values[t * coef.cols + j] = own[place]!;
        });
        const pause = breathe();
        if (pause) await pause;
      }
      return { coef: all, intercept: intercepts(all, x.means, y.means) };
    },
  };
}
