import * as tf from '@tensorflow/tfjs-core';
import { select } from '../backends/select-backend.js';
import { withBackend } from '../backends/with-backend.js';
import type { Matrix } from '../data/matrix.js';
import type { Datafit } from '../datafits/datafit.js';
import type { Making } from '../datafits/making.js';
import { gradientFlops, quadraticOf } from '../datafits/quadratic.js';
import type { Samples } from '../datafits/samples.js';
import { withRidge } from '../datafits/with-ridge.js';
import type { Solution } from '../solvers/solve.js';
import { orFree, own } from '../tensors/own.js';
import { readBack } from '../tensors/read-back.js';
import { pacer } from '../threads/pacer.js';
import type { LinearFit } from './linear-fit.js';
import { type FitOptions, type Model, summary } from './model.js';
import { type CheckedOptions, SOLVERS, type TensorSolverName } from './options.js';
import type { Prepared } from './prepare.js';
import { certificates } from './tensor-certificates.js';
import { intercepts, samplesOf, scaled, tensorData, unscaled } from './tensor-data.js';
import { checkMemory } from './tensor-memory.js';
import { balanced, penalise } from './tensor-penalty.js';
import type { Observer } from './trace.js';

/** The squared loss on the device, for which X and Y go there in float32. */
async function upload(samples: Samples, making: Making, ridge: Matrix | undefined): Promise<Datafit> {
  const plain = await quadraticOf(samples, making);
  if (!ridge) return plain;
  return orFree(plain.tensors, async () =>
    own(
      making.backend,
      () => withRidge(plain, ridge),
      (made) => made.tensors,
    ),
  );
}

/** Coefficients of the scaled problem on the device, shape (features, problems, tasks of a problem). */
const startingPoint = (backend: string, { rows, cols, values }: Matrix, problems: number): tf.Tensor3D =>
  own(
    backend,
    () => tf.tensor3d(Float32Array.from(values), [rows, problems, cols / problems]),
    (made) => made,
  );

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
  const { backend, warnings } = await select(options.backend, { flops: gradientFlops(X.rows, X.cols, Y.cols) });
  const problems = model.joint ? 1 : Y.cols;
  checkMemory({ samples: X.rows, features: X.cols, tasks: Y.cols, solver, backend });
  const breathe = pacer(signal);
  const data = balanced(model, prepared.factors, given, await tensorData(prepared, breathe));
  const penalised = own(
    backend,
    () => penalise(model, options, prepared.factors, given, data),
    ({ penalty }) => penalty.tensors,
  );
  const { penalty } = penalised;
  const held: tf.TensorContainer[] = [penalty.tensors];
  try {
    const datafit = await upload(samplesOf(data, problems), { backend, breathe }, penalised.ridge);
    held.push(datafit.tensors);
    const { certified, certifyProblem } = certificates(data, penalised, problems);
    const timed = async (b: number, W: Float32Array): Promise<number> => {
      const before = watch.enter('certificate');
      const gap = await certifyProblem(b, W, breathe);
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
      rows: X.cols,
      cols: Y.cols,
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
