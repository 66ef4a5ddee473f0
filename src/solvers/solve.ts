import * as tf from '@tensorflow/tfjs-core';
import { checkOptions } from '../arguments/check.js';
import { abortSignal, any, callback, number, type Rules, whole } from '../arguments/rules.js';
import type { Stopped } from '../certificate/problem-fit.js';
import type { Datafit } from '../datafits/datafit.js';
import type { Penalty } from '../penalties/penalty.js';
import { throwIfAborted } from '../threads/abort.js';
import { pacer } from '../threads/pacer.js';
import {
  advance,
  type Certify,
  certifiedGaps,
  couldPass,
  joinCoefficients,
  standing,
  startBatch,
  takeBatch,
  takeCoefficients,
  zeroCoefficients,
} from './batch.js';
import { checkFit, checkSolver } from './check-fit.js';
import { exhaustion } from './exhaustion.js';
import type { Solver, State } from './solver.js';

/** Where a solve stands at one of its checks. */
export interface Progress {
  readonly iterations: number;
  /** Problems in the batch, and how many of them are done. */
  readonly problems: number;
  readonly solved: number;
  /** The largest relative gap among the problems that are not done, 0 if all are. */
  readonly worstGap: number;
  /** Features that are not 0, summed over all problems. */
  readonly nonZeros: number;
}

export interface SolveOptions {
  /** A problem is done when its duality gap is at most this, relative to ‖Y_b‖²/n; 0 takes no gap at all. @default 1e-4 */
  tol?: number;
  /** Steps after which the problems that are left are returned unconverged. @default 1000 */
  maxIter?: number;
  /** Steps from one check of the gaps to the next; only checks wait for the device. @default 10 */
  checkEvery?: number;
  /** Where to start, shape (features, problems, tasks); stays the caller's. @default zeros */
  W0?: tf.Tensor3D;
  /**
   * The relative gap in float64 of a problem at coefficients W. If given, it has the last word: float32 gaps only say
   * when to ask. @default the float32 gap counts
   */
  certify?: Certify;
  /** Called at every check. */
  onProgress?: (progress: Progress) => void;
  /** Ends the solve at the next check, with its reason as the error. */
  signal?: AbortSignal;
}

/** What came out, entry b for problem b. */
export interface Solution {
  /** Coefficients, shape (features, problems, tasks); the caller's to free. */
  readonly W: tf.Tensor3D;
  /** Duality gap relative to ‖Y_b‖²/n (0 if Y_b is 0): certified if `certify` was given, else float32. */
  readonly relativeGap: Float64Array;
  /** Steps taken until the problem was done. */
  readonly iterations: Int32Array;
  /** Whether the relative gap is at most `tol`. */
  readonly converged: boolean[];
  /** Why each ended: at `tol`, after `maxIter` steps, or because its gap does not fall any more in float32. */
  readonly stopped: Stopped[];
  /** Problems whose steps led beyond float32, in ascending order: they are back at W = 0, stopped by `'precision'`. */
  readonly diverged: readonly number[];
}

/** The gap of W = 0, relative to ‖Y‖²/n, at the dual point 0. */
const GAP_AT_ZERO = 0.5;

/** A start has rules of its own. */
const RULES: Rules<SolveOptions> = {
  tol: number('a number >= 0', (value) => value >= 0 && value < Infinity),
  maxIter: whole(1),
  checkEvery: whole(1),
  W0: any,
  certify: callback,
  onProgress: callback,
  signal: abortSignal,
};

/**
 * Runs a solver on a batch of problems until the duality gap of each is small. A problem leaves the batch when it is
 * done, or when float32 can do no more for it; the others go on as if it had never been there. What comes out is finite: one that
 * diverges comes back to W = 0.
 *
 * Works on the backend that is active at the call, and leaves whatever is active later as it is. Tensors of datafit,
 * penalty and W0 stay the caller's. Reads back only at checks, and lets other work of the program through there.
 *
 * @throws RangeError for options out of range; TypeError for a W0 or penalty that does not fit the datafit
 */
export async function solve<S extends State>(
  solver: Solver<S>,
  datafit: Datafit,
  penalty: Penalty,
  options: SolveOptions = {},
): Promise<Solution> {
  checkSolver('solve', solver);
  checkOptions('solve', options, RULES);
  checkFit('solve', datafit, penalty, options.W0);
  const { tol = 1e-4, maxIter = 1000, checkEvery = 10, W0, certify, onProgress, signal } = options;
  const backend = tf.getBackend();
  const total = datafit.shape[1];
  const relativeGap = new Float64Array(total);
  const iterations = new Int32Array(total);
  const done: { problems: readonly number[]; W: tf.Tensor3D }[] = [];
  const breathe = pacer(signal);
  const stopped: Stopped[] = [];
  const diverged: number[] = [];
  // Float32 gaps and certified ones may differ: each kind is compared with its own.
  const [seemsExhausted, isExhausted] = [exhaustion(total), exhaustion(total)];
  let settled = 0;

  let batch = startBatch(backend, solver, datafit, penalty, W0);
  const free = () => {
    tf.dispose(batch.state);
    if (batch.datafit !== datafit) tf.dispose([batch.datafit.tensors, batch.penalty.tensors]);
  };
  try {
    for (let iteration = 0; ; iteration++) {
      if (iteration % checkEvery === 0 || iteration === maxIter) {
        const last = iteration === maxIter;
        const { gaps, nonZeros } = await standing(backend, batch);
        const exhausted = batch.problems.map((problem, place) => seemsExhausted(problem, gaps[place]!, iteration));
        const reason = (place: number): Stopped | undefined => {
          const gap = gaps[place]!;
          if (gap > tol && !last && !exhausted[place]) return undefined;
          if (gap <= tol) return 'tol';
          return last ? 'maxIter' : 'precision';
        };
        if (certify) {
          const asked = exhausted.flatMap((_, place) =>
            reason(place) || couldPass(gaps[place]!, tol) || gaps[place] === Infinity ? [place] : [],
          );
          const certified = await certifiedGaps(backend, batch, asked, certify, breathe);
          asked.forEach((place, k) => {
            gaps[place] = certified[k]!;
            exhausted[place] ||= isExhausted(batch.problems[place]!, certified[k]!, iteration);
          });
        }
        const lost = exhausted.flatMap((_, place) => (Number.isFinite(gaps[place]) ? [] : [place]));
        for (const place of lost) {
          const problem = batch.problems[place]!;
          const zero = new Float32Array(datafit.shape[0] * datafit.shape[2]);
          gaps[place] = (await certify?.(problem, zero)) ?? GAP_AT_ZERO;
          nonZeros[place] = 0;
          exhausted[place] = true;
          diverged.push(problem);
        }
        const reasons = batch.problems.map((_, place) => reason(place));
        const open = reasons.flatMap((reason, place) => (reason ? [] : [place]));
        const ended = reasons.flatMap((reason, place) => (reason ? [place] : []));
        for (const place of ended) {
          const problem = batch.problems[place]!;
          relativeGap[problem] = gaps[place]!;
          iterations[problem] = iteration;
          stopped[problem] = reasons[place]!;
          settled += nonZeros[place]!;
        }
        const sound = ended.filter((place) => !lost.includes(place));
        for (const [places, take] of [
          [sound, () => takeCoefficients(backend, batch, sound)],
          [lost, () => zeroCoefficients(backend, batch, lost.length)],
        ] as const) {
          if (places.length > 0) done.push({ problems: places.map((place) => batch.problems[place]!), W: take() });
        }
        const worstGap = open.reduce((worst, place) => Math.max(worst, gaps[place]!), 0);
        onProgress?.({
          iterations: iteration,
          problems: total,
          solved: total - open.length,
          worstGap,
          nonZeros: open.reduce((sum, place) => sum + nonZeros[place]!, settled),
        });
        if (open.length === 0) break;
        if (ended.length > 0) {
          const rest = takeBatch(backend, solver, batch, open);
          free();
          batch = rest;
        }
        await breathe();
        throwIfAborted(signal);
      }
      batch = advance(backend, solver, batch);
      const pause = breathe();
      if (pause) await pause;
    }
    const W = joinCoefficients(backend, done);
    return {
      W,
      relativeGap,
      iterations,
      converged: Array.from(relativeGap, (gap) => gap <= tol),
      stopped,
      diverged: diverged.sort((a, b) => a - b),
    };
  } finally {
    free();
    tf.dispose(done.map(({ W }) => W));
  }
}
