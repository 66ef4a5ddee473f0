import { fitBatch } from '../engine/fit.js';
import type { MakeWide } from '../engine/wide.js';
import type { LinearFit } from './linear-fit.js';
import type { Data, FitOptions, Model } from './model.js';
import type { EstimatorOptions } from './options.js';
import type { Observer } from './trace.js';

/** A fit by coordinate descent, in float64 on the host. */
export async function fitOnHost(
  model: Model,
  { alpha, fitIntercept, tol, maxIter }: Required<EstimatorOptions>,
  [X, Y]: Data,
  { init, signal }: FitOptions,
  { onProgress, watch, makeWide }: Observer & { makeWide?: MakeWide | undefined },
): Promise<Pick<LinearFit, 'coef' | 'intercept' | 'problems'>> {
  const batch = { X, Y, joint: model.joint, alpha, fitIntercept, ...(init && { init: init.coef }) };
  const { problems, ...fit } = await fitBatch(batch, {
    tol,
    maxPasses: maxIter,
    onProgress,
    watch,
    makeWide,
    ...(signal && { signal }),
  });
  const fits = problems.map(({ passes, ...problem }) => ({
    alpha,
    ...problem,
    iterations: passes,
    converged: problem.relativeGap <= tol,
  }));
  return { ...fit, problems: fits };
}
