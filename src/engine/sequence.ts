import type { Matrix } from '../data/matrix.js';
import type { Progress } from '../solvers/solve.js';
import type { Breathe } from '../threads/pacer.js';
import type { Design } from './design.js';
import { type Problem, type State, startState as startOf, width } from './problem.js';
import { nonZeroPlaces, refresh } from './refresh.js';
import { type Point, progressOf } from './result.js';
import { penaltyOf, type RowUnits, rowPenalty, type Weights } from './row-penalty.js';
import type { Job } from './solve-by-working-sets.js';
import type { Targets } from './targets.js';

/** Problems that are solved for one penalty after another, each from where it is. */
export interface Sequence {
  /** Sets all coefficients, shape (tasks, features), in the units of the data. */
  start(init: Matrix): Promise<void>;
  /** @param weights - of each problem, or one for all */
  solve(weights: readonly Weights[]): Promise<readonly Point[]>;
}

/** What problems are made of. */
export interface Source {
  readonly job: Omit<Job, 'report'>;
  readonly targets: Targets;
  /** Tasks of each problem. */
  readonly tasks: number;
  readonly units: RowUnits;
  readonly positive: boolean;
  readonly tell: (progress: Progress) => void;
}

/** Problem b at W = 0. */
export function startState(
  { job: { design }, targets, tasks, units, positive }: Source,
  b: number,
  weights: Weights,
): State {
  const cells = tasks * targets.stride;
  return startOf(design, {
    Y: targets.rows.subarray(b * cells, (b + 1) * cells),
    tasks,
    penalty: rowPenalty(design, weights, { units, positive, tasks }),
  });
}

/** Coefficients of problem b, shape (features, width), in the units of the design. */
export function initialRows(
  design: Design,
  { cols, values }: Matrix,
  { b, tasks, scale }: { b: number; tasks: number; scale: number },
): Float64Array {
  const wide = width(tasks);
  const W = new Float64Array(cols * wide);
  for (let j = 0; j < cols; j++) {
    const unit = scale / (design.scale * (design.factors[j]! || 1));
    for (let k = 0; k < tasks; k++) W[j * wide + k] = values[(b * tasks + k) * cols + j]! * unit;
  }
  return W;
}

/** Where a problem is to start. */
type Start = Pick<State, 'features' | 'W'> & Partial<Pick<State, 'problem' | 'R' | 'seen' | 'loss2' | 'fitted'>>;

/** Whether residuals and correlations do not depend on how large the penalty is. */
const plain = (problem: Problem | undefined): boolean => !problem?.penalty.hasRidge && !problem?.penalty.soft;

/** Gives a state those of some rows that are not 0, and what is known of them for another penalty. */
async function take(design: Design, state: State, from: Start, breathe: Breathe): Promise<void> {
  const { problem } = state;
  const wide = width(problem.tasks);
  const places = nonZeroPlaces({ ...state, ...from });
  state.features = places.map((s) => from.features[s]!);
  state.W = new Float64Array(places.length * wide);
  places.forEach((s, i) => {
    state.W.set(from.W.subarray(s * wide, (s + 1) * wide), i * wide);
  });
  if (!from.seen || !plain(problem) || !plain(from.problem)) {
    if (places.length > 0) await refresh(design, state, breathe);
    return;
  }
  const { R, seen, loss2, fitted } = from as State;
  Object.assign(state, { R, seen, loss2, fitted, nonZeros: places.length });
  state.features.forEach((j, s) => {
    state.penalty += penaltyOf(problem.penalty, j, state.W, s * wide, wide);
  });
}

/** A sequence in which each problem is a state. */
export function stateSequence(source: Source, solve: (job: Job, states: readonly State[]) => Promise<void>): Sequence {
  const { job, targets, tasks, tell } = source;
  const { design, breathe } = job;
  const problems = Array.from({ length: targets.means.length / tasks }, (_, b) => b);
  let before: ((b: number) => Start) | undefined;
  return {
    async start(init) {
      const features = Int32Array.from({ length: design.p }, (_, j) => j);
      before = (b) => ({ features, W: initialRows(design, init, { b, tasks, scale: targets.scale }) });
    },
    async solve(weights) {
      const states = problems.map((b) => startState(source, b, weights[Math.min(b, weights.length - 1)]!));
      for (const b of before ? problems : []) await take(design, states[b]!, before!(b), breathe);
      before = (b) => states[b]!;
      await solve({ ...job, report: (open) => tell(progressOf(states, open)) }, states);
      return states;
    },
  };
}
