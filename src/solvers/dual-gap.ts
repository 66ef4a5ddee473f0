import * as tf from '@tensorflow/tfjs-core';
import { check } from '../arguments/check.js';
import type { Datafit } from '../datafits/datafit.js';
import type { Penalty } from '../penalties/penalty.js';
import { tensor } from '../tensors/tensor-rules.js';
import { checkProblem } from './check-fit.js';

/**
 * Duality gap of each problem at W, shape (problems), in float32 on the device: the formula of the certificate (see
 * certify.ts), to about 1e-7 of the objective. It says when to ask for the certificate; it is not one.
 *
 * @param W - coefficients, shape (features, problems, tasks)
 */
export function dualGap(W: tf.Tensor3D, datafit: Datafit, penalty: Penalty): tf.Tensor1D {
  check('dualGap', 'W', W, tensor('a tensor', 3));
  checkProblem('dualGap', datafit, penalty);
  return tf.tidy(() => {
    const correlations: tf.Tensor3D = tf.neg(datafit.gradient(W));
    const alpha = tf.reshape(penalty.tensors.alpha, [-1]);
    const s = tf.div(alpha, tf.maximum(alpha, penalty.dualNorm(correlations)));
    const slack = tf.sub(penalty.value(W), tf.mul(s, tf.sum(tf.mul(correlations, W), [0, 2])));
    return tf.add(tf.mul(tf.square(tf.sub(1, s)), datafit.value(W)), slack);
  });
}
