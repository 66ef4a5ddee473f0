import type { Matrix } from '../data/matrix.js';
import { l1 } from '../penalties/l1.js';
import { l21 } from '../penalties/l21.js';
import type { Penalty } from '../penalties/penalty.js';
import { sparseGroup } from '../penalties/sparse-group.js';
import { inUnitsOf } from './conditioned.js';
import type { Model } from './model.js';
import type { CheckedOptions } from './options.js';
import type { TensorData } from './tensor-data.js';

/** The penalty of a model on tensors: α Ω of each problem, and the ridge of each feature and problem. */
export interface Penalised {
  readonly penalty: Penalty;
  /** α of Ω. */
  readonly alphas: readonly number[];
  /** Shape (features, problems or 1); nothing if there is none. */
  readonly ridge: Matrix | undefined;
}

/** Excludes a feature in float32, and leaves 0 of it 0. */
const EXCLUDED = 1e30;

/** How often the penalty of each feature counts, as far as float32 goes. */
export const countedBy = (factors: Float64Array): Float64Array => factors.map((factor) => Math.min(factor, EXCLUDED));

/** Ridges beside which X, in units in between, is not lost in float32. */
const MOST = 2 ** 100;

const largestOf = (values: Iterable<number>): number =>
  Array.from(values).reduce((most, value) => Math.max(most, value), 0);

/** α of Ω in units of scaled data. */
const alphasOf = ({ parts: { l1, l2 } }: Model, given: readonly number[], { X, yScale }: TensorData): number[] =>
  given.map((alpha) => (alpha * (l1 + l2)) / X.scale / yScale);

/** `factor_j ridge_b/2` counts for the square of coefficient j of problem b; nothing where α leaves none that is not 0. */
function ridgesOf(
  model: Model,
  factors: Float64Array | undefined,
  given: readonly number[],
  data: TensorData,
): number[] {
  const { X, Y } = data;
  const least = factors ? factors.reduce((least, factor) => Math.min(least, factor)) : 1;
  const correlation = 2 * largestOf(X.largest) * Y.cols; // entries of Y are below 2
  const alphas = alphasOf(model, given, data);
  return given.map((alpha, b) =>
    alphas[b]! * least >= correlation ? 0 : (alpha * model.parts.ridge) / X.scale / X.scale,
  );
}

/**
 * Data in units in which squares of coefficients count about as much as those of X, if they counted more: coefficients are then as far
 * from where float32 ends as X is.
 *
 * @throws RangeError if that is too near
 */
export function balanced(
  model: Model,
  factors: Float64Array | undefined,
  given: readonly number[],
  data: TensorData,
): TensorData {
  if (model.parts.ridge === 0) return data;
  const factor = factors ? largestOf(factors.filter((value) => value < EXCLUDED)) : 1;
  const most = factor * largestOf(ridgesOf(model, factors, given, data));
  if (!(most > 1)) return data;
  if (most > MOST) {
    const [limit, got] = [MOST, most].map((value) => `${value.toExponential(0)} times`);
    throw new RangeError(
      `fit: X must be in units in which alpha (1 - l1Ratio) is at most ${limit} its squares, got ${got}; solver 'auto' takes any`,
    );
  }
  return { ...data, X: inUnitsOf(data.X, 2 ** Math.round(Math.log2(most) / 2)) };
}

/** Alpha as a normal float32; beyond these bounds the solution in float32 does not change. */
const float32Alpha = (alpha: number): number => Math.min(Math.max(alpha, 2 ** -100), 2 ** 100);

/** In units of scaled data; to be made where its tensors are to be. */
export function penalise(
  model: Model,
  { positive }: CheckedOptions,
  factors: Float64Array | undefined,
  given: readonly number[],
  data: TensorData,
): Penalised {
  const { l1: first, l2: second } = model.parts;
  const options = { positive, ...(factors && { factors: countedBy(factors) }) };
  const alphas = alphasOf(model, given, data);
  const narrow = alphas.map(float32Alpha);
  const penalty = model.penalty
    ? model.penalty(narrow, options)
    : second === 0
      ? l1(narrow, options)
      : first === 0
        ? l21(narrow, options)
        : sparseGroup(narrow, { ...options, l1Ratio: first / (first + second) });
  if (model.parts.ridge === 0) return { penalty, alphas, ridge: undefined };
  const ridges = ridgesOf(model, factors, given, data);
  const each = factors ?? Float64Array.of(1);
  const values = Array.from(each).flatMap((factor) => ridges.map((ridge) => (factor >= EXCLUDED ? 0 : ridge * factor)));
  return { penalty, alphas, ridge: { rows: each.length, cols: given.length, values: Float64Array.from(values) } };
}
