import { type Matrix, minus } from '../data/matrix.js';
import { asMatrix } from '../data/to-matrix.js';
import { type LinearFit, predictions } from '../estimators/linear-fit.js';
import type { EstimatorOptions } from '../estimators/options.js';
import type { MatrixInput } from '../estimators/read-matrix.js';
import { readWeights } from '../estimators/read-problem.js';
import { type Breathe, pacer } from '../threads/pacer.js';
import { checkSome } from './checks.js';
import { aic, aicc, bic, type Evidence, ebic } from './criteria.js';
import { followed } from './degrees-of-freedom.js';
import { rootDeviances } from './deviances.js';
import { residualVariance } from './noise-variance.js';
import { type MakeEstimator, type PathOptions, path, type WithoutAlpha } from './path.js';
import { type ReadData, readData } from './read-data.js';
import { equal, type Solution, solutionsOf } from './solution.js';

export type Criterion = 'aic' | 'aicc' | 'bic' | 'ebic';

/**
 * The variance of the noise: known, of all tasks or of each; `'leastSquares'` as `noiseVariance` estimates it; or `'profiled'`, of
 * each fit the one that makes it most likely, `‖y − ŷ‖²/n`, which rewards fits that leave nothing over beyond measure.
 */
export type Noise = number | readonly number[] | 'leastSquares' | 'profiled';

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

function criterionOf(criterion: unknown, gamma: number): (evidence: Evidence) => number {
  if (!(gamma >= 0 && gamma <= 1)) throw new RangeError(`${NAME}: gamma must be a number from 0 to 1, got ${gamma}`);
  const all = { aic, aicc, bic, ebic: (evidence: Evidence) => ebic(evidence, gamma) };
  const known = Object.entries(all).find(([name]) => name === criterion);
  if (known) return known[1];
  throw new RangeError(`${NAME}: criterion must be one of ${Object.keys(all).join(', ')}, got ${criterion}`);
}

/** Variances of each task, or undefined if they are profiled. */
async function variances(
  noise: Noise,
  data: ReadData,
  how: { readonly fitIntercept: boolean; readonly breathe: Breathe },
): Promise<Float64Array | undefined> {
  const tasks = data.Y.cols;
  if (noise === 'profiled') return undefined;
  if (noise === 'leastSquares') {
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
  const given = typeof noise === 'number' ? new Array<number>(tasks).fill(noise) : Array.from(noise);
  if (given.length !== tasks || !given.every((value) => value > 0 && value < Infinity)) {
    const expected = `a positive number, one for each of ${tasks} tasks, 'leastSquares' or 'profiled'`;
    throw new RangeError(`${NAME}: noise must be ${expected}, got ${noise}`);
  }
  return Float64Array.from(given);
}

/** `log(2π σ²) + r²/σ²` of a task that a fit leaves r of, root mean square; with r² for a variance that is not known. */
function devianceOf(left: number, known: number | undefined, task: number): number {
  const deviation = known === undefined ? left : Math.sqrt(known);
  if (deviation > 0) return Math.log(2 * Math.PI) + 2 * Math.log(deviation) + (left / deviation) ** 2;
  throw new RangeError(`${NAME}: noise must be given where a fit leaves nothing over, got task ${task}`);
}

interface Weighing {
  readonly data: ReadData;
  readonly weights: ArrayLike<number>;
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
  { criterion = 'bic', gamma = 0.5, noise = 'leastSquares', ...options }: CriterionOptions & WithoutAlpha<O>,
): Promise<CriterionChoice> {
  const value = criterionOf(criterion, gamma);
  checkSome(NAME, 'alphas', options.alphas);
  const { alphas, eps, count, maxExplained, signal, onProgress, init, sampleWeight, ...family } = options;
  const estimator = make({ ...family, alpha: 1 } as unknown as O);
  const { fitIntercept } = estimator.options;
  const own = sampleWeight && { sampleWeight };
  const stop = signal && { signal };
  const data = await readData(NAME, [X, Y], { fitIntercept, ...own, ...stop });
  const breathe = pacer(signal);
  const known = await variances(noise, data, { fitIntercept, breathe });
  const extra = (fitIntercept ? 1 : 0) + (known ? 0 : 1);
  const weighing = {
    data,
    weights: readWeights(NAME, data.X.rows, sampleWeight) ?? equal(data.X.rows),
    known,
    extra,
    breathe,
  };
  const steps: { alphas: number[]; evidence: Evidence[] }[] = [];
  const solutionOf = await solutionsOf(NAME, estimator, { X: data.X, ...own, ...stop });
  for await (const { fit } of path(make, data.X, data.Y, options as PathOptions & WithoutAlpha<O>)) {
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
      steps.map(({ evidence }) => evidence.map(value)),
    ),
  };
  const chosen = leastOf(curve.values);
  checkChosen(criterion, curve.values, chosen);
  const each = chosen.map((step, b) => steps[step]!.alphas[b]!);
  const alpha = each.length === 1 ? each[0]! : each;
  const fit = await make({ ...family, alpha } as unknown as O).fit(data.X, data.Y, {
    ...own,
    ...stop,
  });
  return { criterion, curve, ...(known && { noiseVariance: known }), alpha, steps: chosen, fit };
}
