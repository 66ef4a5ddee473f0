import { msub, msub32 } from './vector';

/** Doubles of a row that are kept in the cache while all rows are subtracted from them. */
const CHUNK: usize = 4096;

/**
 * `R_t = Y_t − Σ_j W_jt X_j` over the m rows listed; Y and R of shape (T, n), n even, W with rows of `Tp` doubles.
 * Also `Y − Σ_j w_j X_j` for vectors: T = 1.
 */
export function residual(X: usize, W: usize, rows: usize, m: i32, Y: usize, R: usize, T: i32, Tp: i32, n: i32): void {
  const row = <usize>n << 3, wide = <usize>Tp << 3;
  for (let q: usize = 0; q < row; q += CHUNK) {
    const len = min(CHUNK, row - q);
    for (let t: usize = 0; t < <usize>T; t++) {
      const r = R + t * row + q;
      memory.copy(r, Y + t * row + q, len);
      let s = 0;
      for (; s + 2 <= m; s += 2) {
        const i = <usize>load<i32>(rows + (<usize>s << 2)), j = <usize>load<i32>(rows + (<usize>s << 2), 4);
        const x = X + i * row + q, y = X + j * row + q;
        const a = v128.load64_splat(W + i * wide + (t << 3)), b = v128.load64_splat(W + j * wide + (t << 3));
        for (let o: usize = 0; o < len; o += 16) {
          v128.store(r + o, msub(msub(v128.load(r + o), a, v128.load(x + o)), b, v128.load(y + o)));
        }
      }
      for (; s < m; s++) {
        const j = <usize>load<i32>(rows + (<usize>s << 2)), x = X + j * row + q;
        const a = v128.load64_splat(W + j * wide + (t << 3));
        for (let o: usize = 0; o < len; o += 16) v128.store(r + o, msub(v128.load(r + o), a, v128.load(x + o)));
      }
    }
  }
}

/** `r ← r − Σ_b c_b H_b`, floats: m rows of `n` floats (a multiple of 4), coefficients in float64. */
export function combine32(H: usize, c: usize, m: i32, r: usize, n: i32): void {
  const row = <usize>n << 2;
  for (let b: usize = 0; b < <usize>m; b++) {
    const h = H + b * row, factor = f32x4.splat(<f32>load<f64>(c + (b << 3)));
    for (let o: usize = 0; o < row; o += 16) v128.store(r + o, msub32(v128.load(r + o), factor, v128.load(h + o)));
  }
}
