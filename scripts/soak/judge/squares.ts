import { basisOf, takeOff } from './basis.js';
import type { Found } from './gap.js';
import { basesOf, type Point, type Problem } from './problem.js';
import { exactly, type Twofold } from './twofold.js';

/** A column of which less is left than this is not looked at: what it explains beside those before it is nothing that float64 can tell. */
const CLEAR = 1e-9;

/** A list with entries behind it. */
const longer = ({ hi, lo }: Twofold, more: Float64Array): Twofold => {
  const long = { hi: new Float64Array(hi.length + more.length), lo: new Float64Array(hi.length + more.length) };
  long.hi.set(hi);
  long.lo.set(lo);
  long.hi.set(more, hi.length);
  return long;
};

/**
 * The gap of least squares and ridges: half of the mean square of what the columns still explain of the residuals, where a ridge is
 * samples of its own: of weight `n ridge_j`, x 1 for feature j, target 0. Columns that hardly differ from those before them are not
 * looked at, so that this is not above what is true.
 */
export function projectedGap(problem: Problem, alpha: number, { W, residuals, rounding, deviance }: Point): Found {
  const { columns, counts, total, posed, ones } = problem;
  const used = columns.flatMap((_, j) => (posed.factors?.[j] === Infinity ? [] : [j]));
  const ridges = new Float64Array(columns.length);
  for (const { features, ridge } of problem.blocks) {
    for (const [k, j] of features.entries()) ridges[j] = ridge(alpha, k);
  }
  const more = ridges.some((ridge) => ridge > 0) ? columns.length : 0;
  const none = new Float64Array(more);
  const place = (j: number): Float64Array => none.map((_, k) => (k === j ? 1 : 0));
  const extended = used.map((j) => longer(columns[j]!, place(j)));
  const all = [...(posed.fitIntercept ? [longer(ones, none)] : []), ...extended];
  const bases = basesOf(counts, (v) => {
    const long = longer(
      exactly(v),
      ridges.subarray(0, more).map((ridge) => ridge * total),
    ).hi;
    return basisOf(all, long, { means: posed.fitIntercept, dependent: CLEAR });
  });
  let [explained, penalty] = [0, 0];
  residuals.forEach((r, t) => {
    explained +=
      takeOff(
        longer(
          r,
          W[t]!.subarray(0, more).map((w) => -w),
        ),
        bases[t]!,
      ) / total;
    W[t]!.forEach((w, j) => {
      penalty += (ridges[j]! * w * w) / 2;
    });
  });
  // What is wrong with the residual is orthogonal to nothing; singular vectors err more than sums do.
  const error = 10 * (rounding.residual + rounding.gamma * Math.sqrt(deviance + 2 * penalty));
  return { penalty, gap: explained / 2, plainGap: explained / 2, slack: Math.sqrt(explained) * error + error ** 2 };
}
