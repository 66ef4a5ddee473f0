import { check, checkNames, checkValues } from '../arguments/check.js';
import { any, isRecord, number, oneOf, type Rule, type Rules, whole, yesOrNo } from '../arguments/rules.js';
import { shown } from '../arguments/shown.js';
import { type Expected, toVector, type VectorInput } from '../data/to-vector.js';
import type { Datafit } from '../datafits/datafit.js';
import type { Method } from '../engine/fit.js';
import type { Penalty } from '../penalties/penalty.js';
import { douglasRachford } from '../solvers/douglas-rachford.js';
import { fista, restartedFista } from '../solvers/fista.js';
import { ista } from '../solvers/ista.js';
import { type Solution, type SolveOptions, solve } from '../solvers/solve.js';
import type { Solver, State } from '../solvers/solver.js';
import { type Alpha, type AlphaInput, readAlpha } from './read-alphas.js';
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
  alpha: AlphaInput;
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
  penaltyFactor?: VectorInput;
  /** Stop a problem when its duality gap is at most this, relative to ‖Y‖²/n (Y weighted, and without what an intercept and unpenalised features explain). With 0 it goes as far as float64 does. @default 1e-4 */
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

/** Lists have rules of their own. */
const RULES: Rules<EstimatorOptions> = {
  alpha: any,
  fitIntercept: yesOrNo,
  standardize: yesOrNo,
  positive: yesOrNo,
  penaltyFactor: any,
  missing: { accepts: (value) => value === 'error' || value === 'mask', expected: "'error' or 'mask'" },
  tol: number('a number >= 0', (value) => value >= 0 && value < Infinity),
  maxIter: whole(1),
  solver: oneOf(SOLVER_NAMES),
  backend: { accepts: (value) => typeof value === 'string', expected: 'the name of a tfjs backend or auto' },
};

/** Options with their defaults; lists are copies. */
export type CheckedOptions = Required<Omit<EstimatorOptions, 'alpha' | 'penaltyFactor'>> & {
  readonly alpha: Alpha;
  readonly penaltyFactor: Float64Array | undefined;
};

/** @throws TypeError for options that are no object */
export function checkGiven(name: string, options: unknown): void {
  if (isRecord(options)) return;
  throw new TypeError(`${name} must be given options such as { alpha: 0.1 }, got ${shown(options)}`);
}

/**
 * The options with their defaults.
 *
 * @param name - the estimator, for the errors
 * @param own - names of options that it takes beside these
 * @throws RangeError for a value out of range, TypeError for an option that does not exist, and for lists of something else than numbers
 */
export function checkedOptions(name: string, options: EstimatorOptions, own: readonly string[] = []): CheckedOptions {
  checkGiven(name, options);
  checkNames(name, options, [...Object.keys(RULES), ...own]);
  checkValues(name, options, RULES);
  const { fitIntercept = true, standardize = false, positive = false, penaltyFactor: given } = options;
  const { missing = 'error', tol = 1e-4, maxIter = 10_000, solver = 'auto', backend = 'auto' } = options;
  const alpha = readAlpha(`${name}: alpha`, options.alpha);
  const penaltyFactor = given === undefined ? undefined : toVector(`${name}: penaltyFactor`, given, FACTORS);
  if (positive && penaltyFactor?.includes(0)) {
    throw new RangeError(`${name}: positive must be false where a penaltyFactor is 0`);
  }
  const rows = { standardize, positive, penaltyFactor, missing };
  return { alpha, fitIntercept, ...rows, tol, maxIter, solver, backend };
}

const FACTORS: Expected = { what: 'a list of numbers >= 0', accepts: (factor) => factor >= 0 };

/** Options of a model with two penalties. */
export interface RatioOptions extends EstimatorOptions {
  /** What part of alpha is the first penalty's, from 0 to 1. @default 0.5 */
  l1Ratio?: number;
}

const RATIO: Rule = number('a number from 0 to 1', (value) => value >= 0 && value <= 1);

/** @throws RangeError for a ratio out of range */
export const checkRatio = (name: string, l1Ratio: unknown): void => check(name, 'l1Ratio', l1Ratio, RATIO);
