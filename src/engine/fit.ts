import type { Matrix } from '../data/matrix.js';
import { openArena } from '../kernels/arena.js';
import type { Progress } from '../solvers/solve.js';
import type { Stopwatch } from '../solvers/stopwatch.js';
import { throwIfAborted } from '../threads/abort.js';
import { pacer } from '../threads/pacer.js';
import { type Design, makeDesign } from './design.js';
import { gramSequence } from './gram-sequence.js';
import { ALL } from './gram-solve.js';
import { POLICY } from './policy.js';
import { type Results, resultsOf } from './result.js';
import { type RowOptions, rowUnits } from './row-penalty.js';
import { type Source, stateSequence } from './sequence.js';
import { solveByGram } from './solve-by-gram.js';
import { solveByWorkingSets } from './solve-by-working-sets.js';
import { readTargets } from './targets.js';
import type { MakeWide } from './wide.js';

/** Problems that share X. */
export interface Data {
  readonly X: Matrix;
  readonly Y: Matrix;
  /** The tasks are one problem; else each is one by itself. */
  readonly joint: boolean;
  /** The same for all problems. */
  readonly rows: RowOptions;
  readonly fitIntercept: boolean;
  /** Where to start, shape (tasks, features), in the units of the data. @default zeros */
  readonly init?: Matrix;
  /** Whether coefficients of a fit may be written over those of the one before. @default false */
  readonly reuse?: boolean;
}

/** Data and alphas. */
export interface Batch extends Data {
  /** Of each problem, or one for all. */
  readonly alphas: readonly number[];
}

/** The Gram matrix of all features, or working sets. */
export type Method = 'gram' | 'workingSets';

export interface EngineOptions {
  /** @default what is faster for so many features and tasks */
  readonly method?: Method | undefined;
  /** A problem is done when its gap is at most this, relative to ‖Y_b‖²/n. */
  readonly tol: number;
  /** Passes over the rows of a problem at most. */
  readonly maxPasses: number;
  /** @default nobody listens */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly watch: Stopwatch;
  /** Ends the fit with its reason as the error. */
  readonly signal?: AbortSignal;
  /** Makes what correlates large data. @default the kernel does */
  readonly makeWide?: MakeWide | undefined;
  /** Called if X may have entries that are not finite, to throw if it has. @default X is known to be finite */
  readonly checkX?: () => void;
}

/** What a fit finds, and by which method. */
export interface EngineFit extends Results {
  readonly method: Method;
}

/** Problems by their sizes. */
export interface Sizes {
  readonly samples: number;
  readonly features: number;
  readonly tasks: number;
}

/**
 * By which method problems of such sizes are solved.
 *
 * @param method - the one that is asked for, if any
 * @throws RangeError if it is the Gram matrix and that is too large
 */
export function methodFor({ samples, features, tasks }: Sizes, method: Method | undefined): Method {
  const most = POLICY.largestGram;
  if (method === 'gram' && features > most) {
    throw new RangeError(`fit: solver 'gram' takes at most ${most} features, got ${features}; 'workingSets' takes any`);
  }
  if (method) return method;
  const { wholeGram } = POLICY;
  const cheap = samples * features ** 2 <= wholeGram.price * tasks || features <= 2 * tasks;
  return cheap && features <= wholeGram.features ? 'gram' : 'workingSets';
}

/** Whether problems are solved one by one, each as if it were alone: nothing then depends on which others there are. */
export const oneByOne = (method: Method, features: number): boolean => method === 'gram' && features <= ALL;

/** Fits of the same X and Y, one after another: each starts where the one before ended. To be closed when done. */
export interface Session {
  /** @param alphas - of each problem, or one for all */
  solve(alphas: readonly number[]): Promise<EngineFit>;
  close(): void;
}

/**
 * Reads X and Y for fits to float64 accuracy on the host: coordinate descent with the Gram matrix of all features where that
 * is small, by working sets else.
 *
 * @throws RangeError if there are too many features for the method asked for
 */
export async function openSession(data: Data, options: EngineOptions): Promise<Session> {
  const { X, Y, joint, rows, fitIntercept, init, reuse } = data;
  const { tol, maxPasses, onProgress, watch, signal, makeWide, checkX } = options;
  const method = methodFor({ samples: X.rows, features: X.cols, tasks: Y.cols }, options.method);
  const { arena, close } = await openArena();
  let design: Design | undefined;
  const closeAll = (): void => {
    design?.wide?.free();
    close();
  };
  try {
    const breathe = pacer(signal);
    const narrow = method === 'workingSets';
    const how = { centre: fitIntercept, breathe, narrow, makeWide: narrow ? makeWide : undefined, checkX };
    const made = await makeDesign(arena, X, how);
    design = made;
    const targets = readTargets(Y, made.n64, fitIntercept);
    const tasks = joint ? Y.cols : 1;
    const job = { design: made, tol, maxPasses, breathe, watch };
    const units = rowUnits(made, { ...rows, scale: targets.scale });
    const source: Source = { job, targets, tasks, units, positive: rows.positive, tell: onProgress };
    const sequence = oneByOne(method, X.cols)
      ? await gramSequence(source)
      : stateSequence(source, narrow ? solveByWorkingSets : solveByGram);
    if (init) await sequence.start(init);
    let last: Matrix | undefined;
    return {
      async solve(alphas) {
        throwIfAborted(signal);
        watch.enter('solve');
        const points = await sequence.solve(alphas);
        watch.enter('download');
        const how = { alphas, tol, maxIter: maxPasses, coef: last };
        const { coef, intercept, problems } = resultsOf(made, points, targets, how);
        if (reuse) last = coef;
        return { coef, intercept, problems, method };
      },
      close: closeAll,
    };
  } catch (error) {
    closeAll();
    throw error;
  }
}

/**
 * Fits a batch.
 *
 * @throws RangeError if there are too many features for the method asked for
 */
export async function fitBatch({ alphas, ...data }: Batch, options: EngineOptions): Promise<EngineFit> {
  const session = await openSession(data, options);
  try {
    return await session.solve(alphas);
  } finally {
    session.close();
  }
}
