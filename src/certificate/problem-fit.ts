/** Why a problem ended: at `tol`, after `maxIter` steps or passes, or because the numbers allow no more. */
export type Stopped = 'tol' | 'maxIter' | 'precision';

/** One problem of a fit and its certificate, in float64 and in the units of the data. */
export interface ProblemFit {
  readonly alpha: number;
  /** `1/(2n) ‖Y − XW‖² + α Ω(W)` at the coefficients returned. */
  readonly objective: number;
  /** The objective exceeds the smallest possible one by at most this. */
  readonly dualGap: number;
  /** The gap relative to ‖Y‖²/n, Y centred if there is an intercept: what `tol` is compared with. */
  readonly relativeGap: number;
  /** `‖Y − XW − b‖²/n`, the mean over the samples as they count: 1 less what it is of ‖Y − ȳ‖²/n is the part explained. */
  readonly deviance: number;
  readonly iterations: number;
  /** Whether the relative gap is at most `tol`. */
  readonly converged: boolean;
  readonly stopped: Stopped;
}

/** Where a problem ended, in a unit of its targets. */
export interface Found extends Pick<ProblemFit, 'alpha' | 'objective' | 'deviance' | 'iterations'> {
  readonly gap: number;
  /** `‖Y‖²/n`. */
  readonly meanSquare: number;
}

/** What is told of a problem that ended there. */
export function problemFit(
  { alpha, objective, gap, deviance, meanSquare, iterations }: Found,
  unit: number,
  { tol, maxIter }: { readonly tol: number; readonly maxIter: number },
): ProblemFit {
  const relativeGap = gap / (meanSquare || 1);
  const converged = relativeGap <= tol;
  return {
    alpha,
    objective: objective * unit * unit,
    dualGap: gap * unit * unit,
    relativeGap,
    deviance: deviance * unit * unit,
    iterations,
    converged,
    stopped: converged ? 'tol' : iterations >= maxIter ? 'maxIter' : 'precision',
  };
}
