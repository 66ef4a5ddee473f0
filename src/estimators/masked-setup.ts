import { deviations } from '../data/deviations.js';
import { columnsOf, type Matrix, rowsOf, zeros } from '../data/matrix.js';
import { someObserved } from '../data/observed.js';
import { type Projection, projectOut } from '../data/project-out.js';
import { dot } from '../data/vector.js';
import { settle } from '../engine/blocks/block-solve.js';
import type { Weights } from '../engine/row-penalty.js';
import type { BlockSetup } from './block-fits.js';
import type { Data, FitOptions, Model } from './model.js';
import type { CheckedOptions } from './options.js';
import { scaled } from './scaled.js';

const asColumn = (values: Float64Array): Matrix => ({ rows: values.length, cols: 1, values });

/** `√(w_i n/Σw)`. */
function roots(weights: ArrayLike<number>): Float64Array {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  return Float64Array.from(weights, (weight) => Math.sqrt((weight / total) * weights.length));
}

/** The problem of several tasks of which entries are missing, and what its coefficients and intercepts are in units of the data. */
export interface MaskedSetup extends BlockSetup {
  /** All coefficients, shape (tasks, features), and intercepts, of those that are penalised. */
  complete(coef: Matrix): { readonly coef: Matrix; readonly intercept: Float64Array };
}

/**
 * `minimise 1/(2n) Σ_(i,t) observed w_i (y_it − x_i w_t − b_t)² + α Ω(W)`, n samples with an entry that is there, weights of mean 1: for
 * each task the entries that are missing are rows of zeros, and intercept and features that are never penalised are projected out of
 * the others by themselves, so that residuals are what a dual point must be.
 */
export function maskedSetup(
  { parts }: Model,
  { fitIntercept, standardize, penaltyFactor }: CheckedOptions,
  data: Data,
  { sampleWeight, init }: FitOptions,
): MaskedSetup {
  const counted = someObserved(data[1]).filter((i) => (sampleWeight?.[i] ?? 1) > 0);
  const [X, Y] = [rowsOf(data[0], counted), rowsOf(data[1], counted)];
  const weights = Float64Array.from(counted, (i) => sampleWeight?.[i] ?? 1);
  const [n, p, tasks] = [X.rows, X.cols, Y.cols];
  const there = (i: number, t: number): boolean => !Number.isNaN(Y.values[i * tasks + t]!);
  const x = scaled(X, fitIntercept);
  const y = scaled({ ...Y, values: Y.values.map((value) => (Number.isNaN(value) ? 0 : value)) }, false);
  const units = standardize ? deviations(X, weights) : undefined;
  const factor = (j: number): number => penaltyFactor?.[j] ?? 1;
  const features = Array.from({ length: p }, (_, j) => j);
  const free = features.filter((j) => factor(j) === 0);
  const penalised = features.filter((j) => factor(j) > 0 && factor(j) < Infinity);
  const root = roots(weights);
  const unit = (j: number): number => (units?.[j] ?? 1) * (x.scale / y.scale);

  /** A column of X, of the samples that count for a task. */
  const seen = (j: number, t: number): Float64Array =>
    root.map((by, i) => (there(i, t) ? (by * x.matrix.values[i * p + j]!) / (units?.[j] ?? 1) : 0));
  const explained = Array.from({ length: tasks }, (_, t): Projection => {
    const known = zeros(n, free.length + (fitIntercept ? 1 : 0));
    for (let i = 0; i < n; i++) {
      if (!there(i, t)) continue;
      free.forEach((j, k) => {
        known.values[i * known.cols + k] = root[i]! * x.matrix.values[i * p + j]!;
      });
      if (fitIntercept) known.values[i * known.cols + free.length] = root[i]!;
    }
    return projectOut(
      known,
      Array.from({ length: known.cols }, (_, k) => k),
    );
  });
  const observed = Array.from({ length: tasks }, (_, t) => root.map((by, i) => by * y.matrix.values[i * tasks + t]!));
  const targets = observed.map((target, t) => explained[t]!.off(asColumn(target)).values);

  const columns = new Map<number, Float64Array[]>();
  const column = (j: number, t: number): Float64Array => {
    const own = columns.get(j) ?? targets.map((_, s) => explained[s]!.off(asColumn(seen(j, s))).values);
    columns.set(j, own);
    return own[t]!;
  };
  const plain = new Map<number, Float64Array>();
  /** Residuals are 0 where nothing is observed, and orthogonal to what is projected out: no need to do so with X. */
  const probe = (j: number): Float64Array => {
    const own = plain.get(j) ?? root.map((by, i) => (by * x.matrix.values[i * p + j]!) / (units?.[j] ?? 1));
    plain.set(j, own);
    return own;
  };
  const curvatures = Float64Array.from(penalised, (j) => {
    const squares = new Float64Array(tasks);
    probe(j).forEach((value, i) => {
      for (let t = 0; t < tasks; t++) if (there(i, t)) squares[t]! += value * value;
    });
    return squares.reduce((most, square) => Math.max(most, square), 0) / n;
  });
  const counts = penalised.map((j): Weights => {
    const by = factor(j) / x.scale / y.scale;
    return { l1: parts.l1 * by, l2: parts.l2 * by, ridge: (parts.ridge * factor(j)) / x.scale / x.scale };
  });
  const W = penalised.map((j) =>
    Float64Array.from({ length: tasks }, (_, t) => (init ? init.coef.values[t * p + j]! * unit(j) : 0)),
  );
  const problem = { samples: n, targets, blocks: penalised.map((j) => [j]), column, probe, curvatures };
  const point = { W, R: targets.map((target) => target.slice()) };
  settle({ ...problem, weights: (b) => counts[b]!, positive: false }, point);
  return {
    problem,
    point,
    weights: counts,
    scale: y.scale,
    meanSquare: targets.reduce((sum, target) => sum + dot(target, target), 0) / n,
    coefficients(t) {
      const coef = new Float64Array(p);
      penalised.forEach((j, b) => {
        const w = W[b]![t]!;
        if (w !== 0) coef[j] = w / unit(j);
      });
      return coef;
    },
    complete(coef) {
      const all = { ...coef, values: coef.values.slice() };
      const intercept = new Float64Array(tasks);
      for (let t = 0; t < tasks; t++) {
        const left = observed[t]!.slice();
        penalised.forEach((j, b) => {
          const w = W[b]![t]!;
          if (w !== 0)
            seen(j, t).forEach((value, i) => {
              left[i]! -= value * w;
            });
        });
        const rest = explained[t]!.fit(asColumn(left)).values;
        free.forEach((j, k) => {
          all.values[t * p + j] = (rest[k]! * y.scale) / x.scale;
        });
        if (!fitIntercept) continue;
        intercept[t] = rest[free.length]! * y.scale;
        for (let j = 0; j < p; j++) intercept[t]! -= all.values[t * p + j]! * x.means[j]!;
      }
      return { coef: all, intercept };
    },
  };
}

/** Coefficients and targets of some samples. */
export const ofTasks = (Y: Matrix, rows: Int32Array, tasks: readonly number[]): Matrix =>
  columnsOf(rowsOf(Y, rows), tasks);
