import * as tf from '@tensorflow/tfjs-core';
import { check } from '../arguments/check.js';
import { hasMethods, isRecord, type Rule } from '../arguments/rules.js';
import type { Datafit } from '../datafits/datafit.js';
import { DATAFIT } from '../datafits/datafit-rule.js';
import type { Penalty } from '../penalties/penalty.js';
import { tensor } from '../tensors/tensor-rules.js';

/** What is a penalty. */
const PENALTY: Rule = {
  accepts: (value) =>
    hasMethods(value, 'value', 'prox', 'dualNorm', 'take') &&
    isRecord(value) &&
    isRecord(value.tensors) &&
    isRecord(value.norm) &&
    value.tensors.alpha instanceof tf.Tensor,
  expected: 'a penalty, such as l1(0.1)',
  error: TypeError,
};

const SOLVER: Rule = {
  accepts: (value) => hasMethods(value, 'init', 'step', 'take'),
  expected: 'a solver, such as restartedFista',
  error: TypeError,
};

/** @throws TypeError for what is no datafit, or no penalty */
export function checkProblem(name: string, datafit: unknown, penalty: unknown): void {
  check(name, 'datafit', datafit, DATAFIT);
  checkPenalty(name, 'penalty', penalty);
}

/** @throws TypeError for what is no penalty */
export const checkPenalty = (name: string, what: string, penalty: unknown): void => check(name, what, penalty, PENALTY);

/** @throws TypeError for what is no solver */
export const checkSolver = (name: string, solver: unknown): void => check(name, 'solver', solver, SOLVER);

/**
 * Checks that a penalty and a start belong to the problems of the datafit.
 *
 * @param name - the function that is called, for the errors
 * @throws TypeError if they do not
 */
export function checkFit(name: string, datafit: Datafit, penalty: Penalty, W0: tf.Tensor3D | undefined): void {
  checkProblem(name, datafit, penalty);
  const { shape } = datafit;
  if (W0 !== undefined) check(name, 'W0', W0, tensor('a tensor'));
  if (W0 && W0.shape.join() !== shape.join()) {
    throw new TypeError(`${name}: W0 must have shape [${shape}] like the coefficients, got [${W0.shape}]`);
  }
  const alphas = penalty.tensors.alpha.shape[1];
  if (alphas !== 1 && alphas !== shape[1]) {
    throw new TypeError(`${name}: penalty must have one alpha or one for each of ${shape[1]} problems, got ${alphas}`);
  }
}
