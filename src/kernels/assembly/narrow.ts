import { madd, narrowed } from './vector';

/**
 * Rows of X in float64 as rows in float32, shifted and scaled column by column, and what is needed to check the shift:
 * `to_ij = (from_ij · scale − mean_j) · factor_j`; the sums and the sums of squares of these, before they are rounded, are
 * added to `sums`: p pairs.
 *
 * Column by column: the rows are few enough to stay in the cache.
 *
 * @param from - m rows of p doubles
 * @param to - m rows of `ld` floats, ld a multiple of 4 and at least p; the rest is set to 0
 */
export function narrow(
  from: usize, m: i32, p: i32, scale: f64, means: usize, factors: usize, to: usize, ld: i32, sums: usize, squares: usize,
): void {
  const by = f64x2.splat(scale), row = <usize>p << 3, wide = <usize>ld << 2, end = from + <usize>m * row;
  let j: usize = 0;
  for (const even = <usize>p & ~3; j < even; j += 4) {
    const o = j << 3, mean = v128.load(means + o), other = v128.load(means + o, 16);
    const factor = v128.load(factors + o), second = v128.load(factors + o, 16);
    let s0 = v128.load(sums + o), s1 = v128.load(sums + o, 16), q0 = v128.load(squares + o), q1 = v128.load(squares + o, 16);
    for (let x = from + o, y = to + (j << 2); x < end; x += row, y += wide) {
      const a = f64x2.mul(f64x2.sub(f64x2.mul(v128.load(x), by), mean), factor);
      const b = f64x2.mul(f64x2.sub(f64x2.mul(v128.load(x, 16), by), other), second);
      v128.store(y, narrowed(a, b));
      s0 = f64x2.add(s0, a); s1 = f64x2.add(s1, b);
      q0 = madd(q0, a, a); q1 = madd(q1, b, b);
    }
    v128.store(sums + o, s0); v128.store(sums + o, s1, 16);
    v128.store(squares + o, q0); v128.store(squares + o, q1, 16);
  }
  for (; j < <usize>ld; j++) narrowColumn(from, row, end, j < <usize>p ? j << 3 : -1, scale, means, factors, to + (j << 2), wide, sums, squares);
}

/** One column, at `o` bytes of a row; a column of zeros if there is none. */
function narrowColumn(
  from: usize, row: usize, end: usize, o: isize, scale: f64, means: usize, factors: usize, to: usize, wide: usize, sums: usize, squares: usize,
): void {
  for (let x = from; x < end; x += row, to += wide) {
    if (o < 0) store<f32>(to, 0);
    else {
      const a = (load<f64>(x + o) * scale - load<f64>(means + o)) * load<f64>(factors + o);
      store<f32>(to, <f32>a);
      store<f64>(sums + o, load<f64>(sums + o) + a);
      store<f64>(squares + o, load<f64>(squares + o) + a * a);
    }
  }
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

/** The m columns listed (int32) of X, n rows of `ld` floats, as rows of `n32` floats (a multiple of 16, padded by 0). */
export function gatherColumns(X: usize, n: i32, ld: i32, columns: usize, m: i32, to: usize, n32: i32): void {
  const row = <usize>ld << 2, wide = <usize>n32 << 2, end = columns + (<usize>m << 2);
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    const first = X + <usize>i * row;
    for (let c = columns, y = to + (<usize>i << 2); c < end; c += 4, y += wide) {
      let x = first + (<usize>load<i32>(c) << 2);
      for (let o: usize = 0; o < 64; o += 16, x += row << 2) {
        let four = v128.load32_zero(x);
        four = v128.load32_lane(x + row, four, 1);
        four = v128.load32_lane(x + row + row, four, 2);
        four = v128.load32_lane(x + row + row + row, four, 3);
        v128.store(y + o, four);
      }
    }
  }
  for (; i < n32; i++) {
    for (let c = columns, y = to + (<usize>i << 2); c < end; c += 4, y += wide) {
      store<f32>(y, i < n ? load<f32>(X + <usize>i * row + (<usize>load<i32>(c) << 2)) : 0);
    }
  }
}
