import type { Progress } from '../solvers/solve.js';
import { type Seconds, type Stopwatch, stopwatch } from '../solvers/stopwatch.js';

/** Where a fit stands at one of its checks. */
export interface FitProgress extends Progress {
  /** Since the fit began. */
  readonly seconds: number;
}

/** How a fit went. */
export interface Trace {
  /** What `onProgress` was told. */
  readonly checks: readonly FitProgress[];
  /** Where the time went. */
  readonly seconds: Seconds;
}

/** Watches a fit: passes on its progress, and keeps it if a trace is wanted. */
export interface Observer {
  readonly watch: Stopwatch;
  /** Absent if nobody listens. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** To be spread over the result. */
  trace(): { readonly trace?: Trace };
}

/** An observer whose clock starts now. */
export function observer(options: { onProgress?: (progress: FitProgress) => void; trace?: boolean }): Observer {
  const watch = stopwatch();
  const checks: FitProgress[] = [];
  const onProgress = (progress: Progress): void => {
    const check = { ...progress, seconds: watch.seconds().total };
    if (options.trace) checks.push(check);
    options.onProgress?.(check);
  };
  return {
    watch,
    onProgress: options.trace || options.onProgress ? onProgress : undefined,
    trace: () => (options.trace ? { trace: { checks, seconds: watch.seconds() } } : {}),
  };
}
