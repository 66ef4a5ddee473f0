import { deviations } from '../data/deviations.js';
import { type Matrix, row, zeros } from '../data/matrix.js';
import { projectOut } from '../data/project-out.js';
import { weighted } from '../data/weighted.js';
import { feasible } from './feasible.js';
import type { LinearFit } from './linear-fit.js';
import type { Data } from './model.js';
import type { CheckedOptions } from './options.js';

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
  restore(fit: Pick<LinearFit, 'coef' | 'intercept'>): Pick<LinearFit, 'coef' | 'intercept'>;
}

/** `ȳ − W x̄`. */
export const intercepts = (W: Matrix, xMeans: Float64Array, yMeans: Float64Array): Float64Array =>
  yMeans.map((mean, t) => row(W, t).reduce((value, w, j) => value - w * xMeans[j]!, mean));

/** `Y − X Wᵀ`, passing over features that W does not use. */
function residual(X: Matrix, Y: Matrix, W: Matrix): Matrix {
  const R = { ...Y, values: Y.values.slice() };
  for (let t = 0; t < W.rows; t++) {
    const w = row(W, t);
    for (let i = 0; i < X.rows; i++) {
      const x = row(X, i);
      let fitted = 0;
      for (let j = 0; j < w.length; j++) if (w[j] !== 0) fitted += x[j]! * w[j]!;
      R.values[i * R.cols + t]! -= fitted;
    }
  }
  return R;
}

/**
 * Sample weights as scaled samples, and features that are never penalised as what they explain: taken off the others and off
 * the targets, to be fitted when the others are known. Both leave a problem whose objective and gap are those that were asked for.
 *
 * @param how - `weights`: one for each sample, at least 0; `checkX`: called before X is looked at
 */
export function prepare(
  [X, Y]: Data,
  options: Pick<CheckedOptions, 'fitIntercept' | 'standardize' | 'positive' | 'penaltyFactor'>,
  { weights: given, checkX }: { weights: Float64Array | undefined; checkX: () => void },
): Prepared {
  const { fitIntercept, standardize, penaltyFactor } = options;
  if (standardize) checkX();
  const units = standardize ? deviations(X, given) : undefined;
  const factors = penaltyFactor && Float64Array.from(penaltyFactor);
  const free = factors ? Array.from(factors.keys()).filter((j) => factors[j] === 0) : [];
  if (!given && free.length === 0) {
    const start = (coef: Matrix): Matrix => feasible(coef, options);
    return { data: [X, Y], fitIntercept, factors, units, start, restore: (fit) => fit };
  }
  checkX();
  const weights = given ?? new Float64Array(X.rows).fill(1);
  const [x, y] = [weighted(X, weights, fitIntercept), weighted(Y, weights, fitIntercept)];
  const projection = projectOut(x.matrix, free);
  return {
    data: [projection.X, projection.off(y.matrix)],
    fitIntercept: false,
    factors: factors?.map((factor) => factor || 1),
    units,
    start(coef) {
      const others = feasible(coef, options);
      for (const j of free) for (let t = 0; t < coef.rows; t++) others.values[t * coef.cols + j] = 0;
      return others;
    },
    restore({ coef }) {
      const all = zeros(coef.rows, coef.cols);
      all.values.set(coef.values);
      const rest = projection.fit(residual(x.matrix, y.matrix, coef));
      free.forEach((j, place) => {
        for (let t = 0; t < coef.rows; t++) all.values[t * coef.cols + j] = rest.values[place * coef.rows + t]!;
      });
      return { coef: all, intercept: intercepts(all, x.means, y.means) };
    },
  };
}
