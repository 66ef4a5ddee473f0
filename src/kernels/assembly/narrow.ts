import { madd, narrowed } from './vector';

/**
 * Rows of X in float64 as rows in float32, shifted and scaled column by column, and what is needed to check the shift:
 * `to_ij = (from_ij · scale − mean_j) · factor_j`; the sums and the sums of squares of these, before they are rounded, are
 * added to `sums`: p pairs.
 *
 * @param from - m rows of p doubles
 * @param to - m rows of `ld` floats, ld a multiple of 4 and at least p; the rest is set to 0
 */
export function narrow(
  from: usize, m: i32, p: i32, scale: f64, means: usize, factors: usize, to: usize, ld: i32, sums: usize, squares: usize,
): void {
  const even = p & ~3, by = f64x2.splat(scale);
  for (let i = 0; i < m; i++) {
    const x = from + ((<usize>i * <usize>p) << 3), y = to + ((<usize>i * <usize>ld) << 2);
    let j = 0;
    for (; j < even; j += 4) {
      const o = <usize>j << 3;
      const a = f64x2.mul(f64x2.sub(f64x2.mul(v128.load(x + o), by), v128.load(means + o)), v128.load(factors + o));
      const b = f64x2.mul(f64x2.sub(f64x2.mul(v128.load(x + o, 16), by), v128.load(means + o, 16)), v128.load(factors + o, 16));
      v128.store(y + (<usize>j << 2), narrowed(a, b));
      v128.store(sums + o, f64x2.add(v128.load(sums + o), a));
      v128.store(sums + o, f64x2.add(v128.load(sums + o, 16), b), 16);
      v128.store(squares + o, madd(v128.load(squares + o), a, a));
      v128.store(squares + o, madd(v128.load(squares + o, 16), b, b), 16);
    }
    for (; j < p; j++) {
      const o = <usize>j << 3, a = (load<f64>(x + o) * scale - load<f64>(means + o)) * load<f64>(factors + o);
      store<f32>(y + (<usize>j << 2), <f32>a);
      store<f64>(sums + o, load<f64>(sums + o) + a);
      store<f64>(squares + o, load<f64>(squares + o) + a * a);
    }
    for (; j < ld; j++) store<f32>(y + (<usize>j << 2), 0);
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
