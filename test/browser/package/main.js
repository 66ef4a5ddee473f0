import * as tf from '@tensorflow/tfjs-core';
import { lasso, modelFromJSON, multiTaskLasso, predict } from 'tensor-lasso';
import './judge.js';

const MODELS = { lasso, multiTaskLasso };

/** What the test asks of the page: a fit, as plain JSON. */
globalThis.fitModel = async (model, options, X, Y) => {
  const { coef, problems, backend, converged } = await MODELS[model](options).fit(X, Y);
  const relativeGap = Math.max(...problems.map((problem) => problem.relativeGap));
  return { coef: Array.from(coef.values), relativeGap, backend, converged };
};

/** Fits a small model again and again; what tfjs and its device hold afterwards. */
globalThis.fitAgain = async (count, backend) => {
  const X = Array.from({ length: 12 }, (_, i) => Array.from({ length: 4 }, (_, j) => Math.sin(1 + 7 * i + 3 * j)));
  const Y = X.map(([a, b]) => [a + b, a - b]);
  const estimator = lasso({ alpha: 0.2, tol: 1e-2, backend, solver: 'restartedFista' });
  for (let k = 0; k < count; k++) await estimator.fit(X, Y);
  const { registry, state } = tf.engine();
  const { numBytesInGPU = 0 } = registry[backend].memory();
  return { tensors: state.numTensors, buffers: state.numDataBuffers, deviceBytes: numBytesInGPU };
};

/** What a model predicts that somebody saved. */
globalThis.predictBy = async (text, X) => Array.from((await predict(modelFromJSON(text), X)).values);
