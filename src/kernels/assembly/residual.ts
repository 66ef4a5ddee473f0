import { msub, msub32 } from './vector';

/** Doubles of a row that are kept in the cache while all rows are subtracted from them. */
const CHUNK: usize = 4096;

/** Row and coefficients of the s-th row listed. */
// @ts-ignore: decorator
@inline
function listed(rows: usize, s: i32): usize {
  return <usize>load<i32>(rows + (<usize>s << 2));
}

/** `r ← r − Σ a_i x_i` and `s ← s − Σ b_i x_i` over four rows: each of them is read once for both tasks. */
function fourRows(X: usize, row: usize, W: usize, wide: usize, rows: usize, r: usize, s: usize, t: usize, u: usize, len: usize): void {
  const i = listed(rows, 0), j = listed(rows, 1), k = listed(rows, 2), l = listed(rows, 3);
  const x0 = X + i * row, x1 = X + j * row, x2 = X + k * row, x3 = X + l * row;
  const a0 = v128.load64_splat(W + i * wide + t), a1 = v128.load64_splat(W + j * wide + t);
  const a2 = v128.load64_splat(W + k * wide + t), a3 = v128.load64_splat(W + l * wide + t);
  const b0 = v128.load64_splat(W + i * wide + u), b1 = v128.load64_splat(W + j * wide + u);
  const b2 = v128.load64_splat(W + k * wide + u), b3 = v128.load64_splat(W + l * wide + u);
  for (let o: usize = 0; o < len; o += 16) {
    let p = v128.load(r + o), q = v128.load(s + o), x = v128.load(x0 + o);
    p = msub(p, a0, x); q = msub(q, b0, x); x = v128.load(x1 + o);
    p = msub(p, a1, x); q = msub(q, b1, x); x = v128.load(x2 + o);
    p = msub(p, a2, x); q = msub(q, b2, x); x = v128.load(x3 + o);
    v128.store(r + o, msub(p, a3, x));
    v128.store(s + o, msub(q, b3, x));
  }
}

/**
 * `R_t = Y_t − Σ_j W_jt X_j` over the m rows listed: `n` doubles (even) of each. Rows of X are `ldx` doubles apart, those of Y
 * and R `ld`, those of W `Tp`. Also `Y − Σ_j w_j X_j` for vectors: T = 1.
 */
export function residual(
  X: usize, ldx: i32, W: usize, rows: usize, m: i32, Y: usize, R: usize, ld: i32, T: i32, Tp: i32, n: i32,
): void {
  const row = <usize>ldx << 3, next = <usize>ld << 3, wide = <usize>Tp << 3, bytes = <usize>n << 3;
  for (let q: usize = 0; q < bytes; q += CHUNK) {
    const len = min(CHUNK, bytes - q);
    for (let t: usize = 0; t < <usize>T; t++) memory.copy(R + t * next + q, Y + t * next + q, len);
    let s = 0;
    for (; s + 4 <= m; s += 4) {
      const four = rows + (<usize>s << 2);
      let t: usize = 0;
      for (; t + 2 <= <usize>T; t += 2) {
        const r = R + t * next + q;
        fourRows(X + q, row, W, wide, four, r, r + next, t << 3, (t + 1) << 3, len);
      }
      for (; t < <usize>T; t++) for (let i = 0; i < 4; i++) oneRow(X + q, row, W, wide, listed(four, i), R + t * next + q, t << 3, len);
    }
    for (; s < m; s++) {
      for (let t: usize = 0; t < <usize>T; t++) oneRow(X + q, row, W, wide, listed(rows, s), R + t * next + q, t << 3, len);
    }
  }
}

/** `r ← r − w_jt x_j`. */
// @ts-ignore: decorator
@inline
function oneRow(X: usize, row: usize, W: usize, wide: usize, j: usize, r: usize, t: usize, len: usize): void {
  const a = v128.load64_splat(W + j * wide + t), x = X + j * row;
  for (let o: usize = 0; o < len; o += 16) v128.store(r + o, msub(v128.load(r + o), a, v128.load(x + o)));
}

/** `r ← r − Σ_b c_b H_b`, floats: m rows of `n` floats (a multiple of 4), coefficients in float64. */
export function combine32(H: usize, c: usize, m: i32, r: usize, n: i32): void {
  const row = <usize>n << 2;
  for (let b: usize = 0; b < <usize>m; b++) {
    const h = H + b * row, factor = f32x4.splat(<f32>load<f64>(c + (b << 3)));
    for (let o: usize = 0; o < row; o += 16) v128.store(r + o, msub32(v128.load(r + o), factor, v128.load(h + o)));
  }
}
