import * as tf from '@tensorflow/tfjs-core';
import {
  type Datafit,
  type LinearFit,
  l1,
  l21,
  lasso,
  type Matrix,
  multiTaskLasso,
  quadratic,
  restartedFista,
  selectBackend,
  solve,
} from 'tensor-lasso';
import { median } from '../bench-backends/median.js';
import { correlatedData } from './correlated-data.js';
import type { DataSet } from './data-sets.js';
import { repeated } from './repeated.js';

/** Speed of restarted FISTA on one data set and backend. */
export interface Measurement {
  /** Weight of the penalty: a tenth of the one from which on W = 0 (for many problems: of the median of theirs). */
  readonly alpha: number;
  /** From arrays on the host to a datafit on the device, with its Lipschitz constant. */
  readonly setupSeconds: number;
  /** One step of all problems, out of `steps` in a row with a check of the gaps before and after. */
  readonly stepSeconds: number;
  readonly steps: number;
  /** From arrays on the host to coefficients on the host, each problem with a certified gap of at most `tol`. */
  readonly fitSeconds: number;
  /** The same by solver `'auto'`. */
  readonly autoSeconds: number;
  readonly tol: number;
  /** Steps until the last problem was done. */
  readonly fitSteps: number;
  readonly converged: boolean;
  /** The largest certified gap. */
  readonly relativeGap: number;
}

/** How much time to spend. */
export interface Effort {
  /** Steps to take in a row. */
  readonly steps: number;
  /** Seconds after which nothing is repeated once more. */
  readonly patience: number;
}

/** The certified relative gap at which a fit is done. */
const TOL = 1e-4;
const MAX_ITER = 10_000;

/** No gap is that small: solves take all their steps. */
const NEVER = 1e-30;

/** Only so many digits of alpha, so that it is the same on every backend. */
const DIGITS = 3;

const float32 = ({ values }: Matrix): Float32Array => Float32Array.from(values);

async function tenthOfAlphaMax(datafit: Datafit, penalty: typeof l1): Promise<number> {
  const alphaMax = tf.tidy(() => penalty(1).dualNorm(datafit.gradient(tf.zeros([...datafit.shape]))));
  const values = Array.from(await alphaMax.data());
  alphaMax.dispose();
  return Number((0.1 * median(values)).toPrecision(DIGITS));
}

/** Measures restarted FISTA, and what solver `'auto'` makes of the same fit, on the backend, after one run of each kind for warmth (fits: after the steps). */
export async function measure(backend: string, data: DataSet, { steps, patience }: Effort): Promise<Measurement> {
  await tf.setBackend(await selectBackend(backend));
  const { X, Y } = correlatedData(data);
  const [x, y] = [float32(X), float32(Y)];
  const problems = data.joint ? 1 : data.tasks;
  const [makePenalty, estimator] = data.joint ? [l21, multiTaskLasso] : [l1, lasso];

  const setUp = async (): Promise<Datafit> => {
    const tensors = [tf.tensor2d(x, [X.rows, X.cols]), tf.tensor3d(y, [Y.rows, problems, Y.cols / problems])] as const;
    const datafit = await quadratic(...tensors);
    tf.dispose([...tensors]);
    return datafit;
  };
  const datafit = await setUp();
  const setupSeconds = await repeated(async () => tf.dispose((await setUp()).tensors), patience);

  const alpha = await tenthOfAlphaMax(datafit, makePenalty);
  const penalty = makePenalty(alpha);
  const take = async (count: number): Promise<void> => {
    const options = { tol: NEVER, maxIter: count, checkEvery: count };
    (await solve(restartedFista, datafit, penalty, options)).W.dispose();
  };
  await take(steps);
  const stepSeconds = (await repeated(() => take(steps), patience)) / steps;
  tf.dispose([datafit.tensors, penalty.tensors]);

  const fitBy = async (solver: 'restartedFista' | 'auto'): Promise<{ fit: LinearFit; seconds: number }> => {
    const model = estimator({ alpha, tol: TOL, maxIter: MAX_ITER, fitIntercept: false, backend, solver });
    let fit = await model.fit(X, Y);
    const seconds = await repeated(async () => {
      fit = await model.fit(X, Y);
    }, patience);
    return { fit, seconds };
  };
  const { fit, seconds: fitSeconds } = await fitBy('restartedFista');
  const { seconds: autoSeconds } = await fitBy('auto');
  return {
    alpha,
    setupSeconds,
    stepSeconds,
    steps,
    fitSeconds,
    autoSeconds,
    tol: TOL,
    fitSteps: fit.iterations,
    converged: fit.converged,
    relativeGap: fit.problems.reduce((most, { relativeGap }) => Math.max(most, relativeGap), 0),
  };
}
