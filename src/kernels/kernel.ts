/**
 * The inner loops of the engine, compiled or plain, over one memory. Arguments that are places are offsets in bytes,
 * multiples of 16; sizes are numbers of elements. Rows of doubles have an even length, rows of floats one that is a
 * multiple of 16 (columns: of 4), padded by zeros. What a function computes stands where it is written:
 * `assembly/` for the compiled ones, `plain.ts` for their definition.
 */
export interface Kernel {
  /** `O_ij = scale ⟨A_i, B_j⟩` of the m rows of A listed, j < k; `more` adds to O. */
  products(
    A: number,
    lda: number,
    rows: number,
    m: number,
    B: number,
    ldb: number,
    k: number,
    O: number,
    ldo: number,
    n: number,
    scale: number,
    more: number,
  ): void;
  /** The lower triangle of `G = scale X Xᵀ` of the rows listed, in its rows `from` to `to`; `more` adds to G. */
  gram(
    X: number,
    ldx: number,
    rows: number,
    from: number,
    to: number,
    G: number,
    ld: number,
    n: number,
    scale: number,
    more: number,
  ): void;
  /** The same of rows in float32, to about that accuracy. */
  gram32(X: number, rows: number, from: number, to: number, G: number, ld: number, n: number, scale: number): void;
  /** Copies the lower triangle of rows `from` to `to` of G to the upper one. */
  mirror(G: number, ld: number, from: number, to: number): void;
  /** `⟨a, b⟩`, doubles. */
  inner(a: number, b: number, n: number): number;
  /** `⟨a, b⟩`, floats. */
  inner32(a: number, b: number, n: number): number;
  /** `R_t = Y_t − Σ_j W_jt X_j` over the m rows listed. */
  residual(
    X: number,
    ldx: number,
    W: number,
    rows: number,
    m: number,
    Y: number,
    R: number,
    ld: number,
    T: number,
    Tp: number,
    n: number,
  ): void;
  /** `r ← r − Σ_b c_b H_b`, floats. */
  combine32(H: number, c: number, m: number, r: number, n: number): void;
  /** `d` of `(A + ridge I) d = r` in the place of r; 0 if A is not positive semi-definite. A is used up. */
  solveDefinite(A: number, m: number, ld: number, r: number, ridge: number): number;
  /** `Q_i ← Q_i − g_i d`, i < k. */
  follow(Q: number, g: number, d: number, k: number, T: number): void;
  /** `Q = C − G W` of k rows. */
  renew(G: number, ld: number, C: number, Q: number, W: number, k: number, T: number): void;
  /** `W ← W + by (W − before)` where neither is 0 and no sign changes, 0 where one would; `before ← W` as it was. */
  goAhead(W: number, before: number, n: number, by: number): void;
  /** A pass of block coordinate descent in Gram form. */
  gramPass(
    G: number,
    ld: number,
    Q: number,
    W: number,
    P: number,
    rows: number,
    m: number,
    k: number,
    T: number,
    positive: number,
    U: number,
  ): void;
  /** The largest dual ratio of Q, the penalty of W, `⟨W, Q⟩` and `⟨W − W₀, Q₀ + Q⟩` of k rows, to `out`. */
  gramSums(
    Q: number,
    W: number,
    Q0: number,
    W0: number,
    P: number,
    k: number,
    T: number,
    positive: number,
    out: number,
  ): void;
  /** Passes over all k rows, from W, until the gap is at most `goal`; how many. Leaves its sums, and the first objective, at `sums`. */
  gramDescent(
    G: number,
    ld: number,
    C: number,
    Q: number,
    W: number,
    zeros: number,
    P: number,
    rows: number,
    k: number,
    T: number,
    positive: number,
    loss2: number,
    goal: number,
    passes: number,
    U: number,
    sums: number,
  ): number;
  /** A pass in residual form, X and R in float32, correlations counted from C; the largest dual ratio of the rows. */
  narrowPass(
    X: number,
    sources: number,
    n32: number,
    R: number,
    W: number,
    C: number,
    P: number,
    rows: number,
    m: number,
    T: number,
    Tp: number,
    positive: number,
    scale: number,
    U: number,
  ): number;
  /** `to_ji = (from_ij scale − mean_j) factor_j` in float32, with the sums and squares of the columns. */
  narrow(
    from: number,
    m: number,
    p: number,
    scale: number,
    means: number,
    factors: number,
    to: number,
    n32: number,
    sums: number,
    squares: number,
  ): void;
  /** The same of the k columns listed, as rows of doubles. */
  widen(
    from: number,
    m: number,
    p: number,
    scale: number,
    means: number,
    factors: number,
    list: number,
    k: number,
    to: number,
    stride: number,
  ): void;
  /** Rows of doubles times `scale` as rows of floats. */
  narrowRows(from: number, to: number, m: number, n: number, n32: number, scale: number): void;
  /** `out_gj = ‖S(B_jg + scale x_jᵀR_g, λ_gj)‖₂` of the first p rows of X, floats, and groups of T rows of R. */
  correlations(
    X: number,
    n32: number,
    p: number,
    R: number,
    groups: number,
    T: number,
    A: number,
    B: number,
    lambdas: number,
    positive: number,
    out: number,
    ldo: number,
    scale: number,
  ): void;
}

/** Doubles for L, λ₁, λ₂ and λ₃ of a row: see `row-update.ts`. */
export const PARAMETERS = 4;

/** Products that `correlations` adds up in float32 before float64 takes over. */
export const DEPTH = 128;

/** Features that `correlations` takes at a time: it needs scratch for 8 · FEATURES · (rows of R) bytes. */
export const FEATURES = 512;
