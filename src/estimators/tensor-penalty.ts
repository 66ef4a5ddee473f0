import type { Matrix } from '../data/matrix.js';
import { l1 } from '../penalties/l1.js';
import { l21 } from '../penalties/l21.js';
import type { Penalty } from '../penalties/penalty.js';
import { sparseGroup } from '../penalties/sparse-group.js';
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

/** `ridge_jb/2` counts for the square of coefficient j of problem b. */
function ridgeOf(ridges: readonly number[], factors: Float64Array | undefined): Matrix {
  const each = factors ?? Float64Array.of(1);
  const values = Array.from(each).flatMap((factor) => ridges.map((ridge) => (factor >= EXCLUDED ? 0 : ridge * factor)));
  return { rows: each.length, cols: ridges.length, values: Float64Array.from(values) };
}

/** Alpha as a normal float32; beyond these bounds the solution in float32 does not change. */
const float32Alpha = (alpha: number): number => Math.min(Math.max(alpha, 2 ** -100), 2 ** 100);

/** In units of scaled data; to be made where its tensors are to be. */
export function penalise(
  { parts, penalty: make }: Model,
  { positive }: CheckedOptions,
  factors: Float64Array | undefined,
  given: readonly number[],
  { X, yScale }: TensorData,
): Penalised {
  const { l1: first, l2: second, ridge } = parts;
  const options = { positive, ...(factors && { factors: countedBy(factors) }) };
  const alphas = given.map((alpha) => (alpha * (first + second)) / X.scale / yScale);
  const narrow = alphas.map(float32Alpha);
  const penalty = make
    ? make(narrow, options)
    : second === 0
      ? l1(narrow, options)
      : first === 0
        ? l21(narrow, options)
        : sparseGroup(narrow, { ...options, l1Ratio: first / (first + second) });
  if (ridge === 0) return { penalty, alphas, ridge: undefined };
  const ridges = given.map((alpha) => (alpha * ridge) / X.scale / X.scale);
  return { penalty, alphas, ridge: ridgeOf(ridges, factors) };
}
