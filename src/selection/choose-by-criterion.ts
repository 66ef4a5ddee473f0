import { check } from '../arguments/check.js';
import { any, number, oneOf, type Rules } from '../arguments/rules.js';
import { type Matrix, minus } from '../data/matrix.js';
import { asMatrix } from '../data/to-matrix.js';
import { toVector, type VectorInput } from '../data/to-vector.js';
import { type LinearFit, predictions } from '../estimators/linear-fit.js';
import type { EstimatorOptions } from '../estimators/options.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { type Breathe, pacer } from '../threads/pacer.js';
import { checkSome } from './checks.js';
import { aic, aicc, bic, type Evidence, ebic, GAMMA } from './criteria.js';
import { followed } from './degrees-of-freedom.js';
import { rootDeviances } from './deviances.js';
import { checkFamily, made } from './family.js';
import { given } from './given.js';
import { residualVariance } from './noise-variance.js';
import { type MakeEstimator, PATH_RULES, type PathOptions, pathFor, type WithoutAlpha } from './path.js';
import { type ReadData, readData } from './read-data.js';
import { type Solution, solutionsOf } from './solution.js';

export type Criterion = 'aic' | 'aicc' | 'bic' | 'ebic';

/**
 * The variance of the noise: known, of all tasks or of each; `'leastSquares'` as `noiseVariance` estimates it; or `'profiled'`, of
 * each fit the one that makes it most likely, `‖y − ŷ‖²/n`, which rewards fits that leave nothing over beyond measure.
 */
export type Noise = number | VectorInput | 'leastSquares' | 'profiled';

export interface CriterionOptions extends Omit<PathOptions, 'df'> {
  /** @default 'bic' */
  criterion?: Criterion;
  /** Of the EBIC, from 0 to 1. @default 0.5 */
  gamma?: number;
  /** @default 'leastSquares' */
  noise?: Noise;
}

/** A criterion along a path; all of shape (steps, problems). */
export interface CriterionCurve {
  readonly alphas: Matrix;
  /** `degreesOfFreedom`. */
  readonly df: Matrix;
  /** `−2 log L`. */
  readonly deviance: Matrix;
  readonly values: Matrix;
}

export interface CriterionChoice {
  readonly criterion: Criterion;
  readonly curve: CriterionCurve;
  /** Of each task, if it is not `'profiled'`. */
  readonly noiseVariance?: Float64Array;
  /** An alpha, or one for each problem: where the criterion is least. */
  readonly alpha: number | readonly number[];
  /** Step of the curve, for each problem. */
  readonly steps: readonly number[];
  /** At that alpha. */
  readonly fit: LinearFit;
}

const NAME = 'chooseByCriterion';

/** What a criterion says of evidence. */
const VALUES: Readonly<Record<Criterion, (evidence: Evidence, gamma: number) => number>> = { aic, aicc, bic, ebic };

const { df: _, ...ALONG } = PATH_RULES;

/** The noise has rules of its own. */
const RULES: Rules<CriterionOptions> = {
  criterion: oneOf(Object.keys(VALUES)),
  gamma: GAMMA,
  noise: any,
  ...ALONG,
};

/** Variances that are known. */
function readNoise(noise: number | VectorInput, tasks: number): Float64Array {
  const expected = {
    what: `a positive number, one for each of ${tasks} tasks, 'leastSquares' or 'profiled'`,
    length: tasks,
    accepts: (value: number) => value > 0 && value < Infinity,
  };
  if (typeof noise !== 'number') return toVector(`${NAME}: noise`, noise, expected);
  check(NAME, 'noise', noise, number(expected.what, expected.accepts));
  return new Float64Array(tasks).fill(noise);
}

/** Variances of each task, or undefined if they are profiled. */
async function variances(
  noise: Noise,
  data: ReadData,
  how: { readonly fitIntercept: boolean; readonly breathe: Breathe },
): Promise<Float64Array | undefined> {
  const tasks = data.Y.cols;
  if (noise === 'profiled') return undefined;
  if (noise !== 'leastSquares') return readNoise(noise, tasks);
  const { rows: n, cols: p } = data.x.matrix;
  const estimated = await residualVariance(NAME, data, how);
  if (!estimated) {
    throw new RangeError(
      `${NAME}: noise must be given or 'profiled' for no more samples than features, got ${n} x ${p}`,
    );
  }
  const exact = estimated.indexOf(0);
  if (exact < 0) return estimated;
  throw new RangeError(`${NAME}: noise must be given where least squares leave nothing over, got task ${exact}`);
}

/** `log(2π σ²) + r²/σ²` of a task that a fit leaves r of, root mean square; with r² for a variance that is not known. */
function devianceOf(left: number, known: number | undefined, task: number): number {
  const deviation = known === undefined ? left : Math.sqrt(known);
  if (deviation > 0) return Math.log(2 * Math.PI) + 2 * Math.log(deviation) + (left / deviation) ** 2;
  throw new RangeError(`${NAME}: noise must be given where a fit leaves nothing over, got task ${task}`);
}

interface Weighing {
  readonly data: ReadData;
  readonly weights: Float64Array;
  readonly known: Float64Array | undefined;
  /** Parameters of each task that degrees of freedom leave out. */
  readonly extra: number;
  readonly breathe: Breathe;
}

/** Evidence of each problem of a fit. */
async function evidenceOf(fit: LinearFit, solution: Solution, weighing: Weighing): Promise<Evidence[]> {
  const { design, problems } = solution;
  const { data, weights, known, extra, breathe } = weighing;
  const left = rootDeviances(minus(data.Y, predictions(fit, data.X)), { weights, centred: false, joint: false });
  const df = await followed(solution, breathe);
  return problems.map(({ task, W, factor }, b) => {
    const candidates = Array.from({ length: W.cols }, (_, j) => j).filter((j) => factor(j) > 0 && factor(j) < Infinity);
    const selected = candidates.filter((j) => W.values.some((w, at) => at % W.cols === j && w !== 0));
    const own = Array.from({ length: W.rows }, (_, t) => devianceOf(left[task + t]!, known?.[task + t], task + t));
    return {
      deviance: design.rows * own.reduce((sum, part) => sum + part, 0),
      df: df[b]!,
      samples: design.rows,
      tasks: W.rows,
      extra,
      features: candidates.length,
      selected: selected.length,
    };
  });
}

/** The place of the least of each column. */
const leastOf = ({ rows, cols, values }: Matrix): number[] =>
  Array.from({ length: cols }, (_, b) => {
    let least = 0;
    for (let k = 1; k < rows; k++) if (values[k * cols + b]! < values[least * cols + b]!) least = k;
    return least;
  });

/** @throws RangeError for a choice among values that say nothing */
function checkChosen(criterion: Criterion, values: Matrix, chosen: readonly number[]): void {
  const least = chosen.map((step, b) => values.values[step * values.cols + b]!);
  const bad = least.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const got = `${least[bad]} for problem ${bad}`;
  throw new RangeError(`${NAME}: ${criterion} must be finite at the alpha that is chosen, got ${got}`);
}

/**
 * Chooses the alpha of each problem by an information criterion along a path: one fit of all data for each alpha, no folds. Ends
 * with a fit at what it chose.
 *
 * @param make - the family: `lasso`, `multiTaskLasso`, …
 * @param options - of the family, of the path, and of the criterion
 * @throws as the estimator's `fit` does; RangeError for options out of range, for `noise: 'leastSquares'` if there are no more samples
 * than features and intercept, or it leaves nothing over but rounding, and for `'profiled'` if a fit leaves nothing over
 * @see Zou, Hastie & Tibshirani 2007; scikit-learn, `LassoLarsIC`, which has the same `aic` and `bic`
 */
export async function chooseByCriterion<O extends EstimatorOptions>(
  make: MakeEstimator<O>,
  X: MatrixInput,
  Y: MatrixInput,
  asked: CriterionOptions & WithoutAlpha<O> = {} as WithoutAlpha<O>,
): Promise<CriterionChoice> {
  checkFamily(NAME, make, asked, RULES);
  const { criterion = 'bic', gamma = 0.5, noise = 'leastSquares', ...options } = asked;
  checkSome(NAME, 'alphas', options.alphas);
  const { alphas, eps, count, maxExplained, signal, onProgress, init, sampleWeight, ...family } = options;
  const estimator = made(NAME, make, { options: family, own: Object.keys(RULES), alpha: 1 });
  const { fitIntercept } = estimator.options;
  const stop = given({ signal });
  const data = await readData(NAME, [X, Y], { fitIntercept, ...given({ sampleWeight }), ...stop });
  const own = sampleWeight && { sampleWeight: data.weights };
  const breathe = pacer(signal);
  const known = await variances(noise, data, { fitIntercept, breathe });
  const extra = (fitIntercept ? 1 : 0) + (known ? 0 : 1);
  const weighing = { data, weights: data.weights, known, extra, breathe };
  const steps: { alphas: number[]; evidence: Evidence[] }[] = [];
  const solutionOf = await solutionsOf(NAME, estimator, { X: data.X, ...own, ...stop });
  const along = { ...options, ...own } as unknown as PathOptions & WithoutAlpha<O>;
  for await (const { fit } of pathFor(NAME, make, [data.X, data.Y], along)) {
    steps.push({
      alphas: fit.problems.map(({ alpha }) => alpha),
      evidence: await evidenceOf(fit, solutionOf(fit), weighing),
    });
  }
  const curve = {
    alphas: asMatrix(
      NAME,
      steps.map(({ alphas }) => alphas),
    ),
    df: asMatrix(
      NAME,
      steps.map(({ evidence }) => evidence.map(({ df }) => df)),
    ),
    deviance: asMatrix(
      NAME,
      steps.map(({ evidence }) => evidence.map(({ deviance }) => deviance)),
    ),
    values: asMatrix(
      NAME,
      steps.map(({ evidence }) => evidence.map((each) => VALUES[criterion](each, gamma))),
    ),
  };
  const chosen = leastOf(curve.values);
  checkChosen(criterion, curve.values, chosen);
  const each = chosen.map((step, b) => steps[step]!.alphas[b]!);
  const alpha = each.length === 1 ? each[0]! : each;
  const how = { ...own, ...stop };
  const fit = await make({ ...family, alpha } as unknown as O).fit(data.X, data.Y, how);
  return { criterion, curve, ...(known && { noiseVariance: known }), alpha, steps: chosen, fit };
}
