import { dot, madd, sum } from './vector';

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
 * Three rows of A, as listed, against three of B, `len` bytes of each: nine inner products at once, each element loaded
 * once for three of them. `rows` and `cols` (1 to 3) say how many there are; `more` adds to what O holds.
 */
function tile(
  A: usize, ia: usize, rows: i32, B: usize, ib: usize, cols: i32, row: usize, len: usize, o: usize, lo: usize, scale: f64, more: bool,
): void {
  const a = listed(A, ia, row), a1 = rows > 1 ? listed(A, ia + 4, row) : a, a2 = rows > 2 ? listed(A, ia + 8, row) : a;
  const b = ib ? listed(B, ib, row) : B, b1 = cols < 2 ? b : ib ? listed(B, ib + 4, row) : b + row;
  const b2 = cols < 3 ? b : ib ? listed(B, ib + 8, row) : b1 + row;
  let s00 = f64x2.splat(0), s01 = s00, s02 = s00, s10 = s00, s11 = s00, s12 = s00, s20 = s00, s21 = s00, s22 = s00;
  let q: usize = 0;
  for (const even = len & ~31; q < even; q += 32) {
    const p0 = a + q, p1 = a1 + q, p2 = a2 + q, q0 = b + q, q1 = b1 + q, q2 = b2 + q;
    let x0 = v128.load(p0), x1 = v128.load(p1), x2 = v128.load(p2), y = v128.load(q0);
    s00 = madd(s00, x0, y); s10 = madd(s10, x1, y); s20 = madd(s20, x2, y); y = v128.load(q1);
    s01 = madd(s01, x0, y); s11 = madd(s11, x1, y); s21 = madd(s21, x2, y); y = v128.load(q2);
    s02 = madd(s02, x0, y); s12 = madd(s12, x1, y); s22 = madd(s22, x2, y);
    x0 = v128.load(p0, 16); x1 = v128.load(p1, 16); x2 = v128.load(p2, 16); y = v128.load(q0, 16);
    s00 = madd(s00, x0, y); s10 = madd(s10, x1, y); s20 = madd(s20, x2, y); y = v128.load(q1, 16);
    s01 = madd(s01, x0, y); s11 = madd(s11, x1, y); s21 = madd(s21, x2, y); y = v128.load(q2, 16);
    s02 = madd(s02, x0, y); s12 = madd(s12, x1, y); s22 = madd(s22, x2, y);
  }
  for (; q < len; q += 16) {
    const x0 = v128.load(a + q), x1 = v128.load(a1 + q), x2 = v128.load(a2 + q);
    const y0 = v128.load(b + q), y1 = v128.load(b1 + q), y2 = v128.load(b2 + q);
    s00 = madd(s00, x0, y0); s10 = madd(s10, x1, y0); s20 = madd(s20, x2, y0);
    s01 = madd(s01, x0, y1); s11 = madd(s11, x1, y1); s21 = madd(s21, x2, y1);
    s02 = madd(s02, x0, y2); s12 = madd(s12, x1, y2); s22 = madd(s22, x2, y2);
  }
  put(o, sum(s00) * scale, more);
  if (cols > 1) put(o + 8, sum(s01) * scale, more);
  if (cols > 2) put(o + 16, sum(s02) * scale, more);
  if (rows == 1) return;
  put(o + lo, sum(s10) * scale, more);
  if (cols > 1) put(o + lo + 8, sum(s11) * scale, more);
  if (cols > 2) put(o + lo + 16, sum(s12) * scale, more);
  if (rows == 2) return;
  put(o + lo + lo, sum(s20) * scale, more);
  if (cols > 1) put(o + lo + lo + 8, sum(s21) * scale, more);
  if (cols > 2) put(o + lo + lo + 16, sum(s22) * scale, more);
}

/** `O_ij = scale ⟨A_i, B_j⟩` of the m rows of A listed and j < k: rows of `n` doubles (even), O with rows of `ldo` doubles. */
export function products(A: usize, rows: usize, m: i32, B: usize, k: i32, O: usize, ldo: i32, n: i32, scale: f64): void {
  const row = <usize>n << 3, lo = <usize>ldo << 3;
  for (let q: usize = 0; q < row; q += CHUNK) {
    const len = min(CHUNK, row - q);
    for (let i = 0; i < m; i += 3) {
      for (let j = 0; j < k; j += 3) {
        const o = O + <usize>i * lo + (<usize>j << 3), b = B + <usize>j * row + q;
        tile(A + q, rows + (<usize>i << 2), min(3, m - i), b, 0, min(3, k - j), row, len, o, lo, scale, q > 0);
      }
    }
  }
}

/**
 * Extends the Gram matrix `G = scale X Xᵀ` of the rows listed: what it holds of the first `from` of them stays, the others up
 * to `to` are added. G has rows of `ld` doubles.
 */
export function gram(X: usize, rows: usize, from: i32, to: i32, G: usize, ld: i32, n: i32, scale: f64): void {
  const row = <usize>n << 3, lo = <usize>ld << 3;
  for (let q: usize = 0; q < row; q += CHUNK) {
    const len = min(CHUNK, row - q);
    for (let first = from; first < to; first += ROWS) {
      const last = min(first + ROWS, to);
      for (let j = 0; j < last; j += 3) {
        for (let i = first; i < last; i += 3) {
          const g = G + <usize>i * lo + (<usize>j << 3), ri = rows + (<usize>i << 2), rj = rows + (<usize>j << 2);
          tile(X + q, ri, min(3, last - i), X + q, rj, min(3, last - j), row, len, g, lo, scale, q > 0);
        }
      }
    }
  }
  for (let i = <usize>from; i < <usize>to; i++) {
    for (let j: usize = 0; j < i; j++) store<f64>(G + j * lo + (i << 3), load<f64>(G + i * lo + (j << 3)));
  }
}

/** `⟨a, b⟩` of `n` doubles, n even. */
export function inner(a: usize, b: usize, n: i32): f64 {
  return dot(a, b, <usize>n << 3);
}
