import { columnsOf } from '../data/matrix.js';
import { checkFinite } from '../data/to-matrix.js';
import type { Data, PathFitOptions } from './model.js';
import type { CheckedOptions } from './options.js';
import { type Prepared, prepare } from './prepare.js';
import { type How, type Recipe, readHow } from './read-how.js';
import { type MatrixInput, readNumbers } from './read-matrix.js';
import { checkRows } from './read-samples.js';
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
  /** Who asks, for the errors: `lasso.fit`. */
  readonly name: string;
  readonly data: Data;
  readonly how: Omit<How, 'sampleWeight'>;
  /** Of the samples, as they count. */
  readonly weights: Float64Array | undefined;
  /** The problem for such a penalty. */
  prepare(penalised: Penalised, part?: Part): Promise<Prepared>;
  /** Throws if X has entries that are not finite. */
  checkX(): void;
}

/** The options of a problem in which nothing is penalised: a feature is in or out. */
const unpenalised = ({ penaltyFactor, ...options }: CheckedOptions): CheckedOptions => ({
  ...options,
  standardize: false,
  penaltyFactor: penaltyFactor?.map((factor) => (factor === Infinity ? factor : 1)),
});

/**
 * Reads X and Y, and checks what goes with them. That X is finite may be left to who reads all of it next anyway.
 *
 * @param name - who asks, for the errors
 * @throws TypeError for kinds and shapes that do not fit, RangeError for entries that are not finite
 */
export async function readProblem(
  name: string,
  recipe: Recipe,
  [X, Y]: readonly [MatrixInput, MatrixInput],
  fitOptions: PathFitOptions,
): Promise<ReadProblem> {
  const { options } = recipe;
  const data = [await readNumbers(`${name}: X`, X), await readTargets(`${name}: Y`, Y, options.missing)] as const;
  checkRows(name, data);
  const { sampleWeight: weights, ...how } = readHow(name, recipe, data, fitOptions);
  const [design, targets] = data;
  const checkX = () => checkFinite(`${name}: X`, design);
  return {
    name,
    data,
    how,
    weights,
    checkX,
    prepare(penalised, { places, centred = false } = {}) {
      const own = [design, places ? columnsOf(targets, places) : targets] as const;
      const counted = penalised === 'nothing' ? unpenalised(options) : options;
      return prepare(own, counted, { weights, centred, checkX, signal: how.signal });
    },
  };
}
