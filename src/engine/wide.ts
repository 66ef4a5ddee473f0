/** Samples whose products a backend may add up in float32 by itself, in any order. */
export const WIDE_DEPTH = 1024;

/** Correlations with all features by somebody who multiplies large matrices faster than the kernel. */
export interface WideProducts {
  /**
   * `R X`, shape (rows, ld): in float32 for WIDE_DEPTH samples at a time, added up in float64.
   *
   * @param R - rows of `stride` floats, of which n count
   */
  correlate(R: Float32Array, rows: number, stride: number): Promise<Float64Array>;
  /** Gives its memory back. */
  free(): void;
}

/** Takes X, n rows of `ld` floats, which may change afterwards. */
export type MakeWide = (X: Float32Array, shape: { readonly n: number; readonly ld: number }) => WideProducts;
