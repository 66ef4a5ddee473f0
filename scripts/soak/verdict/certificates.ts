import type { LinearFit, ProblemFit } from 'tensor-lasso';
import { largestAlpha } from '../judge/gap.js';
import { isSmooth, type Judgement, judge, type Returned } from '../judge/judge.js';
import { shifted } from '../judge/power.js';
import type { Problem } from '../judge/problem.js';
import { type Finding, finding, oddity } from './finding.js';
import type { Asked } from './record.js';

/** Parts by which two ways to the same sum may differ. */
const CLOSE = 1e-9;

/** What a fit says of a problem, and what is true of it. */
interface Case {
  readonly b: number;
  readonly problem: Problem;
  readonly told: ProblemFit;
  readonly found: Judgement;
}

/** The coefficients of a problem. */
export const returnedOf = (
  { coef, intercept }: Pick<LinearFit, 'coef' | 'intercept'>,
  { tasks }: Problem,
): Returned => ({
  coef: tasks.map((t) => coef.values.subarray(t * coef.cols, (t + 1) * coef.cols)),
  intercept: Float64Array.from(tasks, (t) => intercept[t]!),
});

/** What is left of squares near the end of the range of doubles, in units of a problem. */
const granular = ({ exponent }: Problem): number => shifted(1, -1070 - 2 * exponent);

const shown = (x: number): string => x.toPrecision(6);

/** Where all of Y, but for rounding, is explained by what is not penalised, relative gaps mean nothing. */
const isEmpty = ({ meanSquare, rounding }: Judgement): boolean => meanSquare <= 100 * rounding.meanSquare;

/** A gap that is told must not be below what can be proven. */
function wrongGap({ b, problem, told, found }: Case, tol: number): Finding[] {
  const { gap, plainGap, meanSquare, rounding, objective } = found;
  // What objectives that are doubles cannot tell apart is no gap.
  const slack = found.slack + 2 ** -53 * objective;
  const relative = told.relativeGap * (meanSquare || 1);
  const least = gap * (1 - 1e-6) - slack;
  const text = (what: number): string =>
    `problem ${b}: ${shown(what)} is told, ${shown(gap)} is true, slack ${shown(slack)}, ‖Y‖²/n ${shown(meanSquare)}, tol ${tol}`;
  const absolute = shifted(told.dualGap, -2 * problem.exponent);
  const near = 2 * CLOSE * relative + (relative * rounding.meanSquare) / (meanSquare || 1) + granular(problem);
  const empty = isEmpty(found);
  return [
    ...(!empty && relative < least - (relative * rounding.meanSquare) / (meanSquare || 1)
      ? [finding(`gap understated${told.converged ? '' : ', not converged'}`, text(relative))]
      : []),
    ...(!empty && told.converged && relative >= least && gap > (1 + 1e-3) * tol * meanSquare + 1e-14 * meanSquare
      ? [oddity('gap above tol, within rounding', text(relative))]
      : []),
    ...(empty && absolute < least - granular(problem) ? [finding('gap of nothing understated', text(absolute))] : []),
    ...(!empty && Math.abs(absolute - relative) > near
      ? [finding('dualGap and relativeGap', `problem ${b}: ${shown(absolute)} and ${shown(relative)}`)]
      : []),
    ...(!empty && !told.converged && plainGap + slack < 0.3 * tol * meanSquare && relative > 3 * plainGap
      ? [oddity('gap overstated', text(relative))]
      : []),
  ];
}

function wrongSums({ b, problem, told, found }: Case): Finding[] {
  const compare = (what: 'objective' | 'deviance', slack: number): Finding[] => {
    const own = shifted(told[what], -2 * problem.exponent);
    const near = CLOSE * found[what] + 2 * slack + granular(problem);
    if (Math.abs(own - found[what]) <= near) return [];
    return [finding(what, `problem ${b}: ${own} is told, ${found[what]} is true, slack ${shown(near)}`)];
  };
  return [...compare('objective', found.objectiveSlack), ...compare('deviance', found.rounding.loss2)];
}

/** Residuals must be orthogonal to what is not penalised. */
function wrongRest({ b, problem, found }: Case): Finding[] {
  const { left, leftOfMean, least, blurred, rounding } = found;
  const fine = 10 * rounding.residual + shifted(1, -1070 - problem.exponent);
  if (leftOfMean > fine) {
    return [
      finding('intercept', `problem ${b}: the mean of the residuals is ${shown(leftOfMean)}, slack ${shown(fine)}`),
    ];
  }
  if (blurred || left <= (10 * fine) / least) return [];
  return [
    finding('unpenalised features', `problem ${b}: they explain ${shown(left)} still, slack ${shown(fine / least)}`),
  ];
}

/** Above the largest alpha nothing is selected, from zero at least. */
function wrongSupport({ b, problem, told, found }: Case, fit: LinearFit, { fromZero }: Asked): Finding[] {
  if (!fromZero || isSmooth(problem, told.alpha) || isEmpty(found)) return [];
  const { alpha, slack } = largestAlpha(problem);
  if (!(told.alpha > alpha * (1 + 1e-7) + slack)) return [];
  const { factors } = problem.posed;
  const selected = problem.tasks.flatMap((t) =>
    Array.from(fit.coef.values.subarray(t * fit.coef.cols, (t + 1) * fit.coef.cols)).flatMap((w, j) =>
      w !== 0 && factors?.[j] !== 0 ? [j] : [],
    ),
  );
  if (selected.length === 0) return [];
  return [finding('selected above alphaMax', `problem ${b}: features ${selected}, alpha ${told.alpha} of ${alpha}`)];
}

/** What is wrong with what a fit says of its coefficients. */
export function wrongCertificates(fit: LinearFit, asked: Asked): Finding[] {
  return asked.problems.flatMap((problem, b) => {
    if (!problem) return [finding('no sample', `problem ${b} is fitted to nothing`)];
    // How many samples there are is a matter of taste then.
    if (problem.lopsided) return [];
    const told = fit.problems[b]!;
    const found = judge(problem, told.alpha, returnedOf(fit, problem));
    const one = { b, problem, told, found };
    return [...wrongGap(one, asked.tol), ...wrongSums(one), ...wrongRest(one), ...wrongSupport(one, fit, asked)];
  });
}
