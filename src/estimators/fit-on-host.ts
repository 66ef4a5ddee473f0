import { fitBatch, type Method } from '../engine/fit.js';
import type { MakeWide } from '../engine/wide.js';
import type { LinearFit } from './linear-fit.js';
import type { Data, FitOptions, Model } from './model.js';
import type { EstimatorOptions } from './options.js';
import type { Observer } from './trace.js';

interface Means extends Observer {
  readonly method?: Method | undefined;
  readonly makeWide?: MakeWide | undefined;
  readonly checkX?: () => void;
}

/** A fit by coordinate descent, in float64 on the host. */
export async function fitOnHost(
  model: Model,
  { alpha, fitIntercept, tol, maxIter }: Required<EstimatorOptions>,
  [X, Y]: Data,
  { init, signal }: FitOptions,
  { onProgress, watch, method, makeWide, checkX }: Means,
): Promise<Pick<LinearFit, 'coef' | 'intercept' | 'problems' | 'solver'>> {
  const batch = { X, Y, joint: model.joint, alpha, fitIntercept, ...(init && { init: init.coef }) };
  const { problems, coef, intercept, ...fit } = await fitBatch(batch, {
    method,
    tol,
    maxPasses: maxIter,
    onProgress,
    watch,
    makeWide,
    ...(checkX && { checkX }),
    ...(signal && { signal }),
  });
  const fits = problems.map(({ passes, ...problem }) => {
    const converged = problem.relativeGap <= tol;
    const stopped = converged ? 'tol' : passes >= maxIter ? 'maxIter' : 'precision';
    return { alpha, ...problem, iterations: passes, converged, stopped } as const;
  });
  return { coef, intercept, problems: fits, solver: fit.method };
}
