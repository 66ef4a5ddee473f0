import { deviations } from '../data/deviations.js';
import { inRange } from '../data/in-range.js';
import { type Matrix, rowsOf, zeros } from '../data/matrix.js';
import { someObserved } from '../data/observed.js';
import { type Projection, projectOut } from '../data/project-out.js';
import { dot } from '../data/vector.js';
import { begin } from '../engine/blocks/block-solve.js';
import type { Weights } from '../engine/row-penalty.js';
import { type Breathe, pacer } from '../threads/pacer.js';
import { type BlockSetup, inScaled } from './block-fits.js';
import { checkColumns } from './check-columns.js';
import { feasible } from './feasible.js';
import type { Data, FitOptions, Model } from './model.js';
import type { CheckedOptions } from './options.js';
import type { ReadProblem } from './read-problem.js';
import { type Scaled, scaled } from './scaled.js';

const places = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** The samples that count, in units in which largest entries are near 1. */
interface Samples {
  readonly x: Scaled;
  /** With 0 where an entry is missing. */
  readonly y: Scaled;
  there(i: number, t: number): boolean;
  /** `√(w_i n/Σw)`. */
  readonly roots: Float64Array;
  readonly units: Float64Array | undefined;
}

/** Samples with an entry that is there, and a weight above 0. */
async function samplesOf(
  data: Data,
  { fitIntercept, standardize }: CheckedOptions,
  given: Float64Array | undefined,
  breathe: Breathe,
): Promise<Samples> {
  const counted = someObserved(data[1]).filter((i) => (given?.[i] ?? 1) > 0);
  const [X, Y] = [rowsOf(data[0], counted), rowsOf(data[1], counted)];
  const weights = Float64Array.from(counted, (i) => given?.[i] ?? 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const x = scaled(X, fitIntercept);
  checkColumns(X, x.scale);
  return {
    x,
    y: scaled({ ...Y, values: Y.values.map((value) => (Number.isNaN(value) ? 0 : value)) }, false),
    there: (i, t) => !Number.isNaN(Y.values[i * Y.cols + t]!),
    roots: weights.map((weight) => Math.sqrt((weight / total) * weights.length)),
    units: standardize ? await deviations(X, weights, breathe) : undefined,
  };
}

/** What intercept and features that are never penalised explain of a task: of its samples, the intercept last. */
function explainedBy(
  { x, there, roots }: Samples,
  free: readonly number[],
  fitIntercept: boolean,
  t: number,
  breathe: Breathe,
): Promise<Projection> {
  const known = zeros(roots.length, free.length + (fitIntercept ? 1 : 0));
  roots.forEach((root, i) => {
    if (!there(i, t)) return;
    free.forEach((j, k) => {
      known.values[i * known.cols + k] = root * x.matrix.values[i * x.matrix.cols + j]!;
    });
    if (fitIntercept) known.values[i * known.cols + free.length] = root;
  });
  return projectOut(known, places(known.cols), breathe);
}

/** Columns of X as problems have them, per unit of the feature, made when they are wanted. */
function columnsFor({ x, there, roots, units }: Samples, explained: readonly Projection[]) {
  const all = new Map<number, Float64Array>();
  const own = new Map<number, Float64Array[]>();
  /** Of all samples. */
  const probe = (j: number): Float64Array => {
    const column =
      all.get(j) ??
      roots.map((root, i) => (root * x.matrix.values[i * x.matrix.cols + j]!) / (units ? units[j]! / x.scale : 1));
    all.set(j, column);
    return column;
  };
  /** Of the samples of a task. */
  const seen = (j: number, t: number): Float64Array => probe(j).map((value, i) => (there(i, t) ? value : 0));
  /** With what the task explains without it taken off. */
  const column = (j: number, t: number): Float64Array => {
    const columns =
      own.get(j) ??
      explained.map((projection, s) => {
        const values = seen(j, s);
        projection.offColumn(values);
        return values;
      });
    own.set(j, columns);
    return columns[t]!;
  };
  return { probe, seen, column };
}

/** The problem of several tasks of which entries are missing. */
export interface MaskedSetup extends BlockSetup {
  /** All coefficients, shape (tasks, features), and intercepts, from those that are penalised. */
  complete(coef: Matrix): { readonly coef: Matrix; readonly intercept: Float64Array };
}

/**
 * `minimise 1/(2n) Σ_(i,t) observed w_i (y_it − x_i w_t − b_t)² + α Ω(W)`, n samples with an entry that is there, weights of mean 1: to
 * each task samples that it does not have are rows of zeros, and intercept and features that are never penalised are projected out of
 * the others by themselves, so that residuals are what a dual point must be.
 */
export async function maskedSetup(
  { parts }: Model,
  options: CheckedOptions,
  { data, weights: given }: Pick<ReadProblem, 'data' | 'weights'>,
  how: Pick<FitOptions, 'init' | 'signal'>,
): Promise<MaskedSetup> {
  const breathe = pacer(how.signal);
  const { fitIntercept, penaltyFactor } = options;
  const samples = await samplesOf(data, options, given, breathe);
  const { x, y, there, roots, units } = samples;
  const [n, p, tasks] = [roots.length, x.matrix.cols, y.matrix.cols];
  const factor = (j: number): number => penaltyFactor?.[j] ?? 1;
  const free = places(p).filter((j) => factor(j) === 0);
  const penalised = places(p).filter((j) => factor(j) > 0 && factor(j) < Infinity);
  const explained: Projection[] = [];
  for (const t of places(tasks)) explained.push(await explainedBy(samples, free, fitIntercept, t, breathe));
  const { probe, seen, column } = columnsFor(samples, explained);
  const observed = places(tasks).map((t) => roots.map((root, i) => root * y.matrix.values[i * tasks + t]!));
  const targets = observed.map((target, t) => {
    const values = target.slice();
    explained[t]!.offColumn(values);
    return values;
  });
  const curvatures = Float64Array.from(penalised, (j) => {
    const squares = new Float64Array(tasks);
    probe(j).forEach((value, i) => {
      for (let t = 0; t < tasks; t++) if (there(i, t)) squares[t]! += value * value;
    });
    return squares.reduce((most, square) => Math.max(most, square), 0) / n;
  });
  const weights = penalised.map((j): Weights => {
    const own = { l1: parts.l1 * factor(j), l2: parts.l2 * factor(j), ridge: parts.ridge * factor(j) };
    return inScaled(own, { x, y, standard: units !== undefined });
  });
  const unit = (j: number): number => (units ? units[j]! / y.scale : x.scale / y.scale);
  const init = how.init && feasible(how.init.coef, options);
  const W = penalised.map((j) =>
    Float64Array.from({ length: tasks }, (_, t) => (init ? init.values[t * p + j]! * unit(j) : 0)),
  );
  // Residuals are 0 where nothing is observed and orthogonal to what is projected out: X need not be.
  const problem = { samples: n, targets, blocks: penalised.map((j) => [j]), column, probe, curvatures };
  const point = { W, R: targets.map((target) => target.slice()) };
  await begin({ ...problem, weights: (b) => weights[b]!, positive: false }, point, breathe);

  /** What is not penalised, by least squares of what the others leave of a task. */
  function rest(t: number): Float64Array {
    const left = observed[t]!.slice();
    penalised.forEach((j, b) => {
      const w = W[b]![t]!;
      if (w === 0) return;
      seen(j, t).forEach((value, i) => {
        left[i]! -= value * w;
      });
    });
    return explained[t]!.fitColumn(left);
  }

  return {
    problem,
    point,
    weights,
    scale: y.scale,
    meanSquare: targets.reduce((sum, target) => sum + dot(target, target), 0) / n,
    coefficients(t) {
      const coef = new Float64Array(p);
      penalised.forEach((j, b) => {
        const w = W[b]![t]!;
        if (w !== 0) coef[j] = inRange(w / unit(j));
      });
      return coef;
    },
    complete(coef) {
      const all = { ...coef, values: coef.values.slice() };
      const intercept = new Float64Array(tasks);
      for (let t = 0; t < tasks; t++) {
        const own = rest(t);
        free.forEach((j, k) => {
          if (own[k] !== 0) all.values[t * p + j] = inRange((own[k]! * y.scale) / x.scale);
        });
        if (!fitIntercept) continue;
        intercept[t] = own[free.length]! * y.scale;
        for (let j = 0; j < p; j++) intercept[t]! -= all.values[t * p + j]! * x.means[j]!;
      }
      return { coef: all, intercept };
    },
  };
}
