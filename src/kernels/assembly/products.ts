import { dot, fused, total } from './vector';

/** Rows of A and B that are multiplied with each other while they are in the cache. */
const ROWS = 24;
/** Bytes of a row that are multiplied at a time, so that the rows of a tile stay in the cache. */
const CHUNK: usize = 4096;

// @ts-ignore: decorator
@inline
function put(at: usize, value: f64, more: bool): void {
  store<f64>(at, more ? load<f64>(at) + value : value);
}

/** Where the row of X begins that stands at `at` in a list of rows. */
// @ts-ignore: decorator
@inline
function listed(X: usize, at: usize, row: usize): usize {
  return X + <usize>load<i32>(at) * row;
}

/**
 * Three rows of A, as listed, against three of B, doubles or floats, `len` bytes of each: nine inner products at once, each element loaded
 * once for three of them. Rows of A and B are `row` and `next` bytes apart. `rows` and `cols` (1 to 3) say how many there
 * are; `more` adds to what O holds.
 */
function tile<T>(
  A: usize, ia: usize, rows: i32, B: usize, ib: usize, cols: i32, row: usize, next: usize, len: usize, o: usize, lo: usize, scale: f64, more: bool,
): void {
  const a = listed(A, ia, row), a1 = rows > 1 ? listed(A, ia + 4, row) : a, a2 = rows > 2 ? listed(A, ia + 8, row) : a;
  const b = ib ? listed(B, ib, next) : B, b1 = cols < 2 ? b : ib ? listed(B, ib + 4, next) : b + next;
  const b2 = cols < 3 ? b : ib ? listed(B, ib + 8, next) : b1 + next;
  let s00 = f64x2.splat(0), s01 = s00, s02 = s00, s10 = s00, s11 = s00, s12 = s00, s20 = s00, s21 = s00, s22 = s00;
  let q: usize = 0;
  for (const even = len & ~31; q < even; q += 32) {
    const p0 = a + q, p1 = a1 + q, p2 = a2 + q, q0 = b + q, q1 = b1 + q, q2 = b2 + q;
    let x0 = v128.load(p0), x1 = v128.load(p1), x2 = v128.load(p2), y = v128.load(q0);
    s00 = fused<T>(s00, x0, y); s10 = fused<T>(s10, x1, y); s20 = fused<T>(s20, x2, y); y = v128.load(q1);
    s01 = fused<T>(s01, x0, y); s11 = fused<T>(s11, x1, y); s21 = fused<T>(s21, x2, y); y = v128.load(q2);
    s02 = fused<T>(s02, x0, y); s12 = fused<T>(s12, x1, y); s22 = fused<T>(s22, x2, y);
    x0 = v128.load(p0, 16); x1 = v128.load(p1, 16); x2 = v128.load(p2, 16); y = v128.load(q0, 16);
    s00 = fused<T>(s00, x0, y); s10 = fused<T>(s10, x1, y); s20 = fused<T>(s20, x2, y); y = v128.load(q1, 16);
    s01 = fused<T>(s01, x0, y); s11 = fused<T>(s11, x1, y); s21 = fused<T>(s21, x2, y); y = v128.load(q2, 16);
    s02 = fused<T>(s02, x0, y); s12 = fused<T>(s12, x1, y); s22 = fused<T>(s22, x2, y);
  }
  for (; q < len; q += 16) {
    const x0 = v128.load(a + q), x1 = v128.load(a1 + q), x2 = v128.load(a2 + q);
    const y0 = v128.load(b + q), y1 = v128.load(b1 + q), y2 = v128.load(b2 + q);
    s00 = fused<T>(s00, x0, y0); s10 = fused<T>(s10, x1, y0); s20 = fused<T>(s20, x2, y0);
    s01 = fused<T>(s01, x0, y1); s11 = fused<T>(s11, x1, y1); s21 = fused<T>(s21, x2, y1);
    s02 = fused<T>(s02, x0, y2); s12 = fused<T>(s12, x1, y2); s22 = fused<T>(s22, x2, y2);
  }
  put(o, total<T>(s00) * scale, more);
  if (cols > 1) put(o + 8, total<T>(s01) * scale, more);
  if (cols > 2) put(o + 16, total<T>(s02) * scale, more);
  if (rows == 1) return;
  put(o + lo, total<T>(s10) * scale, more);
  if (cols > 1) put(o + lo + 8, total<T>(s11) * scale, more);
  if (cols > 2) put(o + lo + 16, total<T>(s12) * scale, more);
  if (rows == 2) return;
  put(o + lo + lo, total<T>(s20) * scale, more);
  if (cols > 1) put(o + lo + lo + 8, total<T>(s21) * scale, more);
  if (cols > 2) put(o + lo + lo + 16, total<T>(s22) * scale, more);
}

/**
 * `O_ij = scale ⟨A_i, B_j⟩` of the m rows of A listed and j < k: `n` doubles (even) of each. Rows of A, B and O are `lda`, `ldb`
 * and `ldo` doubles apart; `more` adds to what O holds.
 */
export function products(
  A: usize, lda: i32, rows: usize, m: i32, B: usize, ldb: i32, k: i32, O: usize, ldo: i32, n: i32, scale: f64, more: bool,
): void {
  const row = <usize>lda << 3, next = <usize>ldb << 3, lo = <usize>ldo << 3, bytes = <usize>n << 3;
  for (let q: usize = 0; q < bytes; q += CHUNK) {
    const len = min(CHUNK, bytes - q);
    for (let i = 0; i < m; i += 3) {
      for (let j = 0; j < k; j += 3) {
        const o = O + <usize>i * lo + (<usize>j << 3), b = B + <usize>j * next + q;
        tile<f64>(A + q, rows + (<usize>i << 2), min(3, m - i), b, 0, min(3, k - j), row, next, len, o, lo, scale, more || q > 0);
      }
    }
  }
}

/** The lower triangle of rows `from` to `to` of `G = scale X Xᵀ`, rows of X `row` bytes apart, `bytes` of each; see `gram`. */
function lowerRows<T>(
  X: usize, row: usize, rows: usize, from: i32, to: i32, G: usize, lo: usize, bytes: usize, scale: f64, more: bool,
): void {
  for (let q: usize = 0; q < bytes; q += CHUNK) {
    const len = min(CHUNK, bytes - q);
    for (let first = from; first < to; first += ROWS) {
      const last = min(first + ROWS, to);
      for (let j = 0; j < last; j += 3) {
        for (let i = first; i < last; i += 3) {
          const g = G + <usize>i * lo + (<usize>j << 3), ri = rows + (<usize>i << 2), rj = rows + (<usize>j << 2);
          tile<T>(X + q, ri, min(3, last - i), X + q, rj, min(3, last - j), row, row, len, g, lo, scale, more || q > 0);
        }
      }
    }
  }
}

/**
 * The lower triangle of `G = scale X Xᵀ` of the rows listed, in its rows `from` to `to`; what is above it is for `mirror` to
 * fill. `n` doubles (even) of each row of X count; rows of X and G are `ldx` and `ld` doubles apart; `more` adds to what G
 * holds.
 */
export function gram(X: usize, ldx: i32, rows: usize, from: i32, to: i32, G: usize, ld: i32, n: i32, scale: f64, more: bool): void {
  lowerRows<f64>(X, <usize>ldx << 3, rows, from, to, G, <usize>ld << 3, <usize>n << 3, scale, more);
}

/** The same of rows of `n` floats (a multiple of 16): products of 1024 of them are added up in float32, then in float64. */
export function gram32(X: usize, rows: usize, from: i32, to: i32, G: usize, ld: i32, n: i32, scale: f64): void {
  lowerRows<f32>(X, <usize>n << 2, rows, from, to, G, <usize>ld << 3, <usize>n << 2, scale, false);
}

/** Copies the lower triangle of rows `from` to `to` of G to the upper one. */
export function mirror(G: usize, ld: i32, from: i32, to: i32): void {
  const lo = <usize>ld << 3;
  for (let i = <usize>from; i < <usize>to; i++) {
    for (let j: usize = 0; j < i; j++) store<f64>(G + j * lo + (i << 3), load<f64>(G + i * lo + (j << 3)));
  }
}

/** `⟨a, b⟩` of `n` doubles, n even. */
export function inner(a: usize, b: usize, n: i32): f64 {
  return dot(a, b, <usize>n << 3);
}
