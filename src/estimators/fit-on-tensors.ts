import * as tf from '@tensorflow/tfjs-core';
import { select } from '../backends/select-backend.js';
import { withBackend } from '../backends/with-backend.js';
import { type Certificate, certify } from '../certificate/certify.js';
import { centre } from '../data/centre.js';
import { inRange } from '../data/in-range.js';
import { columns, type Matrix, row, transpose } from '../data/matrix.js';
import { dividedBy, powerOfTwo } from '../data/power-of-two.js';
import type { Datafit } from '../datafits/datafit.js';
import { gradientFlops, quadratic } from '../datafits/quadratic.js';
import { withRidge } from '../datafits/with-ridge.js';
import { l1 } from '../penalties/l1.js';
import { l21 } from '../penalties/l21.js';
import type { Penalty } from '../penalties/penalty.js';
import { sparseGroup } from '../penalties/sparse-group.js';
import type { Solution } from '../solvers/solve.js';
import { orFree, own } from '../tensors/own.js';
import { readBack } from '../tensors/read-back.js';
import type { LinearFit } from './linear-fit.js';
import { type FitOptions, type Model, summary } from './model.js';
import { type CheckedOptions, SOLVERS, type TensorSolverName } from './options.js';
import type { Prepared } from './prepare.js';
import type { Observer } from './trace.js';

/** X and Y as the solvers see them: scaled, and centred if there is an intercept. */
interface Scaled {
  readonly X: Matrix;
  readonly Y: Matrix;
  readonly xScale: number;
  readonly yScale: number;
  readonly xMeans: Float64Array;
  readonly yMeans: Float64Array;
}

/** A matrix divided by `scale`, after its column `means` (also divided) have been taken off. */
interface Conditioned {
  readonly matrix: Matrix;
  readonly scale: number;
  readonly means: Float64Array;
}

/**
 * Scales by powers of two (exact), so that float32 neither overflows nor vanishes, and centres, both in float64. What is
 * left of a column with a large mean is small, so that it is scaled again.
 */
function condition(matrix: Matrix, fitIntercept: boolean): Conditioned {
  const first = powerOfTwo(matrix);
  const scaled = dividedBy(first, matrix);
  if (!fitIntercept) return { matrix: scaled, scale: first, means: new Float64Array(matrix.cols) };
  const centred = centre(scaled);
  const second = powerOfTwo(centred.matrix);
  return {
    matrix: dividedBy(second, centred.matrix),
    scale: first * second,
    means: centred.means.map((mean) => mean / second),
  };
}

function scaledData(X: Matrix, Y: Matrix, fitIntercept: boolean): Scaled {
  const [x, y] = [condition(X, fitIntercept), condition(Y, fitIntercept)];
  return { X: x.matrix, Y: y.matrix, xScale: x.scale, yScale: y.scale, xMeans: x.means, yMeans: y.means };
}

interface Certified extends Certificate {
  readonly relativeGap: number;
}

/** The penalty of a model on tensors: α Ω of each problem, and the ridge of each feature and problem. */
interface Penalised {
  readonly penalty: Penalty;
  /** α of Ω. */
  readonly alphas: readonly number[];
  /** Shape (features, problems or 1); nothing if there is none. */
  readonly ridge: Matrix | undefined;
}

/** Excludes a feature in float32, and leaves 0 of it 0. */
const EXCLUDED = 1e30;

/** How often the penalty of each feature counts, units included, as far as float32 goes. */
export const countedBy = (
  features: number,
  factors: Float64Array | undefined,
  units: Float64Array | undefined,
): number[] => Array.from({ length: features }, (_, j) => Math.min(factors?.[j] ?? 1, EXCLUDED) * (units?.[j] ?? 1));

/** In units of scaled data; to be made where its tensors are to be. */
function penalise(
  { parts, penalty: make }: Model,
  { positive }: CheckedOptions,
  { factors, units: standard, data: [X] }: Pick<Prepared, 'factors' | 'units' | 'data'>,
  given: readonly number[],
  { xScale, yScale }: Scaled,
): Penalised {
  const { l1: first, l2: second, ridge } = parts;
  const features = Array.from({ length: X.cols }, (_, j) => j);
  const own = (j: number) => Math.min(factors?.[j] ?? 1, EXCLUDED);
  const units = standard?.map((unit) => unit / xScale);
  const unit = (j: number) => units?.[j] ?? 1 / xScale;
  const options = { positive, ...((factors || units) && { factors: countedBy(X.cols, factors, units) }) };
  const alphas = given.map((alpha) => (alpha * (first + second)) / (units ? 1 : xScale) / yScale);
  const narrow = alphas.map(float32Alpha);
  const penalty = make
    ? make(narrow, options)
    : second === 0
      ? l1(narrow, options)
      : first === 0
        ? l21(narrow, options)
        : sparseGroup(narrow, { ...options, l1Ratio: first / (first + second) });
  if (ridge === 0) return { penalty, alphas, ridge: undefined };
  const values = features.flatMap((j) =>
    given.map((alpha) => (own(j) === EXCLUDED ? 0 : alpha * ridge * own(j) * unit(j) ** 2)),
  );
  return { penalty, alphas, ridge: { rows: X.cols, cols: given.length, values: Float64Array.from(values) } };
}

/** Certifies problem b in float64 and remembers what was certified last. */
function certifier({ X, Y }: Scaled, { alphas, ridge, penalty: { norm } }: Penalised, problems: number) {
  const tasks = Y.cols / problems;
  const targets = Array.from({ length: problems }, (_, b) => columns(Y, b * tasks, (b + 1) * tasks));
  const meanSquares = targets.map(({ values }) => values.reduce((sum, y) => sum + y * y, 0) / Y.rows);
  const certified: Certified[] = [];
  const certifyProblem = (b: number, W: Float32Array): number => {
    const coefficients = {
      rows: X.cols,
      cols: tasks,
      values: Float64Array.from(W),
    };
    const alpha = alphas[Math.min(b, alphas.length - 1)]!;
    const column = ridge && columns(ridge, Math.min(b, ridge.cols - 1), Math.min(b, ridge.cols - 1) + 1).values;
    const problem = { X, Y: targets[b]!, alpha, norm, ...(column && { ridge: column }) };
    const certificate = certify(problem, coefficients);
    const relativeGap = certificate.dualGap / (meanSquares[b]! || 1);
    certified[b] = { ...certificate, relativeGap };
    return relativeGap;
  };
  return { certified, certifyProblem };
}

/** The squared loss on the device; X and Y are uploaded for it in float32. */
async function upload(
  backend: string,
  { X, Y }: Scaled,
  problems: number,
  ridge: Matrix | undefined,
): Promise<Datafit> {
  const float32 = ({ values }: Matrix) => Float32Array.from(values);
  const data = own(
    backend,
    () => ({
      x: tf.tensor2d(float32(X), [X.rows, X.cols]),
      y: tf.tensor3d(float32(Y), [Y.rows, problems, Y.cols / problems]),
    }),
    (made) => made,
  );
  try {
    const plain = await withBackend(backend, () => quadratic(data.x, data.y));
    if (!ridge) return plain;
    return await orFree(plain.tensors, async () =>
      own(
        backend,
        () => withRidge(plain, ridge),
        (made) => made.tensors,
      ),
    );
  } finally {
    tf.dispose(data);
  }
}

/** Alpha as a normal float32; beyond these bounds the solution in float32 does not change. */
const float32Alpha = (alpha: number): number => Math.min(Math.max(alpha, 2 ** -100), 2 ** 100);

/** Coefficients of the scaled problem, shape (features, tasks), as (tasks, features) in the units of the data. */
function unscaled(W: Matrix, { xScale, yScale }: Scaled): Matrix {
  const coef = transpose(W);
  // Zeros stay zeros, without a sign, however far apart the units are.
  return { ...coef, values: coef.values.map((w) => (w === 0 ? 0 : inRange(w * (yScale / xScale)))) };
}

/** The inverse of `unscaled`; 0 of columns that are 0 in float32, of which only the penalty would see it. */
function scaled(coef: Matrix, { X, xScale, yScale }: Scaled): Matrix {
  const W = transpose(coef);
  const there = new Uint8Array(X.cols);
  X.values.forEach((x, at) => {
    if (Math.fround(x) !== 0) there[at % X.cols] = 1;
  });
  return { ...W, values: W.values.map((w, at) => (there[Math.floor(at / W.cols)] ? w * (xScale / yScale) : 0)) };
}

/** Coefficients of the scaled problem on the device, shape (features, problems, tasks of a problem). */
const startingPoint = (backend: string, { rows, cols, values }: Matrix, problems: number): tf.Tensor3D =>
  own(
    backend,
    () => tf.tensor3d(Float32Array.from(values), [rows, problems, cols / problems]),
    (made) => made,
  );

/** `ȳ − x̄ᵀw` for each task, in the units of the data. */
function intercepts(W: Matrix, { xMeans, yMeans, yScale }: Scaled): Float64Array {
  const values = yMeans.slice();
  xMeans.forEach((mean, j) => {
    row(W, j).forEach((w, t) => {
      values[t]! -= mean * w;
    });
  });
  return values.map((value) => value * yScale);
}

/** What has to be said of problems whose steps led nowhere. */
const divergence = ({ solver }: CheckedOptions, { diverged }: Solution, problems: number): string[] =>
  diverged.length > 0 ? [`${solver} diverged for ${diverged.length} of ${problems} problems`] : [];

/** A fit by one of the solvers on tensors, in float32 on a backend; certified in float64. */
export async function fitOnTensors(
  model: Model,
  options: CheckedOptions & { solver: TensorSolverName },
  prepared: Prepared,
  given: readonly number[],
  { signal, init }: FitOptions,
  { onProgress, watch }: Observer,
): Promise<LinearFit> {
  const { tol, maxIter, solver } = options;
  const [X, Y] = prepared.data;
  const data = scaledData(X, Y, prepared.fitIntercept);
  const flops = gradientFlops(data.X.rows, data.X.cols, data.Y.cols);
  const { backend, warnings } = await select(options.backend, { flops });
  const problems = model.joint ? 1 : data.Y.cols;
  const penalised = own(
    backend,
    () => penalise(model, options, prepared, given, data),
    ({ penalty }) => penalty.tensors,
  );
  const { penalty } = penalised;
  const held: tf.TensorContainer[] = [penalty.tensors];
  try {
    const datafit = await upload(backend, data, problems, penalised.ridge);
    held.push(datafit.tensors);
    const { certified, certifyProblem } = certifier(data, penalised, problems);
    const timed = (b: number, W: Float32Array): number => {
      const before = watch.enter('certificate');
      const gap = certifyProblem(b, W);
      watch.enter(before);
      return gap;
    };
    const W0 = init && startingPoint(backend, scaled(prepared.start(init.coef), data), problems);
    if (W0) held.push(W0);
    watch.enter('solve');
    const run = (start: tf.Tensor3D | undefined) =>
      withBackend(backend, () =>
        SOLVERS[solver](datafit, penalty, {
          tol,
          maxIter,
          ...(start && { W0: start }),
          certify: timed,
          ...(onProgress && { onProgress }),
          ...(signal && { signal }),
        }),
      );
    let solution = await run(W0);
    if (W0 && solution.diverged.length > 0) {
      solution.W.dispose();
      solution = await run(undefined);
    }
    watch.enter('download');
    const W = {
      rows: data.X.cols,
      cols: data.Y.cols,
      values: Float64Array.from(await readBack(solution.W)),
    };

    const fits = certified.map(({ objective, dualGap, relativeGap, deviance }, b) => ({
      alpha: given[Math.min(b, given.length - 1)]!,
      objective: objective * data.yScale * data.yScale,
      dualGap: dualGap * data.yScale * data.yScale,
      deviance: deviance * data.yScale * data.yScale,
      relativeGap,
      iterations: solution.iterations[b]!,
      converged: solution.converged[b]!,
      stopped: solution.stopped[b]!,
    }));
    return {
      coef: unscaled(W, data),
      intercept: intercepts(W, data),
      ...summary(fits),
      solver,
      backend,
      warnings: [...warnings, ...divergence(options, solution, problems)],
    };
  } finally {
    tf.dispose(held);
  }
}
