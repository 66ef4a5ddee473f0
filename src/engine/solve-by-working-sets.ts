import type { Stopwatch } from '../solvers/stopwatch.js';
import type { Breathe } from '../threads/pacer.js';
import { certifyState, exactCorrelations, narrowCorrelations } from './correlations.js';
import type { Design } from './design.js';
import { gramSolve } from './gram-solve.js';
import { POLISHED } from './newton.js';
import { nthSmallest } from './nth-smallest.js';
import { POLICY } from './policy.js';
import { noteProgress, rowNorm, type State, width } from './problem.js';
import { problemsTogether } from './problems-together.js';
import { refresh } from './refresh.js';
import { residualSolve } from './residual-solve.js';
import { subtractRidge } from './row-penalty.js';
import { emptyGram, makePrecise, needGram } from './rows.js';
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
 * @param c - the sizes of the correlations of all features at that look
 */
function nearestPlaces(state: State, c: Float64Array, part: number): Int32Array {
  const { features, problem } = state;
  const k = features.length;
  const ratios = new Float64Array(k);
  let active = 0;
  for (let s = 0; s < k; s++) {
    const j = features[s]!;
    ratios[s] = rowNorm(state, s) > 0 ? Infinity : c[j]! / problem.penalty.limits[j]!;
    if (ratios[s]! > 1) active++;
  }
  const wanted = active + Math.max(POLICY.fewest, Math.round(part * active));
  if (wanted >= k) return identity(k);
  const least = nthSmallest(ratios.slice(), k - wanted);
  let equal = wanted;
  for (let s = 0; s < k; s++) if (ratios[s]! > least) equal--;
  const places = new Int32Array(wanted);
  let m = 0;
  for (let s = 0; s < k; s++) if (ratios[s]! > least || (ratios[s] === least && equal-- > 0)) places[m++] = s;
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
  /** Relative to ‖Y‖²/n. */
  readonly tol: number;
  /** Passes over the rows of a problem at most. */
  readonly maxPasses: number;
  readonly breathe: Breathe;
  readonly watch: Stopwatch;
  /** Called with those problems that are not done. */
  readonly report: (open: readonly State[]) => void;
}

/** Gram solves of a round at most, each from exact correlations: what float32 in the Gram matrix gets wrong is made good. */
const CORRECTIONS = 4;

async function solveInGramForm(
  job: Job,
  state: State,
  places: Int32Array,
  { goal, room }: { goal: number; room: number },
): Promise<void> {
  const { design, breathe, maxPasses } = job;
  const features = places.map((s) => state.features[s]!);
  const wide = width(state.problem.tasks);
  if (design.gram.count + missing(design, state, places) > room) emptyGram(design);
  await needGram(design, features, breathe);
  const slots = features.map((j) => design.gram.slot[j]!);
  const { penalty } = state.problem;
  const W = new Float64Array(places.length * wide);
  places.forEach((s, i) => {
    W.set(state.W.subarray(s * wide, (s + 1) * wide), i * wide);
  });
  const last = state.passes + Math.max(POLICY.stayInGram, state.passes);
  for (let turn = 0; turn < CORRECTIONS; turn++) {
    const Q = await exactCorrelations(design, state, features, breathe);
    subtractRidge(Q, W, { penalty, features, width: wide });
    const problem = { features, slots, width: wide, W, Q, penalty, loss2: state.loss2 };
    const left = Math.min(maxPasses, last) - state.passes;
    const { passes, indefinite } = await gramSolve(design, problem, { goal, maxPasses: left, breathe });
    state.rested = passes < left;
    if (passes === 0) return;
    state.passes += passes;
    places.forEach((s, i) => {
      state.W.set(W.subarray(i * wide, (i + 1) * wide), s * wide);
    });
    await refresh(design, state, breathe);
    if (indefinite && !design.gram.precise) return makePrecise(design);
    if (goal >= POLICY.floor32 * state.problem.meanSquare || passes >= left) return;
  }
}

/** Passes in residual form; where the goal is below what float32 reaches, counted from exact correlations. */
async function solveInResidualForm(
  { design, breathe, maxPasses }: Job,
  state: State,
  places: Int32Array,
  { goal, passes, maxRows }: { goal: number; passes: number; maxRows: number },
): Promise<void> {
  const { n } = design;
  const { meanSquare, tasks } = state.problem;
  const features = places.map((s) => state.features[s]!);
  const exact = goal < POLICY.floor32 * meanSquare;
  const solved = await residualSolve(design, state, places, {
    base: exact ? await exactCorrelations(design, state, features, breathe) : undefined,
    goal,
    maxPasses: Math.min(maxPasses - state.passes, passes),
    maxRows,
    patience: POLICY.patience32,
    gapFactor: POLICY.fall,
    breathe,
  });
  state.rested = solved.stalled || solved.gap <= goal;
  state.passes += solved.passes;
  state.work += 2 * solved.rowsPassed * n * tasks;
  await refresh(design, state, breathe);
}

/**
 * One round on the working set: in Gram form if the matrix costs no more than a look at all columns, or than the passes
 * made so far (ski rental); else in float32 passes.
 */
async function solveRound(job: Job, state: State, c: Float64Array, early: boolean): Promise<void> {
  const { design, tol } = job;
  const { n, p, gram } = design;
  const { features, nonZeros } = state;
  const { meanSquare, tasks } = state.problem;
  const k = features.length;
  const final = meanSquare * POLICY.share * tol;
  const goal = early ? Math.max(final, POLICY.rough * state.gap) : final;
  const kind = POLICY.share * tol < POLICY.floor32 ? 'tight' : 'loose';
  const most = Math.max(POLICY.samples[kind] * n, tasks === 1 ? POLISHED : 0);
  const cheap = n * Math.max((POLICY.look * p * Math.max(tasks, 2)) / 2, POLICY.passes[kind] * k * tasks);
  const price = (rows: number) => rows * (gram.count + rows / 2) * n;

  const exhausted = !early && state.still >= POLICY.coarse;
  if (exhausted && !gram.precise) makePrecise(design);
  const all = identity(k);
  const near = nearestPlaces(state, c, POLICY.near);
  const added = missing(design, state, near);
  const { leastRent } = POLICY;
  const rent = Math.max(2 * (leastRent.all * k + leastRent.nonZero * nonZeros) * n * tasks, POLICY.rent * price(added));
  const pays = price(added) <= cheap;
  const room = gram.precise ? POLICY.largestGram : Math.max(POLISHED, Math.sqrt(POLICY.gramPart * n * p));
  const inGramForm = (places: Int32Array) =>
    solveInGramForm(job, state, places, { goal: POLICY.free * places.length ** 2 <= n * p ? final : goal, room });
  if (gram.precise && near.length <= room) await inGramForm(near);
  else if (k <= Math.min(most, room) && price(missing(design, state, all)) <= cheap) await inGramForm(all);
  else if (
    near.length <= Math.min(most, room) &&
    (early ? pays && 2 * added <= near.length : pays || state.work >= rent)
  ) {
    await inGramForm(near);
  } else {
    const places = early ? all : nearestPlaces(state, c, POLICY.near32);
    const passes = early ? POLICY.early : Math.max(POLICY.stay, state.passes / 2);
    const maxRows = !early && near.length <= most ? (rent - state.work) / (2 * n * tasks) : Infinity;
    await solveInResidualForm(job, state, places, { goal, passes, maxRows });
  }
}

/** Problems at most whose correlations are computed together: X is read once for all of them. */
const TOGETHER = 64;

/** Looks at the correlations of all features where their residuals have changed since the last look. */
async function look(design: Design, states: readonly State[], breathe: Breathe): Promise<void> {
  const unseen = states.filter(({ seen }) => !seen);
  if (unseen.length === 0) return;
  const sizes = await narrowCorrelations(design, unseen, breathe);
  unseen.forEach((state, i) => {
    state.seen = sizes[i];
  });
}

/** Solves problems that share a design, by working sets, round by round. */
export async function solveByWorkingSets(job: Job, states: readonly State[]): Promise<void> {
  const { design, tol, maxPasses, breathe, watch, report } = job;
  const some = problemsTogether(design, states[0]!.problem.tasks, TOGETHER);
  const few = states.length <= some;
  let open = [...states];
  for (let round = 0; open.length > 0; round++) {
    const next: State[] = [];
    for (let first = 0; first < open.length; first += some) {
      const batch = open.slice(first, first + some);
      await look(design, batch, breathe);
      for (const state of batch) {
        const c = state.seen!;
        const goal = tol * state.problem.meanSquare;
        watch.enter('certificate');
        const ratio = await certifyState(design, state, { c, goal, breathe });
        watch.enter('solve');
        noteProgress(state);
        const given = round >= POLICY.rounds || state.still >= POLICY.patience || state.passes >= maxPasses;
        if (state.gap <= goal || given) {
          if (!few) [state.R, state.seen] = [state.problem.Y, undefined]; // so that its own are freed
          continue;
        }
        const { violators } = growWorkingSet(design, state, c, ratio);
        await solveRound(job, state, c, violators > POLICY.many * state.nonZeros);
        next.push(state);
      }
    }
    open = next;
    report(open);
  }
}
