import { madd, narrowed } from './vector';

/**
 * Rows of X in float64 as columns in float32, shifted and scaled, and what is needed to check the shift: `to_ji = (from_ij ·
 * scale − mean_j) · factor_j`; the sums and the sums of squares of these, before they are rounded, are added to `sums` and
 * `squares`.
 *
 * @param from - m rows of p doubles, few enough to stay in the cache
 * @param to - p rows of `n32` floats, of which m are written, and zeros up to a multiple of 16; or n32 = 0 and one row, which
 *   all are written to
 */
export function narrow(
  from: usize, m: i32, p: i32, scale: f64, means: usize, factors: usize, to: usize, n32: i32, sums: usize, squares: usize,
): void {
  const row = <usize>p << 3, wide = <usize>n32 << 2, even = <usize>p & ~3, whole = <usize>m & ~3;
  for (let j: usize = 0; j < even; j += 4) {
    const o = j << 3;
    fourColumns(from + o, row, whole << 2, scale, means + o, factors + o, to + j * wide, wide, sums + o, squares + o);
  }
  for (let j: usize = 0; j < <usize>p; j++) {
    const o = j << 3;
    oneColumn(from + o, row, j < even ? whole : 0, m, scale, means + o, factors + o, to + j * wide, sums + o, squares + o);
  }
}

/** Four columns of X, `bytes` of floats of each, a multiple of 16. */
function fourColumns(
  x: usize, row: usize, bytes: usize, scale: f64, means: usize, factors: usize, y: usize, wide: usize, sums: usize, squares: usize,
): void {
  const by = f64x2.splat(scale), mean = v128.load(means), other = v128.load(means, 16);
  const factor = v128.load(factors), second = v128.load(factors, 16);
  let s = v128.load(sums), t = v128.load(sums, 16), q = v128.load(squares), r = v128.load(squares, 16);
  for (let i: usize = 0; i < bytes; i += 16) {
    let a = f64x2.mul(f64x2.sub(f64x2.mul(v128.load(x), by), mean), factor);
    let b = f64x2.mul(f64x2.sub(f64x2.mul(v128.load(x, 16), by), other), second);
    s = f64x2.add(s, a); t = f64x2.add(t, b); q = madd(q, a, a); r = madd(r, b, b); const v0 = narrowed(a, b); x += row;
    a = f64x2.mul(f64x2.sub(f64x2.mul(v128.load(x), by), mean), factor);
    b = f64x2.mul(f64x2.sub(f64x2.mul(v128.load(x, 16), by), other), second);
    s = f64x2.add(s, a); t = f64x2.add(t, b); q = madd(q, a, a); r = madd(r, b, b); const v1 = narrowed(a, b); x += row;
    a = f64x2.mul(f64x2.sub(f64x2.mul(v128.load(x), by), mean), factor);
    b = f64x2.mul(f64x2.sub(f64x2.mul(v128.load(x, 16), by), other), second);
    s = f64x2.add(s, a); t = f64x2.add(t, b); q = madd(q, a, a); r = madd(r, b, b); const v2 = narrowed(a, b); x += row;
    a = f64x2.mul(f64x2.sub(f64x2.mul(v128.load(x), by), mean), factor);
    b = f64x2.mul(f64x2.sub(f64x2.mul(v128.load(x, 16), by), other), second);
    s = f64x2.add(s, a); t = f64x2.add(t, b); q = madd(q, a, a); r = madd(r, b, b); const v3 = narrowed(a, b); x += row;
    storeTransposed(y + i, wide, v0, v1, v2, v3);
  }
  v128.store(sums, s); v128.store(sums, t, 16); v128.store(squares, q); v128.store(squares, r, 16);
}

/** Four rows of four floats as columns, `wide` bytes apart. */
// @ts-ignore: decorator
@inline
function storeTransposed(y: usize, wide: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5), cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const ef = i32x4.shuffle(a, b, 2, 6, 3, 7), gh = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(y, i64x2.shuffle(ab, cd, 0, 2));
  v128.store(y + wide, i64x2.shuffle(ab, cd, 1, 3));
  v128.store(y + 2 * wide, i64x2.shuffle(ef, gh, 0, 2));
  v128.store(y + 3 * wide, i64x2.shuffle(ef, gh, 1, 3));
}

/** Samples `first` to `m` of one column, and zeros. */
function oneColumn(
  from: usize, row: usize, first: usize, m: usize, scale: f64, mean: usize, factor: usize, to: usize, sum: usize, square: usize,
): void {
  for (let i = first; i < m; i++) {
    const a = (load<f64>(from + i * row) * scale - load<f64>(mean)) * load<f64>(factor);
    store<f32>(to + (i << 2), <f32>a);
    store<f64>(sum, load<f64>(sum) + a);
    store<f64>(square, load<f64>(square) + a * a);
  }
  for (const end = m + 15 & ~15; m < end; m++) store<f32>(to + (m << 2), 0);
}

/** m rows of `n` doubles (even) as rows of `n32` floats (a multiple of 16), times `scale`; the rest is set to 0. */
export function narrowRows(from: usize, to: usize, m: i32, n: i32, n32: i32, scale: f64): void {
  const by = f64x2.splat(scale);
  for (let i = 0; i < m; i++) {
    const x = from + ((<usize>i * <usize>n) << 3), y = to + ((<usize>i * <usize>n32) << 2);
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const o = x + (<usize>j << 3);
      v128.store(y + (<usize>j << 2), narrowed(f64x2.mul(v128.load(o), by), f64x2.mul(v128.load(o, 16), by)));
    }
    for (; j < n; j++) store<f32>(y + (<usize>j << 2), <f32>(load<f64>(x + (<usize>j << 3)) * scale));
    for (; j < n32; j++) store<f32>(y + (<usize>j << 2), 0);
  }
}

/** Rows of X that are read of all columns before the next: a cache line of each row that is written. */
const TOGETHER: usize = 8;

/**
 * The k columns listed of X as rows of doubles, shifted and scaled as by `narrow`: `to_si = (from_ij scale − mean_j) factor_j` for
 * the s-th column j.
 *
 * @param from - m rows of p doubles
 * @param to - k rows, `stride` doubles (even) apart
 */
export function widen(
  from: usize, m: i32, p: i32, scale: f64, means: usize, factors: usize, list: usize, k: i32, to: usize, stride: i32,
): void {
  const row = <usize>p << 3, next = <usize>stride << 3, by = f64x2.splat(scale), whole = <usize>m & ~1;
  for (let first: usize = 0; first < <usize>m; first += TOGETHER) {
    const last = min(first + TOGETHER, whole);
    for (let s: usize = 0, y = to; s < <usize>k; s++, y += next) {
      const o = <usize>load<i32>(list + (s << 2)) << 3;
      const mean = v128.load64_splat(means + o), factor = v128.load64_splat(factors + o);
      let x = from + first * row + o, i = first;
      for (; i < last; i += 2, x += 2 * row) {
        const pair = v128.load64_lane(x + row, v128.load64_zero(x), 1);
        v128.store(y + (i << 3), f64x2.mul(f64x2.sub(f64x2.mul(pair, by), mean), factor));
      }
      if (i < min(first + TOGETHER, <usize>m)) {
        store<f64>(y + (i << 3), (load<f64>(x) * scale - load<f64>(means + o)) * load<f64>(factors + o));
      }
    }
  }
}
