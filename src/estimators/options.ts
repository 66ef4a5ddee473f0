import type { Datafit } from '../datafits/datafit.js';
import type { Method } from '../engine/fit.js';
import type { Penalty } from '../penalties/penalty.js';
import { douglasRachford } from '../solvers/douglas-rachford.js';
import { fista, restartedFista } from '../solvers/fista.js';
import { ista } from '../solvers/ista.js';
import { type Solution, type SolveOptions, solve } from '../solvers/solve.js';
import type { Solver, State } from '../solvers/solver.js';

/** The solvers on tensors. */
export type TensorSolverName = 'ista' | 'fista' | 'restartedFista' | 'douglasRachford';

/** The solvers on the host: coordinate descent with the Gram matrix of all features, or by working sets. */
const HOST_SOLVERS: readonly Method[] = ['gram', 'workingSets'];

/** `'auto'` takes what is fastest and certifies any tolerance, as the solvers on the host do. */
export type SolverName = 'auto' | Method | TensorSolverName;

/** Whether a solver runs on tensors. */
export const isTensorSolver = (name: SolverName): name is TensorSolverName => Object.hasOwn(SOLVERS, name);

export interface EstimatorOptions {
  /** Weight of the penalty against `1/(2n) ‖Y − XW‖²`, positive, in units of X·Y, as in scikit-learn. */
  alpha: number;
  /** Whether to fit an intercept, which is not penalised. @default true */
  fitIntercept?: boolean;
  /** Stop a problem when its duality gap is at most this, relative to ‖Y‖²/n (Y centred if there is an intercept). @default 1e-4 */
  tol?: number;
  /** Steps, or passes over the data, after which a problem is returned as it is, with `converged: false`. @default 10000 */
  maxIter?: number;
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

const EXPECTED: Readonly<Record<keyof EstimatorOptions, [(value: unknown) => boolean, string]>> = {
  alpha: [isPositive, 'a positive number'],
  fitIntercept: [(value) => typeof value === 'boolean', 'true or false'],
  tol: [isPositive, 'a positive number'],
  maxIter: [(value) => Number.isSafeInteger(value) && Number(value) >= 1, 'a whole number >= 1'],
  solver: [(value) => typeof value === 'string' && SOLVER_NAMES.includes(value), `one of ${SOLVER_NAMES.join(', ')}`],
  backend: [(value) => typeof value === 'string', 'the name of a tfjs backend or auto'],
};

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

const shown = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));

/**
 * The options with their defaults.
 *
 * @param name - the estimator, for the errors
 * @throws RangeError for a value out of range, TypeError for an option that does not exist
 */
export function checkedOptions(name: string, options: EstimatorOptions): Required<EstimatorOptions> {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${name} must be given options such as { alpha: 0.1 }, got ${shown(options)}`);
  }
  const known: readonly string[] = Object.keys(EXPECTED);
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new TypeError(`${name}: unknown option ${key}, expected ${known.join(', ')}`);
  }
  const { alpha, fitIntercept = true, tol = 1e-4, maxIter = 10_000, solver = 'auto', backend = 'auto' } = options;
  const complete = { alpha, fitIntercept, tol, maxIter, solver, backend };
  for (const [key, value] of Object.entries(complete)) {
    const [accepts, expectation] = EXPECTED[key as keyof EstimatorOptions];
    if (!accepts(value)) throw new RangeError(`${name}: ${key} must be ${expectation}, got ${shown(value)}`);
  }
  return complete;
}
