import * as tf from '@tensorflow/tfjs-core';
import { select } from '../backends/select-backend.js';
import { withBackend } from '../backends/with-backend.js';
import { type Certificate, certify } from '../certificate/certify.js';
import { centre } from '../data/centre.js';
import { columns, type Matrix, row, transpose } from '../data/matrix.js';
import { dividedBy, powerOfTwo } from '../data/power-of-two.js';
import type { Datafit } from '../datafits/datafit.js';
import { gradientFlops, quadratic } from '../datafits/quadratic.js';
import type { FeatureNorm } from '../penalties/penalty.js';
import { own } from '../tensors/own.js';
import { readBack } from '../tensors/read-back.js';
import type { LinearFit } from './linear-fit.js';
import { type Data, type FitOptions, type Model, summary } from './model.js';
import { type EstimatorOptions, SOLVERS, type TensorSolverName } from './options.js';
import type { Observer } from './trace.js';

/** X and Y as the solvers see them: scaled, and centred if there is an intercept. */
interface Prepared {
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

function prepare(X: Matrix, Y: Matrix, fitIntercept: boolean): Prepared {
  const [x, y] = [condition(X, fitIntercept), condition(Y, fitIntercept)];
  return { X: x.matrix, Y: y.matrix, xScale: x.scale, yScale: y.scale, xMeans: x.means, yMeans: y.means };
}

interface Certified extends Certificate {
  readonly relativeGap: number;
}

/** Certifies problem b in float64 and remembers what was certified last. */
function certifier({ X, Y }: Prepared, alpha: number, norm: FeatureNorm, problems: number) {
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
    const certificate = certify({ X, Y: targets[b]!, alpha, norm }, coefficients);
    const relativeGap = certificate.dualGap / (meanSquares[b]! || 1);
    certified[b] = { ...certificate, relativeGap };
    return relativeGap;
  };
  return { certified, certifyProblem };
}

/** The squared loss on the device; X and Y are uploaded for it in float32. */
async function upload(backend: string, { X, Y }: Prepared, problems: number): Promise<Datafit> {
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
    return await withBackend(backend, () => quadratic(data.x, data.y));
  } finally {
    tf.dispose(data);
  }
}

/** Alpha as a normal float32; beyond these bounds the solution in float32 does not change. */
const float32Alpha = (alpha: number): number => Math.min(Math.max(alpha, 2 ** -100), 2 ** 100);

/** Coefficients of the scaled problem, shape (features, tasks), as (tasks, features) in the units of the data. */
function unscaled(W: Matrix, { xScale, yScale }: Prepared): Matrix {
  const coef = transpose(W);
  // Zeros stay zeros, without a sign, however far apart the units are.
  return { ...coef, values: coef.values.map((w) => (w === 0 ? 0 : w * (yScale / xScale))) };
}

/** The inverse of `unscaled`. */
function scaled(coef: Matrix, { xScale, yScale }: Prepared): Matrix {
  const W = transpose(coef);
  return { ...W, values: W.values.map((w) => w * (xScale / yScale)) };
}

/** Coefficients of the scaled problem on the device, shape (features, problems, tasks of a problem). */
const startingPoint = (backend: string, { rows, cols, values }: Matrix, problems: number): tf.Tensor3D =>
  own(
    backend,
    () => tf.tensor3d(Float32Array.from(values), [rows, problems, cols / problems]),
    (made) => made,
  );

/** `ȳ − x̄ᵀw` for each task, in the units of the data. */
function intercepts(W: Matrix, { xMeans, yMeans, yScale }: Prepared): Float64Array {
  const values = yMeans.slice();
  xMeans.forEach((mean, j) => {
    row(W, j).forEach((w, t) => {
      values[t]! -= mean * w;
    });
  });
  return values.map((value) => value * yScale);
}

/** A fit by one of the solvers on tensors, in float32 on a backend; certified in float64. */
export async function fitOnTensors(
  model: Model,
  options: Required<EstimatorOptions> & { solver: TensorSolverName },
  [X, Y]: Data,
  { signal, init }: FitOptions,
  { onProgress, watch }: Observer,
): Promise<LinearFit> {
  const { alpha, tol, maxIter, solver } = options;
  const data = prepare(X, Y, options.fitIntercept);
  const flops = gradientFlops(data.X.rows, data.X.cols, data.Y.cols);
  const { backend, warnings } = await select(options.backend, { flops });
  const problems = model.joint ? 1 : data.Y.cols;
  const scaledAlpha = alpha / data.xScale / data.yScale;
  const penalty = own(
    backend,
    () => model.penalty(float32Alpha(scaledAlpha)),
    ({ tensors }) => tensors,
  );
  const held: tf.TensorContainer[] = [penalty.tensors];
  try {
    const datafit = await upload(backend, data, problems);
    held.push(datafit.tensors);
    const { certified, certifyProblem } = certifier(data, scaledAlpha, penalty.norm, problems);
    const timed = (b: number, W: Float32Array): number => {
      const before = watch.enter('certificate');
      const gap = certifyProblem(b, W);
      watch.enter(before);
      return gap;
    };
    const W0 = init && startingPoint(backend, scaled(init.coef, data), problems);
    if (W0) held.push(W0);
    watch.enter('solve');
    const solution = await withBackend(backend, () =>
      SOLVERS[solver](datafit, penalty, {
        tol,
        maxIter,
        ...(W0 && { W0 }),
        certify: timed,
        onProgress,
        ...(signal && { signal }),
      }),
    );
    watch.enter('download');
    const W = {
      rows: data.X.cols,
      cols: data.Y.cols,
      values: Float64Array.from(await readBack(solution.W)),
    };

    const fits = certified.map(({ objective, dualGap, relativeGap }, b) => ({
      alpha,
      objective: objective * data.yScale ** 2,
      dualGap: dualGap * data.yScale ** 2,
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
      warnings,
    };
  } finally {
    tf.dispose(held);
  }
}
