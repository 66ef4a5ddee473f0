import { dualRatio, PARAMETERS, updateEntry, updateRow } from './row-update';
import { dot, madd, msub, subtract, sum } from './vector';

/** `U_t = scale ⟨x, R_t⟩`, four tasks at a time. */
function correlate(x: usize, R: usize, row: usize, T: i32, scale: f64, U: usize): void {
  let t = 0;
  for (; t + 4 <= T; t += 4) {
    const r0 = R + <usize>t * row, r1 = r0 + row, r2 = r1 + row, r3 = r2 + row;
    let a = f64x2.splat(0), b = a, c = a, d = a;
    for (let o: usize = 0; o < row; o += 16) {
      const v = v128.load(x + o);
      a = madd(a, v, v128.load(r0 + o));
      b = madd(b, v, v128.load(r1 + o));
      c = madd(c, v, v128.load(r2 + o));
      d = madd(d, v, v128.load(r3 + o));
    }
    const u = U + (<usize>t << 3);
    store<f64>(u, sum(a) * scale);
    store<f64>(u, sum(b) * scale, 8);
    store<f64>(u, sum(c) * scale, 16);
    store<f64>(u, sum(d) * scale, 24);
  }
  for (; t < T; t++) store<f64>(U + (<usize>t << 3), dot(x, R + <usize>t * row, row) * scale);
}

/** `R_t ← R_t − d_t x`, four tasks at a time. */
function follow(x: usize, R: usize, row: usize, T: i32, d: usize): void {
  let t = 0;
  for (; t + 4 <= T; t += 4) {
    const r0 = R + <usize>t * row, r1 = r0 + row, r2 = r1 + row, r3 = r2 + row, at = d + (<usize>t << 3);
    const d0 = v128.load64_splat(at), d1 = v128.load64_splat(at, 8), d2 = v128.load64_splat(at, 16), d3 = v128.load64_splat(at, 24);
    for (let o: usize = 0; o < row; o += 16) {
      const v = v128.load(x + o);
      v128.store(r0 + o, msub(v128.load(r0 + o), d0, v));
      v128.store(r1 + o, msub(v128.load(r1 + o), d1, v));
      v128.store(r2 + o, msub(v128.load(r2 + o), d2, v));
      v128.store(r3 + o, msub(v128.load(r3 + o), d3, v));
    }
  }
  for (; t < T; t++) subtract(R + <usize>t * row, load<f64>(d + (<usize>t << 3)), x, row);
}

/**
 * One pass of block coordinate descent over the rows listed, in residual form: `R = Y − WᵀX` is kept, no Gram matrix.
 *
 * @param X - rows of `n` doubles, n even
 * @param R - shape (T, n)
 * @param W - rows of Tp doubles: Tp = T, or T + 1 if T is odd and above 1
 * @param scale - 1 over the number of samples
 * @param U - scratch for Tp doubles
 * @returns the largest `dualRatio` of the rows, each at its turn
 */
export function residualPass(
  X: usize, n: i32, R: usize, W: usize, P: usize, rows: usize, m: i32, T: i32, Tp: i32, positive: bool, scale: f64, U: usize,
): f64 {
  const row = <usize>n << 3, bytes = <usize>Tp << 3;
  let seen: f64 = 0;
  if (Tp > T) store<f64>(U + (<usize>T << 3), 0);
  for (let at = rows, end = rows + (<usize>m << 2); at < end; at += 4) {
    const j = <usize>load<i32>(at), x = X + j * row, w = W + j * bytes, p = P + j * PARAMETERS;
    if (T == 1) {
      store<f64>(U, dot(x, R, row) * scale);
      seen = max(seen, dualRatio(U, p, bytes, positive));
      const d = updateEntry(load<f64>(U), w, p, positive);
      if (d != 0) subtract(R, d, x, row);
    } else {
      correlate(x, R, row, T, scale, U);
      seen = max(seen, dualRatio(U, p, bytes, positive));
      if (updateRow(U, w, p, bytes, positive)) follow(x, R, row, T, U);
    }
  }
  return seen;
}
