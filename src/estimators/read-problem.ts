import { columnsOf, type Matrix } from '../data/matrix.js';
import { missingColumn } from '../data/observed.js';
import { countingWeights } from '../data/sample-weights.js';
import { checkFinite } from '../data/to-matrix.js';
import type { Data, FitOptions, Model } from './model.js';
import { type CheckedOptions, isTensorSolver } from './options.js';
import { type Prepared, prepare } from './prepare.js';
import { type MatrixInput, readNumbers } from './read-matrix.js';
import { readTargets } from './read-targets.js';

/** What a penalty is made of: norms and perhaps squares, squares alone, or nothing. */
export type Penalised = 'norms' | 'squares' | 'nothing';

interface Part {
  /** Of which tasks. @default all */
  readonly places?: readonly number[] | undefined;
  /** Whether its means are off beforehand, which takes a copy of X. @default where that is needed anyway */
  readonly centred?: boolean;
}

/** What a model is to be fitted to. */
export interface ReadProblem {
  readonly data: Data;
  /** Of the samples, as they count. */
  readonly weights: Float64Array | undefined;
  /** The problem for such a penalty. */
  prepare(penalised: Penalised, part?: Part): Promise<Prepared>;
  /** Throws if X has entries that are not finite. */
  checkX(): void;
}

/**
 * Sample weights as they count: see `countingWeights`.
 *
 * @throws TypeError or RangeError for weights that do not fit the samples
 */
export function readWeights(
  name: string,
  samples: number,
  weights: ArrayLike<number> | undefined,
): Float64Array | undefined {
  if (weights === undefined) return undefined;
  const expected = `${samples} numbers >= 0, not all of them 0`;
  if (typeof weights !== 'object' || weights.length !== samples) {
    throw new TypeError(`${name}: sampleWeight must be ${expected}, got ${weights?.length ?? weights}`);
  }
  const values = Array.from(weights);
  const bad = values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (bad >= 0) throw new RangeError(`${name}: sampleWeight must be ${expected}, got ${values[bad]} at ${bad}`);
  if (!values.some((value) => value > 0)) {
    throw new RangeError(`${name}: sampleWeight must be ${expected}, got only zeros`);
  }
  return countingWeights(values);
}

/** @throws RangeError if all that is there of a task weighs nothing */
function checkCounted(name: string, Y: Matrix, weights: Float64Array | undefined): void {
  const counted = weights && {
    ...Y,
    values: Y.values.map((y, at) => (weights[Math.floor(at / Y.cols)]! > 0 ? y : NaN)),
  };
  const empty = counted ? missingColumn(counted) : -1;
  if (empty < 0) return;
  throw new RangeError(
    `${name}.fit: Y must have an entry of a weight above 0 in each column, got none in column ${empty}`,
  );
}

/** @throws TypeError if there are not as many as there are features */
function checkFactors(name: string, [X]: Data, { penaltyFactor }: CheckedOptions): void {
  if (penaltyFactor && penaltyFactor.length !== X.cols) {
    const got = penaltyFactor.length;
    throw new TypeError(`${name}.fit: penaltyFactor must have ${X.cols} numbers like X columns, got ${got}`);
  }
}

/** @throws RangeError for a solver that does not know the penalty */
function checkSolver({ name, groups, penalty }: Model, { solver }: CheckedOptions): void {
  if (groups && solver !== 'auto') {
    throw new RangeError(`${name}.fit: solver must be auto for groups of features, got ${solver}`);
  }
  if (penalty && solver !== 'auto' && !isTensorSolver(solver)) {
    throw new RangeError(`${name}.fit: solver must be auto or one on tensors for this penalty, got ${solver}`);
  }
}

/** @throws TypeError if groups are not of these features, RangeError if features of a group have different factors */
function checkGroups({ name, groups }: Model, [X]: Data, { penaltyFactor }: CheckedOptions): void {
  if (!groups) return;
  if (groups.count !== X.cols) {
    throw new TypeError(`${name}.fit: groups must hold ${X.cols} features like X columns, got ${groups.count}`);
  }
  groups.features.forEach((features) => {
    const [first] = features;
    const other = features.find((j) => penaltyFactor && penaltyFactor[j] !== penaltyFactor[first!]);
    if (other === undefined) return;
    const got = `${penaltyFactor![first!]} of feature ${first} and ${penaltyFactor![other]} of feature ${other}`;
    throw new RangeError(`${name}.fit: penaltyFactor must be the same for all features of a group, got ${got}`);
  });
}

/** The options of a problem in which nothing is penalised: a feature is in or out. */
const unpenalised = ({ penaltyFactor, ...options }: CheckedOptions): CheckedOptions => ({
  ...options,
  standardize: false,
  penaltyFactor: penaltyFactor && Array.from(penaltyFactor, (factor) => (factor === Infinity ? factor : 1)),
});

/** @throws TypeError if `init` has coefficients of another shape than the fit will, RangeError if they are not finite */
export function checkInit(name: string, [X, Y]: Data, { init }: Pick<FitOptions, 'init'>): void {
  const coef = init?.coef;
  if (coef && (coef.rows !== Y.cols || coef.cols !== X.cols)) {
    const expected = `${Y.cols} x ${X.cols} (tasks, features)`;
    throw new TypeError(`${name}.fit: init must have coef of shape ${expected}, got ${coef.rows} x ${coef.cols}`);
  }
  if (coef) checkFinite(`${name}.fit: init.coef`, coef);
}

/** @throws TypeError if a list of alphas does not have one for each problem */
export function alphasOf({ name, joint }: Model, alpha: number | readonly number[], Y: Matrix): readonly number[] {
  if (typeof alpha === 'number') return [alpha];
  const problems = joint ? 1 : Y.cols;
  if (alpha.length !== problems) {
    const expected = `one number or one for each of ${problems} problems`;
    throw new TypeError(`${name}.fit: alpha must be ${expected}, got ${alpha.length}`);
  }
  return alpha;
}

/**
 * Reads X and Y, and checks what goes with them. That X is finite may be left to who reads all of it next anyway.
 *
 * @throws TypeError for kinds and shapes that do not fit, RangeError for entries that are not finite
 */
export async function readProblem(
  model: Model,
  options: CheckedOptions,
  [X, Y]: readonly [MatrixInput, MatrixInput],
  fitOptions: FitOptions,
): Promise<ReadProblem> {
  const { name } = model;
  const design = await readNumbers(`${name}.fit: X`, X);
  const targets = await readTargets(`${name}.fit: Y`, Y, options.missing);
  if (design.rows !== targets.rows) {
    const sizes = `${design.rows} and ${targets.rows}`;
    throw new TypeError(`${name}.fit: X and Y must have the same number of rows, got ${sizes}`);
  }
  const data = [design, targets] as const;
  checkInit(name, data, fitOptions);
  checkFactors(name, data, options);
  checkSolver(model, options);
  checkGroups(model, data, options);
  const weights = readWeights(`${name}.fit`, design.rows, fitOptions.sampleWeight);
  checkCounted(name, targets, weights);
  const checkX = () => checkFinite(`${name}.fit: X`, design);
  return {
    data,
    weights,
    checkX,
    prepare(penalised, { places, centred = false } = {}) {
      const own = [design, places ? columnsOf(targets, places) : targets] as const;
      const counted = penalised === 'nothing' ? unpenalised(options) : options;
      return prepare(own, counted, { weights, centred, checkX, signal: fitOptions.signal });
    },
  };
}
