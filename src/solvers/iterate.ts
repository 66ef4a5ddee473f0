import * as tf from '@tensorflow/tfjs-core';
import { check } from '../arguments/check.js';
import type { Datafit } from '../datafits/datafit.js';
import type { Penalty } from '../penalties/penalty.js';
import { own } from '../tensors/own.js';
import { tensor } from '../tensors/tensor-rules.js';
import { checkFit, checkSolver } from './check-fit.js';
import type { Solver, State } from './solver.js';

/**
 * The states of a solver, one after the other, without end. A state is valid until the next one is asked for; clone
 * what is to be kept. Consume with `for … of`: leaving the loop, by whatever way, frees the last state.
 *
 * @param W0 - where to start, shape (features, problems, tasks); stays the caller's
 * @throws TypeError at the first step for a W0 or penalty that does not fit the datafit
 */
export function* iterate<S extends State>(
  solver: Solver<S>,
  datafit: Datafit,
  penalty: Penalty,
  W0: tf.Tensor3D,
): Generator<S, never> {
  checkSolver('iterate', solver);
  check('iterate', 'W0', W0, tensor('a tensor'));
  checkFit('iterate', datafit, penalty, W0);
  const backend = tf.getBackend();
  const all = (state: S) => state;
  let state = own(backend, () => solver.init(W0, datafit), all);
  try {
    while (true) {
      yield state;
      const next = own(backend, () => solver.step(state, datafit, penalty), all);
      tf.dispose(state);
      state = next;
    }
  } finally {
    tf.dispose(state);
  }
}
