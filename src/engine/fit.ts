import { type Matrix, zeros } from '../data/matrix.js';
import { openArena } from '../kernels/arena.js';
import { type Breathe, pacer } from '../solvers/pacer.js';
import type { Progress } from '../solvers/solve.js';
import type { Stopwatch } from '../solvers/stopwatch.js';
import { type Design, makeDesign } from './design.js';
import { POLICY } from './policy.js';
import { type State, startState, width } from './problem.js';
import { nonZeroPlaces, refresh } from './refresh.js';
import { type RowOptions, rowPenalty, type Weights } from './row-penalty.js';
import { solveByGram } from './solve-by-gram.js';
import { type Job, solveByWorkingSets } from './solve-by-working-sets.js';
import { readTargets, type Targets } from './targets.js';
import type { MakeWide } from './wide.js';

/** Problems that share X. */
export interface Data {
  readonly X: Matrix;
  readonly Y: Matrix;
  /** The tasks are one problem; else each is one by itself. */
  readonly joint: boolean;
  /** What rows have of their own, the same for all problems. */
  readonly rows: RowOptions;
  readonly fitIntercept: boolean;
  /** Where to start, shape (tasks, features), in the units of the data. @default zeros */
  readonly init?: Matrix;
}

/** Data and penalties. */
export interface Batch extends Data {
  /** Of each problem, or one for all. */
  readonly weights: readonly Weights[];
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
  readonly onProgress: (progress: Progress) => void;
  readonly watch: Stopwatch;
  /** Ends the fit with its reason as the error. */
  readonly signal?: AbortSignal;
  /** Makes what correlates large data. @default the kernel does */
  readonly makeWide?: MakeWide | undefined;
  /** Called if X may have entries that are not finite, to throw if it has. @default X is known to be finite */
  readonly checkX?: () => void;
}

/** One problem, in the units of the data. */
interface EngineResult {
  readonly objective: number;
  readonly dualGap: number;
  readonly relativeGap: number;
  readonly passes: number;
}

export interface EngineFit {
  /** Coefficients, shape (tasks, features). */
  readonly coef: Matrix;
  readonly intercept: Float64Array;
  readonly problems: readonly EngineResult[];
  /** What was used. */
  readonly method: Method;
}

/** Gives states coefficients, shape (tasks, features), in the units of the data: those features that one of their tasks uses. */
async function startAt(
  design: Design,
  states: readonly State[],
  { init: { cols, values }, scale, breathe }: { init: Matrix; scale: number; breathe: Breathe },
): Promise<void> {
  const unit = (j: number): number => scale / (design.scale * (design.factors[j]! || 1));
  for (const [b, state] of states.entries()) {
    const { tasks } = state.problem;
    const wide = width(tasks);
    const rows = Array.from({ length: tasks }, (_, k) => (b * tasks + k) * cols);
    const used = Int32Array.from({ length: cols }, (_, j) => j).filter((j) =>
      rows.some((row) => values[row + j] !== 0),
    );
    state.features = used;
    state.W = new Float64Array(used.length * wide);
    used.forEach((j, s) => {
      rows.forEach((row, k) => {
        state.W[s * wide + k] = values[row + j]! * unit(j);
      });
    });
    await refresh(design, state, breathe);
  }
}

/** The problems of a batch, at W = 0. */
function startStates(design: Design, { Y, joint, rows }: Data, targets: Targets, weights: readonly Weights[]): State[] {
  const { stride } = targets;
  const tasks = joint ? Y.cols : 1;
  const penalties = weights.map((each) => rowPenalty(design, each, { ...rows, scale: targets.scale, tasks }));
  return Array.from({ length: Y.cols / tasks }, (_, b) =>
    startState(design, {
      Y: targets.rows.subarray(b * tasks * stride, (b + 1) * tasks * stride),
      tasks,
      penalty: penalties[Math.min(b, penalties.length - 1)]!,
    }),
  );
}

/** Gives states the coefficients of others: those rows that are not 0. */
async function goOn(design: Design, states: readonly State[], from: readonly State[], breathe: Breathe): Promise<void> {
  for (const [b, state] of states.entries()) {
    const before = from[b]!;
    const wide = width(state.problem.tasks);
    const places = nonZeroPlaces(before);
    if (places.length === 0) continue;
    state.features = places.map((s) => before.features[s]!);
    state.W = new Float64Array(places.length * wide);
    places.forEach((s, i) => {
      state.W.set(before.W.subarray(s * wide, (s + 1) * wide), i * wide);
    });
    await refresh(design, state, breathe);
  }
}

/** Coefficients, intercepts and certificates in the units of the data. */
function resultOf(
  { p, scale, factors, means }: Design,
  states: readonly State[],
  targets: Targets,
): Omit<EngineFit, 'method'> {
  const coef = zeros(targets.means.length, p);
  const intercept = targets.means.slice();
  states.forEach(({ problem: { tasks }, features, W }, b) => {
    const wide = width(tasks);
    for (let s = 0; s < features.length; s++) {
      const j = features[s]!;
      for (let k = 0; k < tasks; k++) {
        const w = W[s * wide + k]! * factors[j]!;
        if (w === 0) continue;
        coef.values[(b * tasks + k) * p + j] = w * (scale / targets.scale);
        intercept[b * tasks + k]! -= means[j]! * w;
      }
    }
  });
  return {
    coef,
    intercept: intercept.map((value) => value / targets.scale),
    problems: states.map(({ loss2, penalty, gap, passes, problem }) => ({
      objective: (loss2 / 2 + penalty) / targets.scale / targets.scale,
      dualGap: gap / targets.scale / targets.scale,
      relativeGap: gap / (problem.meanSquare || 1),
      passes,
    })),
  };
}

/** How far problems are of which some are open still. */
function progressOf(states: readonly State[], open: readonly State[]): Progress {
  return {
    iterations: states.reduce((most, { passes }) => Math.max(most, passes), 0),
    problems: states.length,
    solved: states.length - open.length,
    worstGap: open.reduce((worst, { gap, problem }) => Math.max(worst, gap / (problem.meanSquare || 1)), 0),
    nonZeros: states.reduce((sum, { nonZeros }) => sum + nonZeros, 0),
  };
}

/**
 * Whether the Gram matrix of all features is made: asked for or not.
 *
 * @throws RangeError if it is asked for and too large
 */
function methodFor({ X, Y }: Data, method: Method | undefined): Method {
  const { rows: samples, cols: features } = X;
  const tasks = Y.cols;
  const most = POLICY.largestGram;
  if (method === 'gram' && features > most) {
    throw new RangeError(`fit: solver 'gram' takes at most ${most} features, got ${features}; 'workingSets' takes any`);
  }
  if (method) return method;
  const { wholeGram } = POLICY;
  const cheap = samples * features ** 2 <= wholeGram.price * tasks || features <= 2 * tasks;
  return cheap && features <= wholeGram.features ? 'gram' : 'workingSets';
}

/** Fits of the same X and Y, one after another: each starts where the one before ended. To be closed when done. */
export interface Session {
  /** @param weights - of each problem, or one for all */
  solve(weights: readonly Weights[]): Promise<EngineFit>;
  close(): void;
}

/**
 * Reads X and Y for fits to float64 accuracy on the host: coordinate descent with the Gram matrix of all features where that
 * is small, by working sets else.
 *
 * @throws RangeError if there are too many features for the method asked for
 */
export async function openSession(data: Data, options: EngineOptions): Promise<Session> {
  const { X, Y, fitIntercept, init } = data;
  const { tol, maxPasses, onProgress, watch, signal, makeWide, checkX } = options;
  const method = methodFor(data, options.method);
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
    const report: Job['report'] = (open) => onProgress(progressOf(states, open));
    const job: Job = { design: made, tol, maxPasses, breathe, report, watch };
    let states: State[] = [];
    return {
      async solve(weights) {
        const before = states;
        states = startStates(made, data, targets, weights);
        if (before.length > 0) await goOn(made, states, before, breathe);
        else if (init) await startAt(made, states, { init, scale: targets.scale, breathe });
        watch.enter('solve');
        await (narrow ? solveByWorkingSets(job, states) : solveByGram(job, states));
        watch.enter('download');
        return { ...resultOf(made, states, targets), method };
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
export async function fitBatch({ weights, ...data }: Batch, options: EngineOptions): Promise<EngineFit> {
  const session = await openSession(data, options);
  try {
    return await session.solve(weights);
  } finally {
    session.close();
  }
}
