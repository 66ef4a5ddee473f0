/** Samples whose products a backend may add up in float32 by itself, in any order. */
export const WIDE_DEPTH = 1024;

/** One problem over some of the features: `‖Y − W X̃ᵀ‖²/(2n) + α Σ_j ‖W_j‖₂`. */
export interface WideProblem {
  readonly features: Int32Array;
  /** Shape (tasks, stride), of which n samples count. */
  readonly Y: Float64Array;
  readonly stride: number;
  readonly tasks: number;
  readonly alpha: number;
  /** Where to start: `width` doubles for each feature. */
  readonly W: Float64Array;
  readonly width: number;
  /** Stop when the gap is at most this, relative to ‖Y‖²/n; or after so many steps. */
  readonly tol: number;
  readonly maxSteps: number;
}

/** Products of large matrices by somebody who is faster at them than the kernel. */
export interface WideProducts {
  /**
   * `R X̃`, shape (rows, p): in float32 for WIDE_DEPTH samples at a time, added up in float64.
   *
   * @param R - rows of `n32` floats, of which n count
   */
  correlate(R: Float32Array, rows: number): Promise<Float64Array>;
  /** Solves a problem in float32, as far as that goes; changes its W, and gives the steps that it took. */
  solve(problem: WideProblem, signal: AbortSignal | undefined): Promise<number>;
  /** Gives its memory back. */
  free(): void;
}

/** Takes X̃ᵀ, p rows of `n32` floats of which n count, which may change afterwards. */
export type MakeWide = (
  X: Float32Array,
  shape: { readonly n: number; readonly p: number; readonly n32: number },
) => WideProducts;
