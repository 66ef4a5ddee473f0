import type { ProblemFit } from '../certificate/problem-fit.js';
import { type Matrix, row, rowsOf, zeros } from '../data/matrix.js';
import { OffCentre } from '../engine/off-centre.js';
import { groupFits } from './group-fits.js';
import type { Alphas, Job } from './job.js';
import type { LinearFit } from './linear-fit.js';
import { type Model, summary } from './model.js';
import type { CheckedOptions } from './options.js';
import type { Penalised, ReadProblem } from './read-problem.js';
import { smoothFits } from './smooth-fits.js';
import { roughFits, sparseFits } from './sparse-fits.js';

/** A model, with its options, and the data that it is to be fitted to. */
type Task = Pick<Job, 'model' | 'options' | 'how' | 'seen'> & { readonly problem: ReadProblem };

/** Whether a penalty has no norms in it. */
export const isSmooth = ({ parts: { l1, l2 } }: Model, alpha: number): boolean => alpha * (l1 + l2) === 0;

/** Where all features count the same a ridge takes no more than least squares do. */
function penalised(model: Model, { standardize, penaltyFactor }: CheckedOptions, alpha: number): Penalised {
  if (!isSmooth(model, alpha)) return 'norms';
  return alpha > 0 && (standardize || penaltyFactor) ? 'squares' : 'nothing';
}

/** Steps that follow one another, in which the same is penalised of each problem. */
interface Run {
  /** Of each problem, or of all. */
  readonly kinds: readonly Penalised[];
  readonly steps: Alphas[];
}

function runsOf({ model, options }: Task, steps: readonly Alphas[]): Run[] {
  const runs: Run[] = [];
  for (const step of steps) {
    const own = step.map((alpha) => penalised(model, options, alpha));
    const kinds = own.every((kind) => kind === own[0]) ? own.slice(0, 1) : own;
    const last = runs.at(-1);
    if (last?.kinds.join() === kinds.join()) last.steps.push(step);
    else runs.push({ kinds, steps: [step] });
  }
  return runs;
}

function fitsBy(kind: Penalised, job: Job): AsyncGenerator<LinearFit> {
  if (kind !== 'norms') return smoothFits(job);
  const { groups } = job.model;
  if (groups) return groupFits(job, groups);
  return job.model.penalty ? roughFits(job) : sparseFits(job);
}

/** Fits of one kind: of all problems, or of those at some places. */
async function* fitsOfKind(
  { problem, how, ...task }: Task,
  kind: Penalised,
  steps: readonly Alphas[],
  places?: readonly number[],
): AsyncGenerator<LinearFit> {
  const init = places && how.init && { init: { coef: rowsOf(how.init.coef, places) } };
  for (const centred of [false, true]) {
    const prepared = await problem.prepare(kind, { places, centred });
    const job = { ...task, prepared, checkX: problem.checkX, steps, how: { ...how, ...init } };
    try {
      for await (const fit of fitsBy(kind, job)) {
        const restored = prepared.restore(fit);
        const { coef, intercept } = restored instanceof Promise ? await restored : restored;
        yield coef === fit.coef ? fit : { ...fit, coef, intercept };
      }
      return;
    } catch (error) {
      if (centred || !(error instanceof OffCentre)) throw error;
    }
  }
}

/** The problems of several fits, each at its place. */
export function merged(fits: readonly LinearFit[], places: readonly (readonly number[])[]): LinearFit {
  const { cols } = fits[0]!.coef;
  const problems: ProblemFit[] = [];
  const coef: Matrix = zeros(places.flat().length, cols);
  const intercept = new Float64Array(coef.rows);
  fits.forEach((fit, k) => {
    places[k]!.forEach((b, at) => {
      problems[b] = fit.problems[at]!;
      intercept[b] = fit.intercept[at]!;
      coef.values.set(row(fit.coef, at), b * cols);
    });
  });
  const solver = [...new Set(fits.flatMap((fit) => fit.solver.split(', ')))].join(', ');
  return { ...fits.at(-1)!, coef, intercept, ...summary(problems), solver };
}

/** Fits of several kinds at once, of which each problem is by itself: those that take no iterations first. */
async function* fitsOfKinds(task: Task, { kinds, steps }: Run): AsyncGenerator<LinearFit> {
  const present = (['nothing', 'squares', 'norms'] as const).filter((kind) => kinds.includes(kind));
  const places = present.map((kind) => Array.from(kinds.keys()).filter((b) => kinds[b] === kind));
  let done = { solved: 0, nonZeros: 0 };
  const { onProgress } = task.seen;
  const seen: Task['seen'] = {
    ...task.seen,
    onProgress:
      onProgress &&
      (({ solved, nonZeros, ...progress }) => {
        const all = { solved: solved + done.solved, nonZeros: nonZeros + done.nonZeros };
        onProgress({ ...progress, ...all, problems: kinds.length });
      }),
  };
  const parts = present.map((kind, k) => {
    const own = steps.map((alphas) => places[k]!.map((b) => alphas[b]!));
    return fitsOfKind({ ...task, seen }, kind, own, places[k]);
  });
  try {
    for (const _ of steps) {
      const fits: LinearFit[] = [];
      done = { solved: 0, nonZeros: 0 };
      for (const part of parts) {
        const { value } = await part.next();
        fits.push(value);
        done.solved += value.problems.length;
        done.nonZeros += value.coef.values.filter((w: number) => w !== 0).length;
      }
      yield merged(fits, places);
    }
  } finally {
    for (const part of parts) await part.return(undefined);
  }
}

function fitsOfRun(task: Task, run: Run): AsyncGenerator<LinearFit> {
  return run.kinds.length === 1 ? fitsOfKind(task, run.kinds[0]!, run.steps) : fitsOfKinds(task, run);
}

/** Each run from where the one before ended. */
async function* fitsOfRuns(task: Task, runs: readonly Run[]): AsyncGenerator<LinearFit> {
  let { init } = task.how;
  for (const run of runs) {
    for await (const fit of fitsOfRun({ ...task, how: { ...task.how, ...(init && { init }) } }, run)) {
      init = fit;
      yield fit;
    }
  }
}

/** Fits along steps, each from the one before: least squares and ridges at once, all others by iterations. */
export function fitsAlong(task: Task, steps: readonly Alphas[]): AsyncGenerator<LinearFit> {
  const runs = runsOf(task, steps);
  return runs.length === 1 ? fitsOfRun(task, runs[0]!) : fitsOfRuns(task, runs);
}
