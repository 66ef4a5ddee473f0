import type { Datafit } from '../datafits/datafit.js';
import type { Method } from '../engine/fit.js';
import type { Penalty } from '../penalties/penalty.js';
import { douglasRachford } from '../solvers/douglas-rachford.js';
import { fista, restartedFista } from '../solvers/fista.js';
import { ista } from '../solvers/ista.js';
import { type Solution, type SolveOptions, solve } from '../solvers/solve.js';
import type { Solver, State } from '../solvers/solver.js';
import type { Missing } from './read-targets.js';

/** The solvers on tensors. */
export type TensorSolverName = 'ista' | 'fista' | 'restartedFista' | 'douglasRachford';

/** The solvers on the host: coordinate descent with the Gram matrix of all features, or by working sets. */
const HOST_SOLVERS: readonly Method[] = ['gram', 'workingSets'];

/** `'auto'` takes what is fastest and certifies any tolerance, as the solvers on the host do. */
export type SolverName = 'auto' | Method | TensorSolverName;

/** Whether a solver runs on tensors. */
export const isTensorSolver = (name: SolverName): name is TensorSolverName => Object.hasOwn(SOLVERS, name);

export interface EstimatorOptions {
  /** Weight of the penalty against `1/(2n) ‖Y − XW‖²`, at least 0, in units of X·Y, as in scikit-learn; or one for each problem. 0 is least squares, of least norm where there are several. */
  alpha: number | readonly number[];
  /** Whether to fit an intercept, which is not penalised. @default true */
  fitIntercept?: boolean;
  /** Whether what is penalised of each feature is its coefficient per standard deviation. Coefficients stay in units of the data. @default false */
  standardize?: boolean;
  /** Whether coefficients must not be negative. @default false */
  positive?: boolean;
  /**
   * The penalty of feature j counts so many times: 0 never penalises it, Infinity keeps it out. (Two features as one, both
   * penalised half as much, and so on: an adaptive Lasso.) @default 1
   */
  penaltyFactor?: ArrayLike<number>;
  /** Stop a problem when its duality gap is at most this, relative to ‖Y‖²/n (Y weighted, and without what an intercept and unpenalised features explain). @default 1e-4 */
  tol?: number;
  /** Steps, or passes over the data, after which a problem is returned as it is, with `converged: false`. @default 10000 */
  maxIter?: number;
  /**
   * What missing entries of Y (NaN) are: an error, or left out of the loss. A task by itself is then fitted to the samples it has; of
   * tasks that are one problem the loss is `Σ_it (y_it − ŷ_it)²/(2n)` over what is there, n samples with any entry. @default 'error'
   */
  missing?: Missing;
  /** @default 'auto' */
  solver?: SolverName;
  /** tfjs backend, as for `selectBackend`; `'auto'` takes the best at hand for a problem of this size. @default 'auto' */
  backend?: string;
}

type Run = (datafit: Datafit, penalty: Penalty, options: SolveOptions) => Promise<Solution>;

const runner =
  <S extends State>(solver: Solver<S>): Run =>
  (datafit, penalty, options) =>
    solve(solver, datafit, penalty, options);

/** The solvers on tensors that estimators know by name. */
export const SOLVERS: Readonly<Record<TensorSolverName, Run>> = {
  ista: runner(ista),
  fista: runner(fista),
  restartedFista: runner(restartedFista),
  douglasRachford: runner(douglasRachford),
};

/** Names that `solver` takes. */
export const SOLVER_NAMES: readonly string[] = ['auto', ...HOST_SOLVERS, ...Object.keys(SOLVERS)];

const isBoolean = (value: unknown): boolean => typeof value === 'boolean';

const isList = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || ArrayBuffer.isView(value);

/** Whether all entries are accepted, those that an array leaves out among them. */
function each(list: ArrayLike<unknown>, accepts: (value: unknown) => boolean): boolean {
  for (let k = 0; k < list.length; k++) if (!accepts(list[k])) return false;
  return true;
}

/** @throws RangeError for an alpha, or one in a list of them, that is not at least 0 */
export function checkedAlpha(name: string, alpha: unknown): void {
  const [accepts, expectation] = EXPECTED.alpha;
  if (!accepts(alpha)) throw new RangeError(`${name} must be ${expectation}, got ${shown(alpha)}`);
}

const EXPECTED: Readonly<Record<keyof EstimatorOptions, [(value: unknown) => boolean, string]>> = {
  alpha: [
    (value) => isWeight(value) || (isList(value) && value.length > 0 && each(value, isWeight)),
    'a number >= 0, or one for each problem',
  ],
  fitIntercept: [isBoolean, 'true or false'],
  standardize: [isBoolean, 'true or false'],
  positive: [isBoolean, 'true or false'],
  penaltyFactor: [
    (value) => value === undefined || (isList(value) && each(value, (factor) => Number(factor) >= 0)),
    'a list of numbers >= 0',
  ],
  missing: [(value) => value === 'error' || value === 'mask', "'error' or 'mask'"],
  tol: [isPositive, 'a positive number'],
  maxIter: [(value) => Number.isSafeInteger(value) && Number(value) >= 1, 'a whole number >= 1'],
  solver: [(value) => typeof value === 'string' && SOLVER_NAMES.includes(value), `one of ${SOLVER_NAMES.join(', ')}`],
  backend: [(value) => typeof value === 'string', 'the name of a tfjs backend or auto'],
};

function isWeight(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isPositive(value: unknown): boolean {
  return isWeight(value) && value !== 0;
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? `'${value}'` : isList(value) ? `[${Array.from(value).join(', ')}]` : String(value);

/** Options with their defaults. */
export type CheckedOptions = Required<Omit<EstimatorOptions, 'penaltyFactor'>> & {
  readonly penaltyFactor: ArrayLike<number> | undefined;
};

/**
 * The options with their defaults.
 *
 * @param name - the estimator, for the errors
 * @throws RangeError for a value out of range, TypeError for an option that does not exist
 */
export function checkedOptions(name: string, options: EstimatorOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${name} must be given options such as { alpha: 0.1 }, got ${shown(options)}`);
  }
  const known: readonly string[] = Object.keys(EXPECTED);
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new TypeError(`${name}: unknown option ${key}, expected ${known.join(', ')}`);
  }
  const { alpha, fitIntercept = true, standardize = false, positive = false, penaltyFactor } = options;
  const { missing = 'error', tol = 1e-4, maxIter = 10_000, solver = 'auto', backend = 'auto' } = options;
  const rows = { standardize, positive, penaltyFactor, missing };
  const complete = { alpha, fitIntercept, ...rows, tol, maxIter, solver, backend };
  for (const [key, value] of Object.entries(complete)) {
    const [accepts, expectation] = EXPECTED[key as keyof EstimatorOptions];
    if (!accepts(value)) throw new RangeError(`${name}: ${key} must be ${expectation}, got ${shown(value)}`);
  }
  if (positive && penaltyFactor && Array.from(penaltyFactor).includes(0)) {
    throw new RangeError(`${name}: positive must be false where a penaltyFactor is 0`);
  }
  return complete;
}

/** Options of a model with two penalties. */
export interface RatioOptions extends EstimatorOptions {
  /** What part of alpha is the first penalty's, from 0 to 1. @default 0.5 */
  l1Ratio?: number;
}

/** @throws RangeError for a ratio out of range */
export function checkedRatio(name: string, l1Ratio: unknown): void {
  if (typeof l1Ratio !== 'number' || !(l1Ratio >= 0 && l1Ratio <= 1)) {
    throw new RangeError(`${name}: l1Ratio must be a number from 0 to 1, got ${shown(l1Ratio)}`);
  }
}
