import * as tf from '@tensorflow/tfjs-core';
import type { Datafit } from '../datafits/datafit.js';
import type { Penalty } from '../penalties/penalty.js';
import { own } from '../tensors/own.js';
import { readBack } from '../tensors/read-back.js';
import { dualGap } from './dual-gap.js';
import type { Solver, State } from './solver.js';

/** Problems on their way, and a solver's state for them. `problems[place]` numbers them as the caller does. */
export interface Batch<S extends State> {
  readonly problems: readonly number[];
  readonly datafit: Datafit;
  readonly penalty: Penalty;
  readonly state: S;
}

/** Relative gap in float64 of problem b at its coefficients, shape (features, tasks) row after row. */
export type Certify = (problem: number, W: Float32Array) => number | Promise<number>;

/** Float32 gaps below this, relative to ‖Y‖²/n, are not to be trusted either way: ask for the certificate. */
const FLOAT32_GAP = 1e-6;

const TINY = 1e-30;

const indices = (places: readonly number[]): tf.Tensor1D => tf.tensor1d([...places], 'int32');

/** All problems of the datafit, before the first step from W0. */
export function startBatch<S extends State>(
  backend: string,
  solver: Solver<S>,
  datafit: Datafit,
  penalty: Penalty,
  W0: tf.Tensor3D | undefined,
): Batch<S> {
  const shape = datafit.shape;
  return {
    problems: Array.from({ length: shape[1] }, (_, b) => b),
    datafit,
    penalty,
    state: own(
      backend,
      () => solver.init(W0 ?? tf.zeros([...shape]), datafit),
      (made) => made,
    ),
  };
}

/** The batch one step later; the state before it is freed. */
export function advance<S extends State>(backend: string, solver: Solver<S>, batch: Batch<S>): Batch<S> {
  const state = own(
    backend,
    () => solver.step(batch.state, batch.datafit, batch.penalty),
    (made) => made,
  );
  tf.dispose(batch.state);
  return { ...batch, state };
}

/** The problems at these places as a batch with tensors of its own. */
export function takeBatch<S extends State>(
  backend: string,
  solver: Solver<S>,
  batch: Batch<S>,
  places: readonly number[],
): Batch<S> {
  return own(
    backend,
    () => {
      const which = indices(places);
      return {
        problems: places.map((place) => batch.problems[place]!),
        datafit: batch.datafit.take(which),
        penalty: batch.penalty.take(which),
        state: solver.take(batch.state, which),
      };
    },
    ({ datafit, penalty, state }) => [datafit.tensors, penalty.tensors, state],
  );
}

/** Coefficients of the problems at these places, shape (features, places, tasks). */
export function takeCoefficients<S extends State>(
  backend: string,
  { state }: Batch<S>,
  places: readonly number[],
): tf.Tensor3D {
  return own(
    backend,
    () => tf.gather(state.W, indices(places), 1),
    (made) => made,
  );
}

/** Zeros for so many problems of a batch, shape (features, problems, tasks). */
export function zeroCoefficients<S extends State>(
  backend: string,
  { datafit }: Batch<S>,
  problems: number,
): tf.Tensor3D {
  const [features, , tasks] = datafit.shape;
  return own(
    backend,
    () => tf.zeros<tf.Rank.R3>([features, problems, tasks]),
    (made) => made,
  );
}

/** Coefficients of `parts`, which together hold each of the problems 0 … once, in the order of the problems. */
export function joinCoefficients(
  backend: string,
  parts: readonly {
    readonly problems: readonly number[];
    readonly W: tf.Tensor3D;
  }[],
): tf.Tensor3D {
  const order: number[] = [];
  parts
    .flatMap(({ problems }) => problems)
    .forEach((problem, place) => {
      order[problem] = place;
    });
  const tensors = parts.map(({ W }) => W);
  return own(
    backend,
    () => tf.gather(tf.concat(tensors, 1), indices(order), 1),
    (made) => made,
  );
}

/** Where each problem of a batch stands. */
export interface Standing {
  /** Relative to ‖Y‖²/n. */
  readonly gaps: Float64Array;
  /** Features that are not 0. */
  readonly nonZeros: Float64Array;
}

/** Where each problem of the batch stands as the device sees it, in float32. */
export async function standing<S extends State>(
  backend: string,
  { problems, datafit, penalty, state }: Batch<S>,
): Promise<Standing> {
  const both = own(
    backend,
    () => {
      // A gap below 0 is what rounding left of 0: so large it may be.
      const sizes = tf.abs(dualGap(state.W, datafit, penalty));
      const gaps = tf.div(sizes, tf.maximum(tf.mul(datafit.tensors.nullValue, 2), TINY));
      const used = tf.cast(tf.greater(tf.max(tf.abs(state.W), 2), 0), 'float32');
      return tf.concat([gaps, tf.sum(used, 0)]);
    },
    (made) => made,
  );
  const values = Float64Array.from(await readBack(both));
  return { gaps: values.slice(0, problems.length), nonZeros: values.slice(problems.length) };
}

/** Whether a float32 gap could pass for `tol`, or is no number. */
export const couldPass = (gap: number, tol: number): boolean => !(gap > Math.max(tol, FLOAT32_GAP));

/**
 * The gaps of the problems at some places, from `certify`.
 *
 * @param breathe - awaited between certificates
 */
export async function certifiedGaps<S extends State>(
  backend: string,
  batch: Batch<S>,
  places: readonly number[],
  certify: Certify,
  breathe: () => Promise<void> | undefined,
): Promise<number[]> {
  if (places.length === 0) return [];
  const W = takeCoefficients(backend, batch, places);
  const [features, , tasks] = W.shape;
  const values = await readBack(W);
  const gaps: number[] = [];
  for (const [k, place] of places.entries()) {
    const own = new Float32Array(features * tasks);
    for (let j = 0; j < features; j++) {
      const from = (j * places.length + k) * tasks;
      own.set(values.subarray(from, from + tasks), j * tasks);
    }
    gaps.push(await certify(batch.problems[place]!, own));
    await breathe();
  }
  return gaps;
}
