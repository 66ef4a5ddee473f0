import { check } from '../arguments/check.js';
import { isRecord, type Rule } from '../arguments/rules.js';
import { MATRIX, type Matrix, zeros } from '../data/matrix.js';
import { isList } from '../data/to-vector.js';
import { supportSizes } from '../estimators/linear-fit.js';
import type { PathStep } from './path.js';

/** A path as arrays; of shape (steps, problems) where nothing else is said. */
export interface PathRecord {
  readonly alphas: Matrix;
  /** Of each task, shape (features, steps): row j is the line of feature j. */
  readonly coef: readonly Matrix[];
  /** Shape (steps, tasks). */
  readonly intercepts: Matrix;
  readonly objective: Matrix;
  readonly dualGap: Matrix;
  readonly relativeGap: Matrix;
  readonly iterations: Matrix;
  /** What part of the deviance is explained. */
  readonly explained: Matrix;
  /** How many features are selected. */
  readonly nonZeros: Matrix;
  /** Degrees of freedom, if the path tells them. */
  readonly df?: Matrix;
}

const NAME = 'collectPath';

const PATH: Rule = {
  accepts: (value) =>
    typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value),
  expected: 'what path(…) gives, or its steps',
  error: TypeError,
};

const STEP: Rule = {
  accepts: (value) =>
    isRecord(value) &&
    isRecord(value.fit) &&
    MATRIX.accepts(value.fit.coef) &&
    isList(value.fit.problems) &&
    isList(value.explained),
  expected: 'a step of path(…)',
  error: TypeError,
};

/** One row for each step. */
function table(steps: readonly PathStep[], rowOf: (step: PathStep) => ArrayLike<number>): Matrix {
  const rows = steps.map(rowOf);
  const all = zeros(rows.length, rows[0]!.length);
  rows.forEach((values, k) => {
    all.values.set(values, k * all.cols);
  });
  return all;
}

/** Coefficients of a task, shape (features, steps). */
function lines(steps: readonly PathStep[], task: number): Matrix {
  const { cols } = steps[0]!.fit.coef;
  const all = zeros(cols, steps.length);
  steps.forEach(({ fit: { coef } }, k) => {
    for (let j = 0; j < cols; j++) all.values[j * all.cols + k] = coef.values[task * cols + j]!;
  });
  return all;
}

/**
 * Arrays of all steps of a path, as glmnet and scikit-learn's `enet_path` give them.
 *
 * @param path - from `path`, or the steps of it that are there
 * @throws RangeError if it has no steps, TypeError for what is no path; what the path throws
 */
export async function collectPath(path: AsyncIterable<PathStep> | Iterable<PathStep>): Promise<PathRecord> {
  check(NAME, 'path', path, PATH);
  const steps: PathStep[] = [];
  for await (const step of path) {
    check(NAME, `path[${steps.length}]`, step, STEP);
    steps.push(step);
  }
  const [first] = steps;
  if (!first) throw new RangeError('collectPath: path must have at least one step, got none');
  const of = (name: 'alpha' | 'objective' | 'dualGap' | 'relativeGap' | 'iterations') =>
    table(steps, ({ fit }) => fit.problems.map((problem) => problem[name]));
  return {
    alphas: of('alpha'),
    coef: Array.from({ length: first.fit.coef.rows }, (_, task) => lines(steps, task)),
    intercepts: table(steps, ({ fit }) => fit.intercept),
    objective: of('objective'),
    dualGap: of('dualGap'),
    relativeGap: of('relativeGap'),
    iterations: of('iterations'),
    explained: table(steps, ({ explained }) => explained),
    nonZeros: table(steps, ({ fit }) => supportSizes(fit)),
    ...(first.df && { df: table(steps, ({ df }) => df!) }),
  };
}
