import { InvalidArgumentError } from 'commander';
import { type LinearFit, support } from '../estimators/linear-fit.js';
import { modelToJSON } from '../estimators/model-json.js';
import type { EstimatorOptions, SolverName } from '../estimators/options.js';
import { npyOf, readNpy } from '../node/npy.js';
import { prepareDirectory, writeFiles } from '../node/write-files.js';
import { MODELS, type Special } from './models.js';
import { readFactors, readVector } from './read-vector.js';

export interface FitCommand {
  readonly x: string;
  readonly y: string;
  readonly model: string;
  readonly alpha?: number;
  readonly alphaRatio?: number;
  readonly tol: number;
  readonly maxIter: number;
  readonly backend: string;
  readonly solver: SolverName;
  readonly intercept: boolean;
  readonly l1Ratio?: number;
  readonly groups?: string;
  readonly positive?: true;
  readonly standardize?: true;
  readonly penaltyFactor?: string;
  readonly sampleWeight?: string;
  readonly repeat: number;
  readonly out: string;
}

const finite = (text: string): number => (text.trim() === '' || !Number.isFinite(Number(text)) ? NaN : Number(text));

/** A number of at least 0 on the command line. */
export function weight(text: string): number {
  const value = finite(text);
  if (!(value >= 0)) throw new InvalidArgumentError('Expected a number >= 0.');
  return value;
}

/** A positive number on the command line. */
export function positiveNumber(text: string): number {
  const value = finite(text);
  if (!(value > 0)) throw new InvalidArgumentError('Expected a positive number.');
  return value;
}

/** A whole number of at least 1 on the command line. */
export function count(text: string): number {
  const value = positiveNumber(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('Expected a whole number >= 1.');
  return value;
}

/** What `fit.json` says. */
function record(fits: readonly LinearFit[], most: number) {
  const fit = fits.at(-1)!;
  return {
    alpha: fit.problems[0]!.alpha,
    alphaMax: most,
    relativeGap: fit.problems.map(({ relativeGap }) => relativeGap),
    converged: fit.problems.map(({ converged }) => converged),
    stopped: fit.problems.map(({ stopped }) => stopped),
    iterations: fit.problems.map(({ iterations }) => iterations),
    objective: fit.problems.map(({ objective }) => objective),
    nonZeroFeatures: support(fit).length,
    backend: fit.backend,
    solver: fit.solver,
    warnings: fit.warnings,
    seconds: fits.map(({ trace }) => trace!.seconds),
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** @throws Error for an option that the model does not know */
async function specialsOf({ model, l1Ratio, groups }: FitCommand): Promise<Special> {
  const { knows } = MODELS[model]!;
  const given = { l1Ratio, groups };
  for (const [name, flag] of [
    ['l1Ratio', '--l1-ratio'],
    ['groups', '--groups'],
  ] as const) {
    if (given[name] === undefined || knows.includes(name)) continue;
    const those = Object.keys(MODELS).filter((each) => MODELS[each]!.knows.includes(name));
    throw new Error(`${flag} is for ${those.join(', ')}, got --model ${model}`);
  }
  return { l1Ratio, groups: groups === undefined ? undefined : await readVector(groups) };
}

/** `tensor-lasso fit`: fits a model to two .npy files, and writes coefficients, intercepts and what is known of them. */
export async function fitFiles(command: FitCommand): Promise<void> {
  if ((command.alpha === undefined) === (command.alphaRatio === undefined)) {
    throw new Error('fit needs either --alpha or --alpha-ratio');
  }
  await prepareDirectory(command.out);
  const [X, Y] = [await readNpy(command.x), await readNpy(command.y)];
  if (X.rows !== Y.rows) {
    throw new TypeError(`${command.x} and ${command.y} must have the same number of rows, got ${X.rows} and ${Y.rows}`);
  }
  const special = await specialsOf(command);
  const { intercept: fitIntercept, tol, maxIter, backend, solver, positive, standardize } = command;
  const own = {
    fitIntercept,
    ...(positive && { positive }),
    ...(standardize && { standardize }),
    ...(command.penaltyFactor && { penaltyFactor: await readFactors(command.penaltyFactor) }),
  };
  const weights = command.sampleWeight ? { sampleWeight: await readVector(command.sampleWeight) } : {};
  const make = (options: EstimatorOptions) => MODELS[command.model]!.make({ ...own, ...options }, special);
  const maxima = command.l1Ratio === 0 ? new Float64Array(1) : await make({ alpha: 1 }).alphaMax(X, Y, weights);
  const most = maxima.reduce((largest, value) => Math.max(largest, value), 0);
  const alpha = command.alpha ?? command.alphaRatio! * most;
  if (command.alpha === undefined && alpha === 0)
    throw new RangeError('--alpha-ratio has nothing to refer to: X and Y are not correlated, alphaMax is 0');
  const estimator = make({ alpha, tol, maxIter, backend, solver });
  const fits: LinearFit[] = [];
  for (let k = 0; k < command.repeat; k++) {
    fits.push(await estimator.fit(X, Y, { ...weights, trace: true }));
  }
  const { coef, intercept } = fits.at(-1)!;
  const summary = record(fits, most);
  const paths = await writeFiles(command.out, {
    'coef.npy': npyOf(coef.values, [coef.rows, coef.cols]),
    'intercept.npy': npyOf(intercept, [intercept.length]),
    'fit.json': `${JSON.stringify(summary)}\n`,
    'model.json': `${JSON.stringify(modelToJSON(fits.at(-1)!))}\n`,
  });
  const gap = Math.max(...summary.relativeGap).toExponential(1);
  const seconds = Math.min(...summary.seconds.map(({ total }) => total)).toFixed(4);
  const state = summary.converged.every(Boolean) ? 'converged' : 'NOT converged';
  console.log(
    `${command.model}: alpha ${alpha}, ${summary.nonZeroFeatures} of ${coef.cols} features, ${state}, relative gap ${gap}, ${seconds} s`,
  );
  for (const warning of summary.warnings) console.log(`warning: ${warning}`);
  console.log(`Written:\n${paths.map((path) => `  ${path}`).join('\n')}`);
}
