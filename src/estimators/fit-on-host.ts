import { fitBatch, type Method } from '../engine/fit.js';
import type { MakeWide } from '../engine/wide.js';
import type { LinearFit } from './linear-fit.js';
import type { FitOptions, Model } from './model.js';
import type { CheckedOptions } from './options.js';
import type { Prepared } from './prepare.js';
import type { Observer } from './trace.js';

interface Means extends Observer {
  readonly method?: Method | undefined;
  readonly makeWide?: MakeWide | undefined;
  readonly checkX?: () => void;
}

/** A fit by coordinate descent, in float64 on the host. */
export async function fitOnHost(
  { joint, parts }: Model,
  { tol, maxIter, positive }: CheckedOptions,
  { data: [X, Y], fitIntercept, factors, units, start }: Prepared,
  alphas: readonly number[],
  { init, signal }: FitOptions,
  { onProgress, watch, method, makeWide, checkX }: Means,
): Promise<Pick<LinearFit, 'coef' | 'intercept' | 'problems' | 'solver'>> {
  const weights = alphas.map((alpha) => ({
    l1: alpha * parts.l1,
    l2: alpha * parts.l2,
    ridge: alpha * parts.ridge,
  }));
  const rows = { factors, units, positive };
  const batch = { X, Y, joint, weights, rows, fitIntercept, ...(init && { init: start(init.coef) }) };
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
  const fits = problems.map(({ passes, ...problem }, b) => {
    const alpha = alphas[Math.min(b, alphas.length - 1)]!;
    const converged = problem.relativeGap <= tol;
    const stopped = converged ? 'tol' : passes >= maxIter ? 'maxIter' : 'precision';
    return { alpha, ...problem, iterations: passes, converged, stopped } as const;
  });
  return { coef, intercept, problems: fits, solver: fit.method };
}
