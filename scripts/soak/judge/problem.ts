import type { Matrix } from 'tensor-lasso';
import { type Basis, basisOf, takeOff } from './basis.js';
import { type Block, blocksOf } from './blocks.js';
import { exponentOf, largestOf, shifted } from './power.js';
import type { Rounding } from './sizes.js';
import { addTimes, copyOf, dot, exactly, type Twofold, times } from './twofold.js';

/** Problems as they were put to an estimator, in the words of its documentation. */
export interface Posed {
  readonly X: Matrix;
  /** NaN where an entry is missing. */
  readonly Y: Matrix;
  readonly weights: Float64Array | undefined;
  readonly fitIntercept: boolean;
  readonly standardize: boolean;
  readonly positive: boolean;
  /** How often the penalty of each feature counts. */
  readonly factors: Float64Array | undefined;
  readonly joint: boolean;
  /** What the penalty is at alpha 1; max is the weight of `Σ_j ‖W_j‖_∞`. */
  readonly parts: { readonly l1: number; readonly l2: number; readonly max: number; readonly ridge: number };
  readonly groups:
    | { readonly features: readonly (readonly number[])[]; readonly weights: readonly number[] }
    | undefined;
}

/**
 * One of them, in units of its own: each column of X, and Y, is divided by a power of two, so that no unit leaves the range of
 * doubles. `minimise Σ_t Σ_i v_it (y_it − Σ_j x_ij w_jt − b_t)²/(2 total)` and a penalty of each block.
 */
export interface Problem {
  readonly posed: Posed;
  readonly tasks: readonly number[];
  /** Samples with an entry that is there, and a weight above 0. */
  readonly rows: readonly number[];
  readonly columns: readonly Twofold[];
  readonly exponents: readonly number[];
  readonly targets: readonly Twofold[];
  readonly exponent: number;
  /** v of each task, 0 where an entry is missing. Tasks of which the same entries are there share it. */
  readonly counts: readonly Float64Array[];
  /** Of all samples. */
  readonly total: number;
  /** Whether a sample counts so little beside others that it may as well not be there. */
  readonly lopsided: boolean;
  /** Features whose column is one number. */
  readonly constant: readonly boolean[];
  readonly blocks: readonly Block[];
  readonly ones: Twofold;
  /** Of what is not penalised: the intercept, and features of factor 0. */
  readonly bases: readonly Basis[];
}

/** Coefficients of each task, in the units of the problem, and what they leave. */
export interface Point {
  readonly W: readonly Float64Array[];
  /** y_t − ŷ_t. */
  readonly residuals: readonly Twofold[];
  /** `Σ_t ‖y_t − ŷ_t‖²/total`. */
  readonly deviance: number;
  readonly rounding: Rounding;
}

/** Of the largest weight. */
const LEAST = 2 ** -900;

const places = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** A list divided by the power of two next to its largest entry, and that power. */
function normalised(values: Float64Array): { scaled: Float64Array; exponent: number } {
  const exponent = exponentOf(largestOf(values));
  return { scaled: values.map((value) => shifted(value, -exponent)), exponent };
}

/** `√(Σ_i v_i (x_i − x̄)²/total)`. */
function deviation(column: Twofold, v: Float64Array, total: number): number {
  const left = copyOf(column);
  takeOff(left, basisOf([exactly(new Float64Array(v.length).fill(1))], v, { means: true }));
  return Math.sqrt(dot(times(v, left), left) / total);
}

/** One list for all tasks of which the same entries are there. */
function countsOf({ Y }: Posed, tasks: readonly number[], rows: readonly number[], v: Float64Array): Float64Array[] {
  const known = new Map<string, Float64Array>();
  return tasks.map((t) => {
    const there = rows.map((i) => !Number.isNaN(Y.values[i * Y.cols + t]!));
    const key = there.join();
    const own = known.get(key) ?? v.map((value, k) => (there[k] ? value : 0));
    known.set(key, own);
    return own;
  });
}

/** Bases of tasks, made once for those that count alike. */
export function basesOf(counts: readonly Float64Array[], make: (v: Float64Array) => Basis): Basis[] {
  const known = new Map<Float64Array, Basis>();
  return counts.map((v) => {
    const own = known.get(v) ?? make(v);
    known.set(v, own);
    return own;
  });
}

/** The problem of some tasks; nothing if no sample counts. */
function problemOf(posed: Posed, tasks: readonly number[]): Problem | undefined {
  const { X, Y, weights, factors, fitIntercept, standardize } = posed;
  const observed = (i: number) => tasks.some((t) => !Number.isNaN(Y.values[i * Y.cols + t]!));
  const rows = places(X.rows).filter((i) => (weights?.[i] ?? 1) > 0 && observed(i));
  if (rows.length === 0) return undefined;
  const { scaled: v } = normalised(Float64Array.from(rows, (i) => weights?.[i] ?? 1));
  const ones = exactly(new Float64Array(rows.length).fill(1));
  const total = dot(exactly(v), ones);
  const raw = places(X.cols).map((j) => Float64Array.from(rows, (i) => X.values[i * X.cols + j]!));
  const constant = raw.map((column) => column.every((value) => value === column[0]));
  const small = raw.map(normalised);
  const columns = small.map(({ scaled }) => exactly(scaled));
  const exponents = small.map(({ exponent }) => exponent);
  const entry = (i: number, t: number): number => Y.values[i * Y.cols + t]! || 0;
  const exponent = exponentOf(largestOf(rows.flatMap((i) => tasks.map((t) => entry(i, t)))));
  const targets = tasks.map((t) => exactly(Float64Array.from(rows, (i) => shifted(entry(i, t), -exponent))));
  const counts = countsOf(posed, tasks, rows, v);
  const free = places(X.cols).filter((j) => factors?.[j] === 0);
  const deviations = columns.map((column, j) =>
    standardize && !constant[j] ? deviation(column, v, total) : undefined,
  );
  return {
    posed,
    tasks,
    rows,
    columns,
    exponents,
    targets,
    exponent,
    counts,
    total,
    lopsided: v.some((value) => value < LEAST),
    constant,
    blocks: blocksOf(posed, { exponents, exponent, deviations }),
    ones,
    bases: basesOf(counts, (own) =>
      basisOf([...(fitIntercept ? [ones] : []), ...free.map((j) => columns[j]!)], own, { means: fitIntercept }),
    ),
  };
}

/** The problems of a batch: one for all tasks, or one for each. */
export function problemsOf(posed: Posed): (Problem | undefined)[] {
  const tasks = places(posed.Y.cols);
  return posed.joint ? [problemOf(posed, tasks)] : tasks.map((t) => problemOf(posed, [t]));
}

/** `y_t − Σ_j x_j w_jt − b_t`. */
export function residualsOf(
  { targets, columns, ones }: Problem,
  W: readonly Float64Array[],
  b: readonly number[],
): Twofold[] {
  return targets.map((target, t) => {
    const left = copyOf(target);
    if (b[t] !== 0) addTimes(left, -b[t]!, ones);
    W[t]!.forEach((w, j) => {
      if (w !== 0) addTimes(left, -w, columns[j]!);
    });
    return left;
  });
}
