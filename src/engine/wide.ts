/** Samples whose products a backend may add up in float32 by itself, in any order. */
export const WIDE_DEPTH = 1024;

/** Correlations with all features by somebody who multiplies large matrices faster than the kernel. */
export interface WideProducts {
  /**
   * `R X̃`, shape (rows, p): in float32 for WIDE_DEPTH samples at a time, added up in float64.
   *
   * @param R - rows of `n32` floats, of which n count
   */
  correlate(R: Float32Array, rows: number): Promise<Float64Array>;
  /** Gives its memory back. */
  free(): void;
}

/** Takes X̃ᵀ, p rows of `n32` floats of which n count, which may change afterwards. */
export type MakeWide = (
  X: Float32Array,
  shape: { readonly n: number; readonly p: number; readonly n32: number },
) => WideProducts;
