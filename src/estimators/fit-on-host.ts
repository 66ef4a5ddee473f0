import { type Method, openSession } from '../engine/fit.js';
import type { MakeWide } from '../engine/wide.js';
import type { LinearFit } from './linear-fit.js';
import type { Model, PathFitOptions } from './model.js';
import type { CheckedOptions } from './options.js';
import type { Prepared } from './prepare.js';
import type { Observer } from './trace.js';

interface Means extends Observer {
  readonly method?: Method | undefined;
  readonly makeWide?: MakeWide | undefined;
  readonly checkX?: () => void;
}

/** What a fit on the host consists of. */
type HostFit = Pick<LinearFit, 'coef' | 'intercept' | 'problems' | 'solver'>;

/** Fits of the same data, one after another: each starts where the one before ended. To be closed when done. */
export interface HostFits {
  /** @param alphas - of each problem, or one for all */
  fit(alphas: readonly number[]): Promise<HostFit>;
  close(): void;
}

/** Reads data for fits by coordinate descent, in float64 on the host. */
export async function fitsOnHost(
  { joint, parts }: Model,
  { tol, maxIter, positive }: CheckedOptions,
  { data: [X, Y], fitIntercept, factors, units, start }: Prepared,
  { init, signal, reuse = false }: PathFitOptions,
  { onProgress, watch, method, makeWide, checkX }: Means,
): Promise<HostFits> {
  const rows = { parts, factors, units, positive };
  const data = { X, Y, joint, rows, fitIntercept, reuse, ...(init && { init: start(init.coef) }) };
  const session = await openSession(data, {
    method,
    tol,
    maxPasses: maxIter,
    onProgress,
    watch,
    makeWide,
    ...(checkX && { checkX }),
    ...(signal && { signal }),
  });
  return {
    close: session.close,
    async fit(alphas) {
      const { coef, intercept, problems, method: solver } = await session.solve(alphas);
      return { coef, intercept, problems, solver };
    },
  };
}
