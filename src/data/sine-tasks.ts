import { check, checkOptions } from '../arguments/check.js';
import { type Rules, whole } from '../arguments/rules.js';
import { fusedMultiplyAdd } from '../random/fused-multiply-add.js';
import { type RandomState, RNG } from '../random/random-state.js';
import { entries, type Matrix, row, zeros } from './matrix.js';

export interface SineTaskSizes {
  /** Rows of X and Y. @default 100 */
  samples?: number;
  /** Columns of X. @default 30 */
  features?: number;
  /** Columns of Y: one task for each moment of time. @default 40 */
  tasks?: number;
  /** How many features matter, the first ones. @default 5 */
  relevant?: number;
}

export interface SineTasks {
  /** Standard normal design, shape (samples, features). */
  readonly X: Matrix;
  /** X coefᵀ plus standard normal noise, shape (samples, tasks). */
  readonly Y: Matrix;
  /** True coefficients, shape (tasks, features). */
  readonly coef: Matrix;
}

/** `count` times spread evenly over one period, both ends included. */
function times(count: number): Float64Array {
  const step = (2 * Math.PI) / Math.max(1, count - 1);
  return Float64Array.from({ length: count }, (_, t) => (t > 0 && t === count - 1 ? 2 * Math.PI : t * step));
}

const RULES: Rules<SineTaskSizes> = { samples: whole(1), features: whole(1), tasks: whole(1), relevant: whole(0) };

/**
 * Regression tasks that share their few relevant features: over the tasks, the coefficient of each of these is a sine
 * wave of random frequency and phase, `sin((1 + u) t + 3 v)` with u, v standard normal; all others are zero.
 *
 * With `randomState(42)` and the default sizes, these are the data of scikit-learn's example "Joint feature selection
 * with multi-task Lasso": X to the last bit, coefficients to the last bit or two (numpy's sine and JavaScript's are not
 * the same code), and Y to the last bit wherever the coefficients are.
 *
 * @param rng - where the numbers come from; feature by feature (u, v), then X, then the noise, row by row
 * @throws RangeError for sizes that are not whole and positive, or more relevant features than features
 */
export function sineTasks(rng: RandomState, sizes: SineTaskSizes = {}): SineTasks {
  check('sineTasks', 'rng', rng, RNG);
  checkOptions('sineTasks', sizes, RULES, 'sizes');
  const { samples = 100, features = 30, tasks = 40, relevant = 5 } = sizes;
  if (relevant > features) {
    throw new RangeError(`sineTasks: relevant must be at most features = ${features}, got ${relevant}`);
  }

  const coef = zeros(tasks, features);
  const moments = times(tasks);
  for (let k = 0; k < relevant; k++) {
    const [u = 0, v = 0] = rng.randn(2);
    moments.forEach((moment, t) => {
      coef.values[t * features + k] = Math.sin((1 + u) * moment + 3 * v);
    });
  }
  const X = {
    rows: samples,
    cols: features,
    values: rng.randn(entries(samples, features)),
  };
  const Y = { rows: samples, cols: tasks, values: rng.randn(entries(samples, tasks)) };
  for (let i = 0; i < samples; i++) {
    for (let t = 0; t < tasks; t++) Y.values[i * tasks + t]! += signal(row(X, i), row(coef, t), relevant);
  }
  return { X, Y, coef };
}

/** The inner product over the first `relevant` features, summed as BLAS sums it: one rounding a term. */
function signal(x: Float64Array, w: Float64Array, relevant: number): number {
  let sum = 0;
  for (let j = 0; j < relevant; j++) sum = fusedMultiplyAdd(x[j]!, w[j]!, sum);
  return sum;
}
