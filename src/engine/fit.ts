import { type Matrix, zeros } from '../data/matrix.js';
import { withArena } from '../kernels/arena.js';
import { type Breathe, pacer } from '../solvers/pacer.js';
import type { Progress } from '../solvers/solve.js';
import type { Stopwatch } from '../solvers/stopwatch.js';
import { type Design, makeDesign } from './design.js';
import { POLICY } from './policy.js';
import { type State, startState, width } from './problem.js';
import { refresh } from './refresh.js';
import { type RowOptions, rowPenalty, type Weights } from './row-penalty.js';
import { solveByGram } from './solve-by-gram.js';
import { type Job, solveByWorkingSets } from './solve-by-working-sets.js';
import type { MakeWide } from './wide.js';

/** A batch of problems that share X. */
export interface Batch {
  readonly X: Matrix;
  readonly Y: Matrix;
  /** The tasks are one problem; else each is one by itself. */
  readonly joint: boolean;
  /** Of each problem, or one for all. */
  readonly weights: readonly Weights[];
  /** What rows have of their own, the same for all problems. */
  readonly rows: RowOptions;
  readonly fitIntercept: boolean;
  /** Where to start, shape (tasks, features), in the units of the data. @default zeros */
  readonly init?: Matrix;
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

/** Y with its column means off, scaled by a power of two. */
interface Targets {
  /** Shape (tasks, stride): what is beyond the samples is 0. */
  readonly rows: Float64Array;
  readonly stride: number;
  readonly means: Float64Array;
  readonly scale: number;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    if (size > most) most = size;
  }
  return most;
}

/** Samples that are read of all tasks before the next: a cache line of each row that is written. */
const TOGETHER = 8;

function readTargets({ rows: n, cols: tasks, values }: Matrix, stride: number, centre: boolean): Targets {
  const most = largest(values);
  const scale = most > 0 ? 2 ** -Math.min(1022, Math.max(-1022, Math.floor(Math.log2(most)))) : 1;
  const rows = new Float64Array(tasks * stride);
  for (let first = 0; first < n; first += TOGETHER) {
    const last = Math.min(first + TOGETHER, n);
    for (let t = 0; t < tasks; t++) {
      for (let i = first; i < last; i++) rows[t * stride + i] = values[i * tasks + t]! * scale;
    }
  }
  const means = new Float64Array(tasks);
  if (centre) for (let t = 0; t < tasks; t++) means[t] = centreRow(rows.subarray(t * stride, t * stride + n));
  return { rows, stride, means, scale };
}

/** Takes the mean off, and what is left of it by rounding; a constant becomes exactly 0. */
function centreRow(y: Float64Array): number {
  const [value = 0] = y;
  if (y.every((other) => other === value)) {
    y.fill(0);
    return value;
  }
  let mean = 0;
  for (let round = 0; round < 2; round++) {
    let sum = 0;
    for (let i = 0; i < y.length; i++) sum += y[i]!;
    for (let i = 0; i < y.length; i++) y[i]! -= sum / y.length;
    mean += sum / y.length;
  }
  return mean;
}

/** Gives a state the coefficients of its tasks: those features that one of them uses. */
function startAt(
  state: State,
  { cols, values }: Matrix,
  { first, unit }: { first: number; unit: (j: number) => number },
): void {
  const { tasks } = state.problem;
  const wide = width(tasks);
  const rows = Array.from({ length: tasks }, (_, k) => (first + k) * cols);
  const used = Int32Array.from({ length: cols }, (_, j) => j).filter((j) => rows.some((row) => values[row + j] !== 0));
  state.features = used;
  state.W = new Float64Array(used.length * wide);
  used.forEach((j, s) => {
    rows.forEach((row, k) => {
      state.W[s * wide + k] = values[row + j]! * unit(j);
    });
  });
}

/** The problems of a batch, each where it starts. */
async function startStates(
  design: Design,
  { Y, joint, weights, rows, init }: Batch,
  targets: Targets,
  breathe: Breathe,
): Promise<State[]> {
  const { scale, factors } = design;
  const { stride } = targets;
  const tasks = joint ? Y.cols : 1;
  const penalties = weights.map((each) => rowPenalty(design, each, { ...rows, scale: targets.scale, tasks }));
  const states: State[] = [];
  for (let first = 0; first < Y.cols; first += tasks) {
    const penalty = penalties[Math.min(states.length, penalties.length - 1)]!;
    const state = startState(design, {
      Y: targets.rows.subarray(first * stride, (first + tasks) * stride),
      tasks,
      penalty,
    });
    if (init) {
      startAt(state, init, { first, unit: (j) => targets.scale / (scale * (factors[j]! || 1)) });
      await refresh(design, state, breathe);
    }
    states.push(state);
  }
  return states;
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
function methodFor({ X, Y }: Batch, method: Method | undefined): Method {
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

/**
 * Fits a batch to float64 accuracy on the host: coordinate descent with the Gram matrix of all features where that is
 * small, by working sets else.
 *
 * @throws RangeError if there are too many features for the method asked for
 */
export async function fitBatch(batch: Batch, options: EngineOptions): Promise<EngineFit> {
  const { X, Y, fitIntercept } = batch;
  const { tol, maxPasses, onProgress, watch, signal, makeWide, checkX } = options;
  const method = methodFor(batch, options.method);
  return withArena(async (arena) => {
    const breathe = pacer(signal);
    const narrow = method === 'workingSets';
    const how = { centre: fitIntercept, breathe, narrow, makeWide: narrow ? makeWide : undefined, checkX };
    const design = await makeDesign(arena, X, how);
    try {
      const targets = readTargets(Y, design.n64, fitIntercept);
      const states = await startStates(design, batch, targets, breathe);
      const report: Job['report'] = (open) => onProgress(progressOf(states, open));
      watch.enter('solve');
      const job: Job = { design, tol, maxPasses, breathe, report, watch };
      await (narrow ? solveByWorkingSets(job, states) : solveByGram(job, states));
      watch.enter('download');
      return { ...resultOf(design, states, targets), method };
    } finally {
      design.wide?.free();
    }
  });
}
