import { dot } from '../../data/vector.js';
import type { Breathe } from '../../threads/pacer.js';
import { DEPTH, extrapolationWeights } from '../extrapolation.js';
import { gapAt } from '../gap.js';
import { isWorse } from '../is-worse.js';
import {
  type BlockPoint,
  type BlockProblem,
  correlationsOf,
  dualRatio,
  move,
  normsOf,
  proximal,
} from './block-problem.js';

/** What is known of a point, in float64. */
export interface BlockCertificate {
  readonly objective: number;
  /** The objective exceeds the smallest possible one by at most this. */
  readonly gap: number;
  /** `Σ_t ‖r_t‖²/n`. */
  readonly deviance: number;
  /** Of each block that was looked at. */
  readonly ratios: Float64Array;
}

/**
 * Looks at some blocks: the duality gap of the problem without the others, which is that of the whole problem if these are all.
 * The residuals times `1/max(1, the largest ratio)` are the dual point: see `gapAt`.
 */
export async function certifyBlocks(
  problem: BlockProblem,
  point: BlockPoint,
  blocks: readonly number[],
  breathe: Breathe,
): Promise<BlockCertificate> {
  const { samples: n, targets } = problem;
  let [penalty, ridges] = [0, 0];
  const ratios = new Float64Array(blocks.length);
  for (const [k, b] of blocks.entries()) {
    const [w, weights] = [point.W[b]!, problem.weights(b)];
    penalty += normsOf(w, weights);
    ridges += weights.ridge * dot(w, w);
    ratios[k] = dualRatio(correlationsOf(problem, point, b), weights, problem.positive);
    const pause = breathe();
    if (pause) await pause;
  }
  const squares = point.R.reduce((sum, r) => sum + dot(r, r), 0) / n;
  const loss2 = squares + ridges;
  const fitted = point.R.reduce((sum, r, t) => sum + dot(r, targets[t]!), 0) / n - loss2;
  const gap = gapAt(
    { loss2, fitted, penalty },
    ratios.reduce((most, ratio) => Math.max(most, ratio), 0),
  );
  return { objective: loss2 / 2 + penalty, gap, deviance: squares, ratios };
}

/** A pass of block coordinate descent: each block goes to the minimum of a bound of the objective that touches it where it is. */
async function pass(
  problem: BlockProblem,
  point: BlockPoint,
  blocks: readonly number[],
  breathe: Breathe,
): Promise<void> {
  for (const b of blocks) {
    const weights = problem.weights(b);
    const L = problem.curvatures[b]! + weights.ridge;
    if (L === 0) continue;
    const [w, c] = [point.W[b]!, correlationsOf(problem, point, b)];
    const next = proximal(
      w.map((value, i) => value + c[i]! / L),
      weights,
      L,
      problem.positive,
    );
    move(
      problem,
      point,
      b,
      next.map((value, i) => value - w[i]!),
    );
    w.set(next); // exactly, and zeros without what rounding leaves of them
    const pause = breathe();
    if (pause) await pause;
  }
}

/** Sets coefficients of columns that are 0 to 0: only the penalty sees them. */
function leaveOutZeros(problem: BlockProblem, { W, R }: BlockPoint): void {
  W.forEach((w, b) => {
    w.forEach((value, i) => {
      if (value === 0) return;
      const column = problem.column(problem.blocks[b]![Math.floor(i / R.length)]!, i % R.length);
      if (column.every((x) => x === 0)) w[i] = 0;
    });
  });
}

/** Takes a start, of which residuals are not known yet. */
export async function begin(problem: BlockProblem, point: BlockPoint, breathe: Breathe): Promise<void> {
  leaveOutZeros(problem, point);
  await settle(problem, point, breathe);
}

/** Fresh residuals `y − XW`: what rounding has added up is gone. */
async function settle(problem: BlockProblem, { W, R }: BlockPoint, breathe: Breathe): Promise<void> {
  R.forEach((r, t) => {
    r.set(problem.targets[t]!);
  });
  for (const [b, w] of W.entries()) {
    if (w.every((value) => value === 0)) continue;
    const change = w.slice();
    w.fill(0);
    move(problem, { W, R }, b, change);
    const pause = breathe();
    if (pause) await pause;
  }
}

const copied = ({ W, R }: BlockPoint): BlockPoint => ({
  W: W.map((w) => w.slice()),
  R: R.map((r) => r.slice()),
});

function setTo(point: BlockPoint, from: BlockPoint): void {
  point.W.forEach((w, b) => {
    w.set(from.W[b]!);
  });
  point.R.forEach((r, t) => {
    r.set(from.R[t]!);
  });
}

/** Goes on from the last points to where Anderson's extrapolation leads, if that is better. */
async function extrapolate(
  problem: BlockProblem,
  point: BlockPoint,
  { blocks, last, breathe }: { blocks: readonly number[]; last: readonly Float64Array[]; breathe: Breathe },
): Promise<void> {
  const steps = last.slice(1).map((w, a) => w.map((value, i) => value - last[a]![i]!));
  const inner = Float64Array.from(steps.flatMap((a) => steps.map((b) => dot(a, b))));
  const parts = extrapolationWeights(inner);
  const before = copied(point);
  const { objective } = await certifyBlocks(problem, point, blocks, breathe);
  let at = 0;
  for (const b of blocks) {
    const w = point.W[b]!;
    for (let i = 0; i < w.length; i++, at++) {
      const next = parts.reduce((sum, part, a) => sum + part * last[a + 1]![at]!, 0);
      if (w[i] !== 0) w[i] = problem.positive ? Math.max(next, 0) : next;
    }
  }
  await settle(problem, point, breathe);
  const reached = await certifyBlocks(problem, point, blocks, breathe);
  if (!(reached.objective < objective)) setTo(point, before);
}

const flat = ({ W }: BlockPoint, blocks: readonly number[]): Float64Array =>
  Float64Array.from(blocks.flatMap((b) => Array.from(W[b]!)));

export interface BlockOptions {
  /** The gap that ends it. */
  readonly goal: number;
  readonly maxPasses: number;
  readonly breathe: Breathe;
  /** Called at every look at all blocks. */
  onLook(certificate: BlockCertificate, passes: number): void;
}

/** What a round on some blocks is solved to: this part of the goal, or of the gap before it. */
const SHARE = { goal: 0.3, gap: 0.05 };

/** Looks at all blocks without progress, after which float64 is exhausted. */
const PATIENCE = 4;

/** Progress is a gap that falls by this factor, or an objective by more than rounding: slow steps lower it all the same. */
const PROGRESS = { gap: 0.8, objective: 1 - 2 ** -44 };

/**
 * Solves a problem from where the point is, which it moves: block coordinate descent on those blocks that are not 0 or have
 * been in the way of the dual point, with Anderson's extrapolation, between looks at all.
 *
 * @returns what is certified of the point in the end, and passes
 * @see Tseng 2001 (block coordinate descent); Bertrand & Massias 2021 (extrapolation)
 */
export async function solveBlocks(
  problem: BlockProblem,
  point: BlockPoint,
  { goal, maxPasses, breathe, onLook }: BlockOptions,
): Promise<BlockCertificate & { readonly passes: number }> {
  const all = problem.blocks.map((_, b) => b);
  const working = new Set(all.filter((b) => point.W[b]!.some((w) => w !== 0)));
  const atZero = problem.targets.reduce((sum, y) => sum + dot(y, y), 0) / (2 * problem.samples);
  let least = { gap: Infinity, objective: Infinity };
  let [passes, still] = [0, 0];
  for (;;) {
    await settle(problem, point, breathe);
    const seen = await certifyBlocks(problem, point, all, breathe);
    if (passes === 0 && isWorse(seen.objective, atZero) && point.W.some((w) => w.some((value) => value !== 0))) {
      for (const w of point.W) w.fill(0);
      continue;
    }
    onLook(seen, passes);
    const better = seen.gap < PROGRESS.gap * least.gap || seen.objective < PROGRESS.objective * least.objective;
    still = better ? 0 : still + 1;
    least = { gap: Math.min(least.gap, seen.gap), objective: Math.min(least.objective, seen.objective) };
    if (seen.gap <= goal || passes >= maxPasses || still >= PATIENCE) return { ...seen, passes };
    const outside = all.filter((b) => !working.has(b) && seen.ratios[b]! > 1);
    outside.sort((a, b) => seen.ratios[b]! - seen.ratios[a]!);
    for (const b of outside.slice(0, Math.max(10, working.size))) working.add(b);
    const blocks = all.filter((b) => working.has(b));
    const inner = Math.max(SHARE.goal * goal, SHARE.gap * seen.gap);
    let last = [flat(point, blocks)];
    for (const most = Math.min(maxPasses, passes + 200); passes < most; ) {
      await pass(problem, point, blocks, breathe);
      passes++;
      last.push(flat(point, blocks));
      if (last.length > DEPTH) {
        await extrapolate(problem, point, { blocks, last, breathe });
        last = [flat(point, blocks)];
        if ((await certifyBlocks(problem, point, blocks, breathe)).gap <= inner) break;
      }
    }
  }
}
