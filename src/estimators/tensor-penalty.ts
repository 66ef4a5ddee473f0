import type { Matrix } from '../data/matrix.js';
import { l1 } from '../penalties/l1.js';
import { l21 } from '../penalties/l21.js';
import type { Penalty } from '../penalties/penalty.js';
import { sparseGroup } from '../penalties/sparse-group.js';
import type { Model } from './model.js';
import type { CheckedOptions } from './options.js';
import type { Prepared } from './prepare.js';
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

/** How often the penalty of each feature counts, units included, as far as float32 goes. */
export const countedBy = (
  features: number,
  factors: Float64Array | undefined,
  units: Float64Array | undefined,
): number[] => Array.from({ length: features }, (_, j) => Math.min(factors?.[j] ?? 1, EXCLUDED) * (units?.[j] ?? 1));

/** Alpha as a normal float32; beyond these bounds the solution in float32 does not change. */
const float32Alpha = (alpha: number): number => Math.min(Math.max(alpha, 2 ** -100), 2 ** 100);

/** In units of scaled data; to be made where its tensors are to be. */
export function penalise(
  { parts, penalty: make }: Model,
  { positive }: CheckedOptions,
  { factors, units: standard }: Pick<Prepared, 'factors' | 'units'>,
  given: readonly number[],
  { X, yScale }: TensorData,
): Penalised {
  const { l1: first, l2: second, ridge } = parts;
  const { cols } = X.matrix;
  const features = Array.from({ length: cols }, (_, j) => j);
  const own = (j: number) => Math.min(factors?.[j] ?? 1, EXCLUDED);
  const units = standard?.map((unit) => unit / X.scale);
  const unit = (j: number) => units?.[j] ?? 1 / X.scale;
  const options = { positive, ...((factors || units) && { factors: countedBy(cols, factors, units) }) };
  const alphas = given.map((alpha) => (alpha * (first + second)) / (units ? 1 : X.scale) / yScale);
  const narrow = alphas.map(float32Alpha);
  const penalty = make
    ? make(narrow, options)
    : second === 0
      ? l1(narrow, options)
      : first === 0
        ? l21(narrow, options)
        : sparseGroup(narrow, { ...options, l1Ratio: first / (first + second) });
  if (ridge === 0) return { penalty, alphas, ridge: undefined };
  const values = features.flatMap((j) =>
    given.map((alpha) => (own(j) === EXCLUDED ? 0 : alpha * ridge * own(j) * unit(j) ** 2)),
  );
  return { penalty, alphas, ridge: { rows: cols, cols: given.length, values: Float64Array.from(values) } };
}
