import type { Matrix } from '../data/matrix.js';
import { type Estimator, estimatorOf } from '../estimators/estimator.js';
import type { Model } from '../estimators/model.js';
import type { CheckedOptions } from '../estimators/options.js';
import type { Task } from '../threads/task.js';
import type { Done } from './tally.js';

/** An estimator as plain data. */
export interface Recipe {
  readonly model: Model;
  readonly options: CheckedOptions;
}

export const recipeOf = ({ model, options }: Estimator): Recipe => ({ model, options });

export const estimatorFrom = ({ model, options }: Recipe): Estimator => estimatorOf(model, options);

/** What all jobs of a selection share. */
export interface Setting {
  readonly X: Matrix;
  readonly Y: Matrix;
  /** Of all samples. */
  readonly weights: Float64Array | undefined;
}

/** Jobs of a selection. */
export type SelectionTask<S extends Setting, J, R> = Task<S, J, R, Done>;

/** A copy in memory that threads share. */
function shared<A extends Float64Array>(values: A): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

/** A setting whose data threads share, instead of a copy for each. */
export const forThreads = <S extends Setting>(setting: S, count: number): S =>
  count === 1
    ? setting
    : {
        ...setting,
        X: { ...setting.X, values: shared(setting.X.values) },
        Y: { ...setting.Y, values: shared(setting.Y.values) },
        weights: setting.weights && shared(setting.weights),
      };
