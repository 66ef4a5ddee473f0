import { dualRatio, PARAMETERS, updateEntry, updateRow } from './row-update';
import { dot32, madd32, msub, msub32, sums32 } from './vector';

/** `U_t = scale ⟨x, R_t⟩` and `V_t = scale ⟨y, R_t⟩`: R is read once for both, four tasks at a time. */
function correlateTwo(x: usize, y: usize, R: usize, row: usize, T: i32, scale: f64, U: usize, V: usize): void {
  const by = f64x2.splat(scale);
  let t: usize = 0;
  for (; t + 4 <= <usize>T; t += 4) {
    const r0 = R + t * row, r1 = r0 + row, r2 = r1 + row, r3 = r2 + row;
    let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
    for (let o: usize = 0; o < row; o += 16) {
      const v = v128.load(x + o), w = v128.load(y + o);
      let r = v128.load(r0 + o);
      a0 = madd32(a0, v, r); b0 = madd32(b0, w, r); r = v128.load(r1 + o);
      a1 = madd32(a1, v, r); b1 = madd32(b1, w, r); r = v128.load(r2 + o);
      a2 = madd32(a2, v, r); b2 = madd32(b2, w, r); r = v128.load(r3 + o);
      a3 = madd32(a3, v, r); b3 = madd32(b3, w, r);
    }
    const u = U + (t << 3), v = V + (t << 3);
    // Two at a time, as they will be read: a load of what two stores have written waits for both.
    v128.store(u, f64x2.mul(sums32(a0, a1), by)); v128.store(u, f64x2.mul(sums32(a2, a3), by), 16);
    v128.store(v, f64x2.mul(sums32(b0, b1), by)); v128.store(v, f64x2.mul(sums32(b2, b3), by), 16);
  }
  for (; t < <usize>T; t++) {
    store<f64>(U + (t << 3), dot32(x, R + t * row, row) * scale);
    store<f64>(V + (t << 3), dot32(y, R + t * row, row) * scale);
  }
}

/** `R_t ← R_t − d_t x`, two tasks at a time. */
function follow(x: usize, R: usize, row: usize, T: i32, d: usize): void {
  let t: usize = 0;
  for (; t + 2 <= <usize>T; t += 2) {
    const r = R + t * row, s = r + row;
    const d0 = f32x4.splat(<f32>load<f64>(d + (t << 3))), d1 = f32x4.splat(<f32>load<f64>(d + (t << 3), 8));
    for (let o: usize = 0; o < row; o += 16) {
      const v = v128.load(x + o);
      v128.store(r + o, msub32(v128.load(r + o), d0, v));
      v128.store(s + o, msub32(v128.load(s + o), d1, v));
    }
  }
  for (; t < <usize>T; t++) {
    const r = R + t * row, d0 = f32x4.splat(<f32>load<f64>(d + (t << 3)));
    for (let o: usize = 0; o < row; o += 16) v128.store(r + o, msub32(v128.load(r + o), d0, v128.load(x + o)));
  }
}

/** `R_t ← R_t − d_t x − e_t y`: R is read and written once for both, two tasks at a time. */
function followTwo(x: usize, y: usize, R: usize, row: usize, T: i32, d: usize, e: usize): void {
  let t: usize = 0;
  for (; t + 2 <= <usize>T; t += 2) {
    const r = R + t * row, s = r + row;
    const d0 = f32x4.splat(<f32>load<f64>(d + (t << 3))), d1 = f32x4.splat(<f32>load<f64>(d + (t << 3), 8));
    const e0 = f32x4.splat(<f32>load<f64>(e + (t << 3))), e1 = f32x4.splat(<f32>load<f64>(e + (t << 3), 8));
    for (let o: usize = 0; o < row; o += 16) {
      const v = v128.load(x + o), w = v128.load(y + o);
      v128.store(r + o, msub32(msub32(v128.load(r + o), d0, v), e0, w));
      v128.store(s + o, msub32(msub32(v128.load(s + o), d1, v), e1, w));
    }
  }
  for (; t < <usize>T; t++) {
    const r = R + t * row;
    const d0 = f32x4.splat(<f32>load<f64>(d + (t << 3))), e0 = f32x4.splat(<f32>load<f64>(e + (t << 3)));
    for (let o: usize = 0; o < row; o += 16) {
      v128.store(r + o, msub32(msub32(v128.load(r + o), d0, v128.load(x + o)), e0, v128.load(y + o)));
    }
  }
}

/** `U ← U + C − λ₃ w`, doubles. */
// @ts-ignore: decorator
@inline
function addTo(U: usize, C: usize, w: usize, p: usize, bytes: usize): void {
  const ridge = f64x2.splat(load<f64>(p, 24));
  for (let o: usize = 0; o < bytes; o += 16) {
    v128.store(U + o, msub(f64x2.add(v128.load(U + o), v128.load(C + o)), ridge, v128.load(w + o)));
  }
}

/** Where the row of X is that stands for row j of W. */
// @ts-ignore: decorator
@inline
function source(X: usize, sources: usize, j: usize, row: usize): usize {
  return X + <usize>load<i32>(sources + (j << 2)) * row;
}

/** One task: a row at a time. */
function passOverEntries(
  X: usize, sources: usize, row: usize, R: usize, W: usize, C: usize, P: usize, rows: usize, end: usize, positive: bool, scale: f64, U: usize,
): f64 {
  let seen: f64 = 0;
  for (let at = rows; at < end; at += 4) {
    const j = <usize>load<i32>(at), x = source(X, sources, j, row), p = P + j * PARAMETERS;
    store<f64>(U, load<f64>(C + (j << 3)) + dot32(x, R, row) * scale - load<f64>(p, 24) * load<f64>(W + (j << 3)));
    seen = max(seen, dualRatio(U, p, 8, positive));
    const d = updateEntry(load<f64>(U), W + (j << 3), p, positive);
    if (d == 0) continue;
    const factor = f32x4.splat(<f32>d);
    for (let o: usize = 0; o < row; o += 16) v128.store(R + o, msub32(v128.load(R + o), factor, v128.load(x + o)));
  }
  return seen;
}

/**
 * One pass of block coordinate descent over the rows listed, in residual form: X and R in float32, W in float64. The
 * correlations are `C_j + ⟨x_j, R⟩/n − λ₃ W_j`: R is the residual and C = 0, or R is what the residual has changed by since its
 * correlations were C, exact in float64; then errors of float32 shrink with the changes. Rows are taken two at a time; the
 * correlation of the second is corrected by what the first has moved, `V ← V − ⟨x, y⟩/n d`, so that the iterates are those of
 * one at a time.
 *
 * @param X - rows of `n32` floats, a multiple of 16; `sources` says which row of X stands for each row of W
 * @param R - shape (T, n32)
 * @param W, C - rows of Tp doubles: Tp = T, or T + 1 if T is odd and above 1
 * @param scale - 1 over the number of samples
 * @param U - scratch for 2 Tp doubles
 * @returns the largest `dualRatio` of the rows, each at its turn
 */
export function narrowPass(
  X: usize, sources: usize, n32: i32, R: usize, W: usize, C: usize, P: usize, rows: usize, m: i32, T: i32, Tp: i32, positive: bool, scale: f64,
  U: usize,
): f64 {
  let seen: f64 = 0;
  const row = <usize>n32 << 2, bytes = <usize>Tp << 3, V = U + bytes, end = rows + (<usize>m << 2);
  if (T == 1) return passOverEntries(X, sources, row, R, W, C, P, rows, end, positive, scale, U);
  if (Tp > T) { store<f64>(U + (<usize>T << 3), 0); store<f64>(V + (<usize>T << 3), 0); }
  for (let at = rows; at < end; at += 8) {
    const i = <usize>load<i32>(at), x = source(X, sources, i, row), both = at + 4 < end;
    const j = both ? <usize>load<i32>(at, 4) : i, y = source(X, sources, j, row);
    correlateTwo(x, y, R, row, T, scale, U, V);
    addTo(U, C + i * bytes, W + i * bytes, P + i * PARAMETERS, bytes);
    seen = max(seen, dualRatio(U, P + i * PARAMETERS, bytes, positive));
    const first = updateRow(U, U, W + i * bytes, P + i * PARAMETERS, bytes, positive);
    let second = false;
    if (both) {
      addTo(V, C + j * bytes, W + j * bytes, P + j * PARAMETERS, bytes);
      if (first) {
        const g = f64x2.splat(dot32(x, y, row) * scale);
        for (let o: usize = 0; o < bytes; o += 16) v128.store(V + o, f64x2.sub(v128.load(V + o), f64x2.mul(g, v128.load(U + o))));
      }
      seen = max(seen, dualRatio(V, P + j * PARAMETERS, bytes, positive));
      second = updateRow(V, V, W + j * bytes, P + j * PARAMETERS, bytes, positive);
    }
    if (first && second) followTwo(x, y, R, row, T, U, V);
    else if (first) follow(x, R, row, T, U);
    else if (second) follow(y, R, row, T, V);
  }
  return seen;
}

/** `⟨a, b⟩` of `n` floats, a multiple of 16. */
export function inner32(a: usize, b: usize, n: i32): f64 {
  return dot32(a, b, <usize>n << 2);
}
