import type { Matrix } from '../data/matrix.js';
import type { Breathe } from '../solvers/pacer.js';
import type { Stopwatch } from '../solvers/stopwatch.js';
import { certifyState, exactCorrelations, narrowCorrelations } from './correlations.js';
import { type Design, needGram, needRows32, needRows64 } from './design.js';
import { gramSolve } from './gram-solve.js';
import { POLISHED } from './newton.js';
import { nthSmallest } from './nth-smallest.js';
import { POLICY } from './policy.js';
import { rowNorm, type State, threshold, width } from './problem.js';
import { refresh } from './refresh.js';
import { residualSolve } from './residual-solve.js';
import { growWorkingSet } from './working-set.js';

function identity(length: number): Int32Array {
  const places = new Int32Array(length);
  for (let s = 0; s < length; s++) places[s] = s;
  return places;
}

/**
 * Places in the working set of the rows that are not 0 or violated the dual constraint at the last look, and of a part as
 * many that were nearest to it.
 *
 * @param c - `‖x̃_jᵀR‖/n` of all features at that look
 */
function nearestPlaces(design: Design, state: State, c: Float64Array, part: number): Int32Array {
  const { features } = state;
  const k = features.length;
  const ratios = new Float64Array(k);
  let active = 0;
  for (let s = 0; s < k; s++) {
    const j = features[s]!;
    ratios[s] = rowNorm(state, s) > 0 ? Infinity : c[j]! / threshold(design, state.problem, j);
    if (ratios[s]! > 1) active++;
  }
  const wanted = active + Math.max(POLICY.fewest, Math.round(part * active));
  if (wanted >= k) return identity(k);
  const least = nthSmallest(ratios.slice(), k - wanted);
  const places = new Int32Array(wanted);
  let m = 0;
  for (let s = 0; s < k && m < wanted; s++) if (ratios[s]! >= least) places[m++] = s;
  return places;
}
/** How many of some places in the working set have no row in the Gram matrix. */
function missing({ gram }: Design, { features }: State, places: Int32Array): number {
  let count = 0;
  for (const s of places) if (gram.slot[features[s]!]! < 0) count++;
  return count;
}

/** What the rounds of a solve share. */
export interface Job {
  readonly design: Design;
  readonly X: Matrix;
  /** Relative to ‖Y‖²/n. */
  readonly tol: number;
  /** Passes over the rows of a problem at most. */
  readonly maxPasses: number;
  readonly breathe: Breathe;
  readonly watch: Stopwatch;
  /** Called with the number of problems that are done, and the largest relative gap of the others. */
  readonly report: (solved: number, worstGap: number, passes: number) => void;
}

async function solveInGramForm(job: Job, state: State, places: Int32Array, goal: number): Promise<void> {
  const { design, X, breathe, maxPasses } = job;
  const features = places.map((s) => state.features[s]!);
  const wide = width(state.problem.tasks);
  needRows64(design, X, features);
  await needGram(design, features, breathe);
  const W = new Float64Array(places.length * wide);
  places.forEach((s, i) => {
    W.set(state.W.subarray(s * wide, (s + 1) * wide), i * wide);
  });
  const problem = {
    slots: features.map((j) => design.gram.slot[j]!),
    width: wide,
    W,
    Q: exactCorrelations(design, state, features),
    lambdas: Float64Array.from(features, (j) => threshold(design, state.problem, j)),
    loss2: state.loss2,
  };
  const { passes } = await gramSolve(design, problem, { goal, maxPasses: maxPasses - state.passes, breathe });
  places.forEach((s, i) => {
    state.W.set(W.subarray(i * wide, (i + 1) * wide), s * wide);
  });
  state.passes += passes;
}

/** Passes in float64 over the rows that are not 0 or should not be. */
async function solveInFloat64({ design, X, maxPasses, breathe }: Job, state: State, places: Int32Array, goal: number) {
  needRows64(
    design,
    X,
    places.map((s) => state.features[s]!),
  );
  const { passes } = await residualSolve(design, state, places, {
    precision: 64,
    goal,
    maxPasses: maxPasses - state.passes,
    maxRows: Infinity,
    patience: 10,
    decrease: goal / 500,
    breathe,
  });
  state.passes += passes;
}

/**
 * One round on the working set: in Gram form if the matrix costs no more than a look at all columns, or than the passes
 * made so far (ski rental); else in float32 passes, or in float64 once these are exhausted.
 */
async function solveRound(job: Job, state: State, c: Float64Array, early: boolean): Promise<void> {
  const { design, X, tol, maxPasses, breathe } = job;
  const { n, p, gram } = design;
  const { features, nonZeros } = state;
  const { meanSquare, tasks } = state.problem;
  const k = features.length;
  const part = early ? Math.max(POLICY.share * tol, (POLICY.rough * state.gap) / meanSquare) : POLICY.share * tol;
  const goal = meanSquare * part;
  const kind = POLICY.share * tol < POLICY.floor32 ? 'tight' : 'loose';
  const most = Math.max(POLICY.samples[kind] * n, tasks === 1 ? POLISHED : 0);
  const cheap = n * Math.max((POLICY.look * p * Math.max(tasks, 2)) / 2, POLICY.passes[kind] * k * tasks);
  const price = (rows: number) => rows * (gram.count + rows / 2) * n;

  const all = identity(k);
  const near = nearestPlaces(design, state, c, POLICY.near);
  const added = missing(design, state, near);
  const { leastRent } = POLICY;
  const rent = Math.max(2 * (leastRent.all * k + leastRent.nonZero * nonZeros) * n * tasks, POLICY.rent * price(added));
  const due = state.exhausted || state.work >= rent;
  const pays = price(added) <= cheap;
  if (k <= most && price(missing(design, state, all)) <= cheap) await solveInGramForm(job, state, all, goal);
  else if (near.length <= most && (early ? pays && 2 * added <= near.length : pays || due)) {
    await solveInGramForm(job, state, near, goal);
  } else if (state.exhausted) await solveInFloat64(job, state, near, goal);
  else {
    needRows32(design, features);
    const places = early ? all : nearestPlaces(design, state, c, POLICY.near32);
    const narrow = await residualSolve(design, state, places, {
      precision: 32,
      goal: Math.max(goal, POLICY.floor32 * meanSquare),
      maxPasses: Math.min(maxPasses - state.passes, early ? POLICY.early : Math.max(POLICY.stay, state.passes / 2)),
      maxRows: !early && near.length <= most ? (rent - state.work) / (2 * n * tasks) : Infinity,
      patience: POLICY.patience32,
      gapFactor: POLICY.fall,
      decrease: Infinity,
      breathe,
    });
    state.passes += narrow.passes;
    state.work += 2 * narrow.rowsPassed * n * tasks;
    state.exhausted = !early && (narrow.stalled || (narrow.gap <= POLICY.floor32 * meanSquare && narrow.gap > goal));
  }
  refresh(design, X, state);
}

/** Problems whose correlations are computed together: X is read once for all of them. */
const TOGETHER = 64;

/** What has been reached so far by problems of which some are still open. */
function reportOn({ report }: Job, states: readonly State[], open: readonly State[]): void {
  const worst = open.reduce((most, { gap, problem }) => Math.max(most, gap / problem.meanSquare), 0);
  const passes = states.reduce((most, state) => Math.max(most, state.passes), 0);
  report(states.length - open.length, worst, passes);
}

/** Solves problems that share a design, by working sets, round by round. */
export async function solveByWorkingSets(job: Job, states: readonly State[]): Promise<void> {
  let open = [...states];
  for (let round = 0; open.length > 0; round++) {
    const next: State[] = [];
    for (let first = 0; first < open.length; first += TOGETHER) {
      const some = open.slice(first, first + TOGETHER);
      const correlations = await narrowCorrelations(job.design, some, job.breathe);
      for (const [b, state] of some.entries()) {
        const c = correlations[b]!;
        const goal = job.tol * state.problem.meanSquare;
        job.watch.enter('certificate');
        const ratio = certifyState(job.design, job.X, state, { c, goal });
        job.watch.enter('solve');
        if (state.gap <= goal || round >= POLICY.rounds || state.passes >= job.maxPasses) continue;
        const { violators } = growWorkingSet(job.design, state, c, ratio);
        await solveRound(job, state, c, round === 0 || violators > POLICY.many * state.nonZeros);
        next.push(state);
      }
    }
    open = next;
    reportOn(job, states, open);
  }
}
