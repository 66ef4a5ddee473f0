import { columnsOf, type Matrix } from '../data/matrix.js';
import { checkFinite } from '../data/to-matrix.js';
import type { Data, FitOptions, Model } from './model.js';
import type { CheckedOptions } from './options.js';
import { type Prepared, prepare } from './prepare.js';
import { type MatrixInput, readMatrix, readNumbers } from './read-matrix.js';

/** What a penalty is made of: norms and perhaps squares, squares alone, or nothing. */
export type Penalised = 'norms' | 'squares' | 'nothing';

/** What a model is to be fitted to. */
export interface ReadProblem {
  readonly data: Data;
  /** The problem for such a penalty: of all tasks, or of those at some places. */
  prepare(penalised: Penalised, places?: readonly number[]): Prepared;
  /** Throws if X has entries that are not finite. */
  checkX(): void;
}

/** @throws TypeError or RangeError for sample weights that do not fit the samples */
export function checkWeights(name: string, samples: number, weights: ArrayLike<number> | undefined): void {
  if (weights === undefined) return;
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
}

/** @throws TypeError if there are not as many as there are features */
function checkFactors(name: string, [X]: Data, { penaltyFactor }: CheckedOptions): void {
  if (penaltyFactor && penaltyFactor.length !== X.cols) {
    const got = penaltyFactor.length;
    throw new TypeError(`${name}.fit: penaltyFactor must have ${X.cols} numbers like X columns, got ${got}`);
  }
}

/** The options of a problem in which nothing is penalised: a feature is in or out. */
const unpenalised = ({ penaltyFactor, ...options }: CheckedOptions): CheckedOptions => ({
  ...options,
  standardize: false,
  penaltyFactor: penaltyFactor && Array.from(penaltyFactor, (factor) => (factor === Infinity ? factor : 1)),
});

/** @throws TypeError if `init` has coefficients of another shape than the fit will, RangeError if they are not finite */
function checkInit(name: string, [X, Y]: Data, { init }: FitOptions): void {
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
  { name }: Model,
  options: CheckedOptions,
  [X, Y]: readonly [MatrixInput, MatrixInput],
  fitOptions: FitOptions,
): Promise<ReadProblem> {
  const design = await readNumbers(`${name}.fit: X`, X);
  const targets = await readMatrix(`${name}.fit: Y`, Y);
  if (design.rows !== targets.rows) {
    const sizes = `${design.rows} and ${targets.rows}`;
    throw new TypeError(`${name}.fit: X and Y must have the same number of rows, got ${sizes}`);
  }
  const data = [design, targets] as const;
  checkInit(name, data, fitOptions);
  checkFactors(name, data, options);
  checkWeights(`${name}.fit`, design.rows, fitOptions.sampleWeight);
  const checkX = () => checkFinite(`${name}.fit: X`, design);
  return {
    data,
    checkX,
    prepare(penalised, places) {
      const own = [design, places ? columnsOf(targets, places) : targets] as const;
      const counted = penalised === 'nothing' ? unpenalised(options) : options;
      return prepare(own, counted, { sampleWeight: fitOptions.sampleWeight, checkX });
    },
  };
}
