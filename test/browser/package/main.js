import { lasso, multiTaskLasso } from 'tensor-lasso';

const MODELS = { lasso, multiTaskLasso };

/** What the test asks of the page: a fit, as plain JSON. */
globalThis.fitModel = async (model, options, X, Y) => {
  const { coef, problems, backend, converged } = await MODELS[model](options).fit(X, Y);
  const relativeGap = Math.max(...problems.map((problem) => problem.relativeGap));
  return { coef: Array.from(coef.values), relativeGap, backend, converged };
};
