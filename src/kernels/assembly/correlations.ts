import { madd, madd32, sum, sum32, sums32 } from './vector';

/** Features whose correlations are added up in scratch at a time. */
const FEATURES = 512;

/** Bytes of a row that are added up in float32, four sums of 128 products each, before float64 takes over. */
const CHUNK: usize = 2048;

/** `O_j += ⟨x_j, r⟩` of four features: r is read once for all. */
function fourByOne(X: usize, row: usize, r: usize, len: usize, O: usize, wide: usize): void {
  const x1 = X + row, x2 = x1 + row, x3 = x2 + row;
  let a = f32x4.splat(0), b = a, c = a, d = a;
  for (let o: usize = 0; o < len; o += 16) {
    const v = v128.load(r + o);
    a = madd32(a, v128.load(X + o), v);
    b = madd32(b, v128.load(x1 + o), v);
    c = madd32(c, v128.load(x2 + o), v);
    d = madd32(d, v128.load(x3 + o), v);
  }
  store<f64>(O, load<f64>(O) + sum32(a));
  O += wide; store<f64>(O, load<f64>(O) + sum32(b));
  O += wide; store<f64>(O, load<f64>(O) + sum32(c));
  O += wide; store<f64>(O, load<f64>(O) + sum32(d));
}

/** Adds to two doubles at O. */
// @ts-ignore: decorator
@inline
function addTwo(O: usize, a: v128, b: v128): void {
  v128.store(O, f64x2.add(v128.load(O), sums32(a, b)));
}

/** `O_j0 += ⟨x_j, r⟩` and `O_j1 += ⟨x_j, s⟩` of four features. */
function fourByTwo(X: usize, row: usize, r: usize, s: usize, len: usize, O: usize, wide: usize): void {
  const x1 = X + row, x2 = x1 + row, x3 = x2 + row;
  let a0 = f32x4.splat(0), b0 = a0, c0 = a0, d0 = a0, a1 = a0, b1 = a0, c1 = a0, d1 = a0;
  for (let o: usize = 0; o < len; o += 16) {
    const v = v128.load(r + o), w = v128.load(s + o);
    let x = v128.load(X + o);
    a0 = madd32(a0, x, v); a1 = madd32(a1, x, w); x = v128.load(x1 + o);
    b0 = madd32(b0, x, v); b1 = madd32(b1, x, w); x = v128.load(x2 + o);
    c0 = madd32(c0, x, v); c1 = madd32(c1, x, w); x = v128.load(x3 + o);
    d0 = madd32(d0, x, v); d1 = madd32(d1, x, w);
  }
  addTwo(O, a0, a1);
  addTwo(O + wide, b0, b1);
  addTwo(O + 2 * wide, c0, c1);
  addTwo(O + 3 * wide, d0, d1);
}

/** `O_jt += ⟨x_j, R_t⟩` of m features, a multiple of 4, and k rows of R, `len` bytes of each. */
function addProducts(X: usize, m: i32, R: usize, k: i32, row: usize, len: usize, O: usize, wide: usize): void {
  for (let j: usize = 0; j < <usize>m; j += 4) {
    const x = X + j * row, o = O + j * wide;
    let t: usize = 0;
    for (; t + 2 <= <usize>k; t += 2) fourByTwo(x, row, R + t * row, R + (t + 1) * row, len, o + (t << 3), wide);
    if (t < <usize>k) fourByOne(x, row, R + t * row, len, o + (t << 3), wide);
  }
}

/** `‖O_j,g‖₂` of T doubles. */
function norm(O: usize, T: i32): f64 {
  if (T == 1) return abs(load<f64>(O));
  let squares = f64x2.splat(0);
  const even = <usize>(T & ~1) << 3;
  for (let o: usize = 0; o < even; o += 16) squares = madd(squares, v128.load(O + o), v128.load(O + o));
  const last = T & 1 ? load<f64>(O + even) : 0;
  return Math.sqrt(sum(squares) + last * last);
}

/** `O ← O + by B`, n doubles. */
function addRows(B: usize, O: usize, n: usize, by: f64): void {
  for (let o: usize = 0; o < n << 3; o += 8) store<f64>(O + o, load<f64>(O + o) + by * load<f64>(B + o));
}

/** `‖S(O_j,g, λ)‖₂` of T doubles, or of max(O_j,g − λ, 0). */
function softNorm(O: usize, T: i32, lambda: f64, positive: bool): f64 {
  let squares = 0.0;
  for (const end = O + (<usize>T << 3); O < end; O += 8) {
    const v = load<f64>(O), size = max((positive ? v : abs(v)) - lambda, 0);
    squares += size * size;
  }
  return Math.sqrt(squares);
}

/**
 * `out_gj = ‖S(B_jg + scale x_jᵀR_g, λ_gj)‖₂` of the first p features and groups of T rows of R: products in float32, 128 of them
 * added up before float64 takes over.
 *
 * @param X - rows of `n32` floats (a multiple of 16), p rounded up to a multiple of 4 of them
 * @param R - shape (groups T, n32)
 * @param A - scratch for 512 groups T doubles
 * @param B - p rows of groups T doubles, or 0 if they are all 0
 * @param lambdas - soft thresholds, as `out` is stored, or 0 if they are all 0
 * @param positive - whether max(c − λ, 0) is meant, not the soft threshold
 * @param out - rows of `ldo` doubles
 */
export function correlations(
  X: usize, n32: i32, p: i32, R: usize, groups: i32, T: i32, A: usize, B: usize, lambdas: usize, positive: bool, out: usize, ldo: i32, scale: f64,
): void {
  const row = <usize>n32 << 2, k = groups * T, wide = <usize>k << 3, soft = positive || lambdas != 0;
  for (let first = 0; first < p; first += FEATURES) {
    const m = min(FEATURES, p - first), x = X + <usize>first * row, all = m + 3 & ~3;
    memory.fill(A, 0, <usize>all * wide);
    if (B) addRows(B + <usize>first * wide, A, <usize>(m * k), 1 / scale);
    for (let q: usize = 0; q < row; q += CHUNK) addProducts(x + q, all, R + q, k, row, min(CHUNK, row - q), A, wide);
    for (let g = 0; g < groups; g++) {
      const o = <usize>(g * ldo + first) << 3, from = A + (<usize>(g * T) << 3);
      for (let j: usize = 0; j < <usize>m; j++) {
        const at = o + (j << 3), c = from + j * wide;
        const size = soft ? softNorm(c, T, lambdas ? load<f64>(lambdas + at) / scale : 0, positive) : norm(c, T);
        store<f64>(out + at, scale * size);
      }
    }
  }
}
