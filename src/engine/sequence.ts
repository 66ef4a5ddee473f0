import type { Matrix } from '../data/matrix.js';
import type { Progress } from '../solvers/solve.js';
import type { Breathe } from '../threads/pacer.js';
import { certifyState } from './correlations.js';
import type { Design } from './design.js';
import { foresight, further } from './foresight.js';
import { isWorse } from './is-worse.js';
import { POLICY } from './policy.js';
import { type Problem, type State, startState as stateAt, width } from './problem.js';
import { nonZeroPlaces, refresh } from './refresh.js';
import { type Point, progressOf } from './result.js';
import { penaltyOf, type RowUnits, rowPenalty } from './row-penalty.js';
import type { Job } from './solve-by-working-sets.js';
import type { Targets } from './targets.js';

/** Problems that are solved for one penalty after another, each from where it is. */
export interface Sequence {
  /** Sets all coefficients, shape (tasks, features), in the units of the data. */
  start(init: Matrix): Promise<void>;
  /** @param alphas - of each problem, or one for all */
  solve(alphas: readonly number[]): Promise<readonly Point[]>;
}

/** What problems are made of. */
export interface Source {
  readonly job: Omit<Job, 'report'>;
  readonly targets: Targets;
  /** Tasks of each problem. */
  readonly tasks: number;
  readonly units: RowUnits;
  readonly positive: boolean;
  readonly tell: ((progress: Progress) => void) | undefined;
}

/** Problem b at W = 0. */
export function startState(
  { job: { design }, targets, tasks, units, positive }: Source,
  b: number,
  alpha: number,
): State {
  const cells = tasks * targets.stride;
  return stateAt(design, {
    Y: targets.rows.subarray(b * cells, (b + 1) * cells),
    tasks,
    penalty: rowPenalty(design, alpha, { units, positive, tasks }),
  });
}

/** Coefficients of problem b, shape (features, width), in the units of the design: 0 of columns that are 0. */
export function initialRows(
  design: Design,
  { cols, values }: Matrix,
  { b, tasks, scale }: { b: number; tasks: number; scale: number },
): Float64Array {
  const wide = width(tasks);
  const W = new Float64Array(cols * wide);
  for (let j = 0; j < cols; j++) {
    if (design.norms[j] === 0) continue;
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

/** Where a problem goes by so much more of its last step, from `older` to `from`. */
function movedOn({ features, W, problem }: State, older: State, by: number): Start {
  const wide = width(problem.tasks);
  const places = new Map(Array.from(older.features, (j, s) => [j, s]));
  const moved = W.slice();
  features.forEach((j, s) => {
    const at = places.get(j);
    if (at === undefined) return;
    for (let k = 0; k < wide; k++) moved[s * wide + k] = further(W[s * wide + k]!, older.W[at * wide + k]!, by);
  });
  return { features, W: moved };
}

/** A sequence in which each problem is a state. */
export function stateSequence(source: Source, solve: (job: Job, states: readonly State[]) => Promise<void>): Sequence {
  const { job, targets, tasks, tell } = source;
  const { design, breathe } = job;
  const problems = Array.from({ length: targets.means.length / tasks }, (_, b) => b);
  const stepOf = foresight(problems.length);
  let [older, last]: [State[] | undefined, State[] | undefined] = [undefined, undefined];
  let initial: ((b: number) => Start) | undefined;

  async function at(b: number, alpha: number, start: Start | undefined): Promise<State> {
    const state = startState(source, b, alpha);
    if (start) await take(design, state, start, breathe);
    return state;
  }

  /** Problem b from where it is asked to start, or from W = 0 if that is better. */
  async function first(b: number, alpha: number): Promise<State> {
    const state = await at(b, alpha, initial?.(b));
    const { loss2, penalty, problem } = state;
    return isWorse(loss2 / 2 + penalty, problem.meanSquare / 2) ? startState(source, b, alpha) : state;
  }

  /** Problem b from where it is, or further on, by so much more of its last step, if that took long; but a known solution stays. */
  async function begin(b: number, alpha: number): Promise<State> {
    const by = stepOf(b, alpha);
    const from = last?.[b];
    if (!from) return first(b, alpha);
    if (!(older && by > 0 && from.passes >= POLICY.long)) return at(b, alpha, from);
    if (from.seen && plain(from.problem)) {
      const here = await at(b, alpha, from);
      const goal = job.tol * here.problem.meanSquare;
      await certifyState(design, here, { c: from.seen, goal, breathe });
      if (here.gap <= goal) return here;
    }
    return at(b, alpha, movedOn(from, older[b]!, by));
  }

  return {
    async start(init) {
      const features = Int32Array.from({ length: design.p }, (_, j) => j);
      initial = (b) => ({ features, W: initialRows(design, init, { b, tasks, scale: targets.scale }) });
    },
    async solve(alphas) {
      const states: State[] = [];
      for (const b of problems) states.push(await begin(b, alphas[Math.min(b, alphas.length - 1)]!));
      [older, last] = [last, states];
      await solve({ ...job, report: (open) => tell?.(progressOf(states, open)) }, states);
      return states;
    },
  };
}
