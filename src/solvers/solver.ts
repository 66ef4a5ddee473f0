import type * as tf from '@tensorflow/tfjs-core';
import type { Datafit } from '../datafits/datafit.js';
import type { Penalty } from '../penalties/penalty.js';

/** What a solver carries from step to step: tensors, among them W of shape (features, problems, tasks). */
export type State = { readonly W: tf.Tensor3D } & {
  readonly [name: string]: tf.Tensor;
};

/** A solver is a pair of pure functions on states; loops, stopping and memory are elsewhere (iterate.ts, solve.ts). */
export interface Solver<S extends State> {
  /** The state before the first step, from coefficients of shape (features, problems, tasks). */
  init(W0: tf.Tensor3D, datafit: Datafit): S;
  /** The next state. Problems do not mix: each comes out as it would alone. */
  step(state: S, datafit: Datafit, penalty: Penalty): S;
  /** The same state for some of the problems, by their places in the batch. */
  take(state: S, problems: tf.Tensor1D): S;
}
