import { madd32 } from './vector';

/** Columns of X whose correlations are summed at a time. */
const COLUMNS: usize = 512;
/** Rows of X that are summed in float32 before the sum is added up in float64: they bound the rounding error. */
const DEPTH = 128;

/** `a_j += Σ_i r_i x_ij` and `b_j += Σ_i s_i x_ij` over four rows of X, `bytes` of each. */
// @ts-ignore: decorator
@inline
function fourRows(x: usize, ld: usize, bytes: usize, r: usize, s: usize, a: usize, b: usize): void {
  const r0 = v128.load32_splat(r), r1 = v128.load32_splat(r, 4), r2 = v128.load32_splat(r, 8), r3 = v128.load32_splat(r, 12);
  const s0 = v128.load32_splat(s), s1 = v128.load32_splat(s, 4), s2 = v128.load32_splat(s, 8), s3 = v128.load32_splat(s, 12);
  const y = x + ld, z = y + ld, w = z + ld;
  let o: usize = 0;
  for (const even = bytes & ~31; o < even; o += 32) {
    const xo = x + o, yo = y + o, zo = z + o, wo = w + o, ao = a + o, bo = b + o;
    let x0 = v128.load(xo), x1 = v128.load(yo), x2 = v128.load(zo), x3 = v128.load(wo);
    v128.store(ao, madd32(madd32(madd32(madd32(v128.load(ao), r0, x0), r1, x1), r2, x2), r3, x3));
    v128.store(bo, madd32(madd32(madd32(madd32(v128.load(bo), s0, x0), s1, x1), s2, x2), s3, x3));
    x0 = v128.load(xo, 16); x1 = v128.load(yo, 16); x2 = v128.load(zo, 16); x3 = v128.load(wo, 16);
    v128.store(ao, madd32(madd32(madd32(madd32(v128.load(ao, 16), r0, x0), r1, x1), r2, x2), r3, x3), 16);
    v128.store(bo, madd32(madd32(madd32(madd32(v128.load(bo, 16), s0, x0), s1, x1), s2, x2), s3, x3), 16);
  }
  for (; o < bytes; o += 16) {
    const x0 = v128.load(x + o), x1 = v128.load(y + o), x2 = v128.load(z + o), x3 = v128.load(w + o);
    v128.store(a + o, madd32(madd32(madd32(madd32(v128.load(a + o), r0, x0), r1, x1), r2, x2), r3, x3));
    v128.store(b + o, madd32(madd32(madd32(madd32(v128.load(b + o), s0, x0), s1, x1), s2, x2), s3, x3));
  }
}

/** The same over one row. */
// @ts-ignore: decorator
@inline
function oneRow(x: usize, bytes: usize, r: usize, s: usize, a: usize, b: usize): void {
  const r0 = v128.load32_splat(r), s0 = v128.load32_splat(s);
  for (let o: usize = 0; o < bytes; o += 16) {
    const x0 = v128.load(x + o);
    v128.store(a + o, madd32(v128.load(a + o), r0, x0));
    v128.store(b + o, madd32(v128.load(b + o), s0, x0));
  }
}

/** `to_j += from_j`, floats onto doubles. */
// @ts-ignore: decorator
@inline
function widen(from: usize, to: usize, bytes: usize): void {
  for (let o: usize = 0; o < bytes; o += 8) {
    v128.store(to + (o << 1), f64x2.add(v128.load(to + (o << 1)), f64x2.promote_low_f32x4(v128.load64_zero(from + o))));
  }
}

/**
 * `out_gj = scale ‖x_jᵀR_g‖₂` for the first `p` columns of X (a multiple of 4) and every group of T rows of R: products in float32, no more than
 * DEPTH of them added up before float64 takes over.
 *
 * @param X - n rows of `ld` floats
 * @param R - groups · T rows of `n32` floats
 * @param A - scratch: 2 · 512 floats and groups · T · 512 doubles
 * @param out - groups rows of `ldo` doubles
 */
export function correlations(
  X: usize, n: i32, ld: i32, p: i32, R: usize, n32: i32, groups: i32, T: i32, A: usize, out: usize, ldo: i32, scale: f64,
): void {
  const row = <usize>ld << 2, wide = <usize>n32 << 2, tasks = groups * T;
  const a = A, b = A + (COLUMNS << 2), totals = b + (COLUMNS << 2);
  for (let j: usize = 0; j < <usize>p; j += COLUMNS) {
    const columns = min(COLUMNS, <usize>p - j), bytes = columns << 2;
    memory.fill(totals, 0, (<usize>tasks * COLUMNS) << 3);
    for (let first = 0; first < n; first += DEPTH) {
      const last = min(first + DEPTH, n);
      for (let t = 0; t < tasks; t += 2) {
        const other = min(t + 1, tasks - 1), r = R + <usize>t * wide, s = R + <usize>other * wide;
        memory.fill(A, 0, COLUMNS << 3);
        let i = first;
        for (; i + 4 <= last; i += 4) {
          fourRows(X + <usize>i * row + (j << 2), row, bytes, r + (<usize>i << 2), s + (<usize>i << 2), a, b);
        }
        for (; i < last; i++) {
          oneRow(X + <usize>i * row + (j << 2), bytes, r + (<usize>i << 2), s + (<usize>i << 2), a, b);
        }
        widen(a, totals + ((<usize>t * COLUMNS) << 3), bytes);
        if (other > t) widen(b, totals + ((<usize>other * COLUMNS) << 3), bytes);
      }
    }
    for (let g: usize = 0; g < <usize>groups; g++) {
      norms(totals + ((g * <usize>T * COLUMNS) << 3), T, columns, out + ((g * <usize>ldo + j) << 3), scale);
    }
  }
}

/** `out_j = scale √Σ_t c_tj²`, T rows of COLUMNS doubles. */
function norms(c: usize, T: i32, columns: usize, out: usize, scale: f64): void {
  const by = f64x2.splat(scale), end = columns << 3;
  for (let o: usize = 0; o < end; o += 16) {
    let squares = f64x2.splat(0);
    for (let t: usize = 0; t < <usize>T; t++) {
      const v = v128.load(c + ((t * COLUMNS) << 3) + o);
      squares = f64x2.add(squares, f64x2.mul(v, v));
    }
    v128.store(out + o, f64x2.mul(f64x2.sqrt(squares), by));
  }
}
