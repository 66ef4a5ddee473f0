import { dot, subtract } from './vector';

/** `⟨a, b⟩` of n doubles, any n. */
// @ts-ignore: decorator
@inline
function inner(a: usize, b: usize, n: i32): f64 {
  const even = <usize>(n & ~1) << 3;
  const whole = dot(a, b, even);
  return n & 1 ? whole + load<f64>(a + even) * load<f64>(b + even) : whole;
}

/**
 * Solves `(A + ridge I) d = r` by Cholesky, row by row: `L_ij = (A_ij − ⟨L_i, L_j⟩_{<j}) / L_jj`.
 *
 * @param A - symmetric, positive semi-definite: m rows of `ld` doubles, ld even; its lower triangle becomes L
 * @param r - m doubles, replaced by d
 * @returns false if a pivot is not above a quarter of the ridge: A is not semi-definite
 */
export function solveDefinite(A: usize, m: i32, ld: i32, r: usize, ridge: f64): bool {
  const row = <usize>ld << 3;
  for (let i = 0; i < m; i++) {
    const a = A + <usize>i * row;
    for (let j = 0; j < i; j++) {
      const other = A + <usize>j * row, o = <usize>j << 3;
      store<f64>(a + o, (load<f64>(a + o) - inner(a, other, j)) / load<f64>(other + o));
    }
    const o = <usize>i << 3, pivot = load<f64>(a + o) + ridge - inner(a, a, i);
    if (!(pivot > 0.25 * ridge)) return false;
    store<f64>(a + o, Math.sqrt(pivot));
    store<f64>(r + o, (load<f64>(r + o) - inner(a, r, i)) / load<f64>(a + o));
  }
  for (let i = m - 1; i >= 0; i--) {
    const a = A + <usize>i * row, o = <usize>i << 3, even = <usize>(i & ~1) << 3;
    const d = load<f64>(r + o) / load<f64>(a + o);
    store<f64>(r + o, d);
    subtract(r, d, a, even);
    if (i & 1) store<f64>(r + even, load<f64>(r + even) - d * load<f64>(a + even));
  }
  return true;
}
