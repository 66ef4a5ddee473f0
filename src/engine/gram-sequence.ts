import type { Arena } from '../kernels/arena.js';
import { PARAMETERS } from '../kernels/kernel.js';
import type { Design } from './design.js';
import { foresight } from './foresight.js';
import { gapAt, gramGapAt } from './gap.js';
import { isWorse } from './is-worse.js';
import { multiple } from './multiple.js';
import { POLICY } from './policy.js';
import { sumOfSquares, width } from './problem.js';
import { problemsTogether } from './problems-together.js';
import { type Point, progressOf } from './result.js';
import { type RowUnits, writeWeights } from './row-penalty.js';
import { needGram } from './rows.js';
import { initialRows, type Sequence, type Source, startState } from './sequence.js';
import { correlate, solveByGram, TOGETHER } from './solve-by-gram.js';

/** Where things lie in the arena: G and, of problem b, C, W and `before` from `b bytes` on; what all problems share. */
interface Places {
  readonly G: number;
  readonly ld: number;
  readonly C: number;
  readonly W: number;
  /** W of the alpha before. */
  readonly before: number;
  /** Bytes of a problem in each of them. */
  readonly bytes: number;
  readonly Q: number;
  readonly zeros: number;
  readonly P: number;
  readonly U: number;
  readonly sums: number;
  readonly list: number;
}

/** Room for all of it, zeros. */
function allocate(
  arena: Arena,
  { k, ld, wide, count }: { k: number; ld: number; wide: number; count: number },
): Places {
  const bytes = 8 * multiple(k * wide, 2);
  const sizes = [
    8 * k * ld,
    count * bytes,
    count * bytes,
    count * bytes,
    bytes,
    bytes,
    8 * PARAMETERS * k,
    16 * multiple(wide, 2),
    48,
    4 * k,
  ];
  const all = sizes.reduce((sum, size) => sum + size, 0);
  let end = arena.allocate(all).at;
  arena.doubles.fill(0, end / 8, Math.ceil((end + all) / 8));
  const [G, C, W, before, Q, zeros, P, U, sums, list] = sizes.map((size) => {
    const at = end;
    end += size;
    return at;
  }) as [number, number, number, number, number, number, number, number, number, number];
  return { G, ld, C, W, before, bytes, Q, zeros, P, U, sums, list };
}

/** Copies the Gram matrix of all features, in their order. */
async function copyGram(
  { job: { design, breathe } }: Source,
  features: Int32Array,
  { G, list }: Places,
): Promise<void> {
  const { arena, gram } = design;
  const { doubles, ints } = arena;
  for (const j of features) {
    const [from, to] = [gram.block.at / 8 + gram.slot[j]! * gram.ld, G / 8 + j * gram.ld];
    for (const i of features) doubles[to + i] = doubles[from + gram.slot[i]!]!;
  }
  ints.set(features, list / 4);
  await breathe();
}

/** Targets of problem b. */
const targetsOf = ({ targets, tasks }: Source, b: number): Float64Array =>
  targets.rows.subarray(b * tasks * targets.stride, (b + 1) * tasks * targets.stride);

/** Writes the correlations of all problems at W = 0. */
async function writeCorrelations(source: Source, { C, bytes }: Places, count: number): Promise<void> {
  const { job, tasks } = source;
  const { design, breathe } = job;
  const nothing = { W: new Float64Array(0), active: new Int32Array(0) };
  const some = problemsTogether(design, tasks, TOGETHER);
  for (let first = 0; first < count; first += some) {
    const length = Math.min(some, count - first);
    const problems = Array.from({ length }, (_, i) => ({ ...nothing, Y: targetsOf(source, first + i) }));
    const { read } = await correlate(design, problems, tasks, breathe);
    for (let i = 0; i < length; i++) read(i, design.arena.doubles, (C + (first + i) * bytes) / 8);
  }
}

/** Rows of `wide` doubles that are not 0, of k. */
function nonZeroRows(W: Float64Array, at: number, k: number, wide: number): number {
  let found = 0;
  for (let end = at + k * wide; at < end; at += wide) {
    let i = at;
    while (i < at + wide && W[i] === 0) i++;
    if (i < at + wide) found++;
  }
  return found;
}

/** The largest `‖x̃_j‖/√n`, and the largest root of a ridge 1, of what a norm of weight 1 counts in a row: see `reach` of `GramPoint`. */
function reachesOf({ n, norms }: Design, units: RowUnits): { norm: number; ridge: number } {
  let [norm, ridge] = [0, 0];
  for (let j = 0; j < norms.length; j++) {
    norm = Math.max(norm, norms[j]! / Math.sqrt(n) / units.norms[j]!);
    ridge = Math.max(ridge, Math.sqrt(units.squares[j]!) / units.norms[j]!);
  }
  return { norm, ridge };
}

/** What the kernel does in Gram form with one problem after another. */
function descender(source: Source, places: Places) {
  const { job, tasks, units, positive } = source;
  const { design, tol } = job;
  const { arena, n, p: k } = design;
  const { parts } = units;
  const { G, ld, C, W, bytes, Q, zeros, P, U, sums, list } = places;
  const wide = width(tasks);
  const diagonal = Float64Array.from({ length: k }, (_, j) => arena.doubles[G / 8 + j * (ld + 1)]!);
  const reaches = reachesOf(design, units);
  /** What the kernel has left of a problem: one object for all, as making it takes longer than filling it. */
  const seen = {
    loss2: 0,
    fitted: 0,
    penalty: 0,
    ratio: 0,
    size: 0,
    reach: 0,
    terms: n + k * (wide + 1) + wide + 9,
    cells: (n + 1) * wide,
    steps: 0,
    first: 0,
  };
  /** Problems whose start has been found worse than 0. */
  const begun = new Uint8Array(source.targets.means.length / tasks);
  let ridge = Number.NaN;
  /** `Σ_j λ₃ ‖W_j‖²` of W at `own`. */
  const ridgeOf = (own: number): number => {
    let sum = 0;
    for (let i = 0; i < k * wide; i++) {
      sum += arena.doubles[P / 8 + PARAMETERS * Math.floor(i / wide) + 3]! * arena.doubles[(W + own) / 8 + i]! ** 2;
    }
    return sum;
  };
  /** Goes on with problem b; whether that has certified it. */
  function descend(b: number, point: Quick, most: number): boolean {
    const { meanSquare } = point.problem;
    const own = b * bytes;
    const goal = 0.9 * tol * meanSquare;
    const sign = positive ? 1 : 0;
    const { kernel } = arena;
    const room = most - point.passes;
    const passes = kernel.gramDescent(
      G,
      ld,
      C + own,
      Q,
      W + own,
      zeros,
      P,
      list,
      k,
      wide,
      sign,
      meanSquare,
      goal,
      room,
      U,
      sums,
    );
    const { doubles } = arena;
    const at = sums / 8;
    seen.ratio = doubles[at]!;
    seen.penalty = doubles[at + 1]!;
    seen.fitted = doubles[at + 2]!;
    seen.loss2 = Math.max(0, meanSquare - doubles[at + 3]!);
    // As limit_j ‖W_j‖ is at most the penalty of W_j, Σ_j ‖x̃_j‖ ‖W_j‖/√n is at most reach times that of W.
    seen.size = Math.sqrt(meanSquare) + seen.reach * seen.penalty;
    seen.steps = k * passes;
    seen.first = doubles[at + 4]!;
    if (!begun[b] && isWorse(seen.first, meanSquare / 2)) {
      begun[b] = 1;
      doubles.fill(0, (W + own) / 8, (W + own + bytes) / 8);
      return descend(b, point, most);
    }
    point.passes += passes;
    point.loss2 = seen.loss2;
    point.penalty = seen.penalty;
    point.ridge = ridge > 0 ? ridgeOf(own) : 0;
    point.gap = gapAt(seen, seen.ratio);
    if (gramGapAt(seen) <= tol * meanSquare) return true;
    // A Q that is new may do where this one has been moved too often.
    return passes > 0 && point.passes < most && descend(b, point, most);
  }
  return {
    /** Takes the alpha of the next problems. */
    penalise(alpha: number): void {
      const { doubles } = arena;
      writeWeights(alpha, units, doubles, P / 8);
      const next = alpha * parts.ridge;
      const norm = alpha * (tasks === 1 ? parts.l1 + parts.l2 : parts.l2);
      seen.reach = (reaches.norm + reaches.ridge * Math.sqrt(next)) / norm;
      if (next === ridge) return;
      ridge = next;
      for (let j = 0; j < k; j++) {
        const at = P / 8 + PARAMETERS * j;
        doubles[at] = diagonal[j]! + doubles[at + 3]!; // as the Gram matrix has been rounded
        doubles[G / 8 + j * (ld + 1)] = doubles[at]!;
      }
    },
    descend,
  };
}

type Quick = { -readonly [key in keyof Point]: Point[key] } & { readonly at: number };

/**
 * Problems of few features, W, correlations and Gram matrix of all of them in the arena: descent over all rows in one call of
 * the kernel, certified in Gram form where what rounding adds there leaves the gap below the tolerance. Those for which that is
 * not enough are solved as others are.
 */
export async function gramSequence(source: Source): Promise<Sequence> {
  const { job, targets, tasks, tell } = source;
  const { design, maxPasses, breathe } = job;
  const { arena, p: k, n } = design;
  const wide = width(tasks);
  const count = targets.means.length / tasks;
  const features = Int32Array.from({ length: k }, (_, j) => j);
  await needGram(design, features, breathe);
  const places = allocate(arena, { k, ld: design.gram.ld, wide, count });
  await copyGram(source, features, places);
  await writeCorrelations(source, places, count);
  const at = (b: number): number => (places.W + b * places.bytes) / 8;
  const quick: Quick[] = Array.from({ length: count }, (_, b) => {
    const meanSquare = sumOfSquares(targetsOf(source, b)) / n;
    return {
      problem: { tasks, meanSquare },
      features,
      W: arena.doubles,
      at: at(b),
      loss2: meanSquare,
      ridge: 0,
      penalty: 0,
      gap: meanSquare / 2,
      nonZeros: 0,
      passes: 0,
    };
  });
  const { penalise, descend } = descender(source, places);
  const stepOf = foresight(count);

  /** Tells how far all are, of which some are open: their rows are counted for that alone. */
  function report(points: readonly Point[], open: readonly Point[]): void {
    if (!tell) return;
    for (const point of quick) point.nonZeros = nonZeroRows(point.W, point.at, k, wide);
    tell(progressOf(points, open));
  }

  /** Moves W of problem b on to where the next alpha is likely to lead it. */
  function goAhead(b: number, next: number): void {
    const { kernel } = arena;
    const own = b * places.bytes;
    kernel.goAhead(places.W + own, places.before + own, places.bytes / 8, stepOf(b, next));
  }

  /** The problems that were too hard, from where they are. */
  async function solveOthers(hard: readonly number[], alphas: readonly number[], points: Point[]): Promise<void> {
    const states = hard.map((b) => {
      const state = startState(source, b, alphas[Math.min(b, alphas.length - 1)]!);
      const W = arena.doubles.slice(at(b), at(b) + k * wide);
      points[b] = Object.assign(state, { features, W, passes: quick[b]!.passes });
      return state;
    });
    await solveByGram({ ...job, report: (open) => report(points, open) }, states);
    hard.forEach((b, i) => {
      arena.doubles.set(states[i]!.W, at(b));
    });
  }

  return {
    async start(init) {
      for (let b = 0; b < count; b++) {
        arena.doubles.set(initialRows(design, init, { b, tasks, scale: targets.scale }), at(b));
      }
    },
    async solve(alphas) {
      const most = Math.min(POLICY.quick, maxPasses);
      const points: Point[] = quick.slice();
      const hard: number[] = [];
      for (let b = 0; b < count; b++) {
        if (b % TOGETHER === 0) {
          if (b > 0) report(points, quick.slice(b));
          const pause = breathe();
          if (pause) await pause;
        }
        if (b < alphas.length) penalise(alphas[b]!);
        goAhead(b, alphas[Math.min(b, alphas.length - 1)]!);
        quick[b]!.passes = 0;
        if (!descend(b, quick[b]!, most)) hard.push(b);
      }
      if (hard.length > 0) await solveOthers(hard, alphas, points);
      else report(points, []);
      for (const point of quick) point.W = arena.doubles;
      return points;
    },
  };
}
