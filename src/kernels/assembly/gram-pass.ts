import { dualRatio, PARAMETERS, penaltyOf, updateEntry, updateRow } from './row-update';
import { madd, msub, subtract, sum } from './vector';

/** `Q_i ← Q_i − g_i d`, i < k, T = 1 or even: the correlations after a row has moved by d. */
export function follow(Q: usize, g: usize, d: usize, k: i32, T: i32): void {
  if (T == 1) subtract(Q, load<f64>(d), g, (<usize>k + 1 & ~1) << 3);
  else followRows(Q, g, d, k, <usize>T << 3);
}

function followRows(Q: usize, g: usize, d: usize, k: i32, bytes: usize): void {
  const end = g + (<usize>k << 3);
  let o: usize = 0;
  for (; o + 64 <= bytes; o += 64) {
    const d0 = v128.load(d + o), d1 = v128.load(d + o, 16), d2 = v128.load(d + o, 32), d3 = v128.load(d + o, 48);
    for (let i = g, q = Q + o; i < end; i += 8, q += bytes) {
      const factor = v128.load64_splat(i);
      v128.store(q, msub(v128.load(q), factor, d0));
      v128.store(q, msub(v128.load(q, 16), factor, d1), 16);
      v128.store(q, msub(v128.load(q, 32), factor, d2), 32);
      v128.store(q, msub(v128.load(q, 48), factor, d3), 48);
    }
  }
  for (; o < bytes; o += 16) {
    const d0 = v128.load(d + o);
    for (let i = g, q = Q + o; i < end; i += 8, q += bytes) {
      v128.store(q, msub(v128.load(q), v128.load64_splat(i), d0));
    }
  }
}

/**
 * One pass of block coordinate descent over the rows listed, in Gram form: `Q = C − G W` is kept for all k rows, so that
 * a row that stays 0 costs no more than a look at it.
 *
 * @param G - `XXᵀ/n`, with the ridge on its diagonal, k rows of `ld` doubles (even)
 * @param Q - shape (k, T), T = 1 or even; with T = 1 followed by a zero if k is odd. So is W.
 * @param P - L, λ₁, λ₂, λ₃ for each row
 * @param rows - the m rows to pass over, int32
 * @param U - scratch for T doubles
 */
export function gramPass(
  G: usize, ld: i32, Q: usize, W: usize, P: usize, rows: usize, m: i32, k: i32, T: i32, positive: bool, U: usize,
): void {
  const bytes = <usize>T << 3, lo = <usize>ld << 3;
  for (let at = rows, end = rows + (<usize>m << 2); at < end; at += 4) {
    const j = <usize>load<i32>(at), g = G + j * lo, p = P + j * PARAMETERS;
    if (T == 1) {
      const d = updateEntry(load<f64>(Q + (j << 3)), W + (j << 3), p, positive);
      if (d != 0) subtract(Q, d, g, (<usize>k + 1 & ~1) << 3);
    } else {
      memory.copy(U, Q + j * bytes, bytes);
      if (updateRow(U, W + j * bytes, p, bytes, positive)) followRows(Q, g, U, k, bytes);
    }
  }
}

/**
 * What the gap in Gram form is made of, of k rows of T entries (1 or even): the largest `dualRatio` of Q, `Σ_j λ₁‖W_j‖₁ +
 * λ₂‖W_j‖₂`, `⟨W, Q⟩` and `⟨W − W₀, Q₀ + Q⟩`, four doubles at `out`.
 */
export function gramSums(Q: usize, W: usize, Q0: usize, W0: usize, P: usize, k: i32, T: i32, positive: bool, out: usize): void {
  const bytes = <usize>T << 3;
  let ratio = 0.0, penalty = 0.0, fitted = 0.0, change = 0.0;
  for (let end = P + <usize>k * PARAMETERS; P < end; P += PARAMETERS) {
    ratio = max(ratio, dualRatio(Q, P, bytes, positive));
    penalty += penaltyOf(W, P, bytes);
    if (T == 1) {
      const w = load<f64>(W), q = load<f64>(Q);
      fitted += w * q;
      change += (w - load<f64>(W0)) * (load<f64>(Q0) + q);
    } else {
      let wq = f64x2.splat(0), dd = wq;
      for (let o: usize = 0; o < bytes; o += 16) {
        const w = v128.load(W + o), q = v128.load(Q + o);
        wq = madd(wq, w, q);
        dd = madd(dd, f64x2.sub(w, v128.load(W0 + o)), f64x2.add(v128.load(Q0 + o), q));
      }
      fitted += sum(wq);
      change += sum(dd);
    }
    W += bytes;
    Q += bytes;
    W0 += bytes;
    Q0 += bytes;
  }
  store<f64>(out, ratio);
  store<f64>(out, penalty, 8);
  store<f64>(out, fitted, 16);
  store<f64>(out, change, 24);
}

/** The duality gap of what `gramSums` has left at `sums`, `‖R‖²/n` of W = W₀ given: see `gapAt`. */
function gapOf(loss2: f64, sums: usize): f64 {
  const ratio = load<f64>(sums), s = ratio > 1 ? 1 / ratio : 1;
  return (1 - s) * (1 - s) * max(loss2 - load<f64>(sums, 24), 0) / 2 + max(load<f64>(sums, 8) - s * load<f64>(sums, 16), 0);
}

/** `Q = C − G W` over the rows of W that are not 0: what passes leave in Q by rounding is gone. */
export function renew(G: usize, ld: i32, C: usize, Q: usize, W: usize, k: i32, T: i32): void {
  const bytes = <usize>T << 3;
  memory.copy(Q, C, <usize>(T == 1 ? k + 1 & ~1 : k) * bytes);
  for (let g = G, end = W + <usize>k * bytes; W < end; W += bytes, g += <usize>ld << 3) {
    let used = false;
    for (let o: usize = 0; o < bytes; o += 8) used = used || load<f64>(W + o) != 0;
    if (used) follow(Q, g, W, k, T);
  }
}

/**
 * Passes over all k rows, from any W, until the gap is at most `goal`; it is looked at before each, and believed of a Q that is new.
 *
 * @param C - correlations of W = 0, shape as Q
 * @param zeros - as many as W has
 * @param rows - 0 … k − 1, int32
 * @param loss2 - `‖R‖²/n` of W = 0
 * @param sums - those of `gramSums` in the end, with W₀ = 0
 * @returns passes
 */
export function gramDescent(
  G: usize, ld: i32, C: usize, Q: usize, W: usize, zeros: usize, P: usize, rows: usize, k: i32, T: i32, positive: bool, loss2: f64, goal: f64,
  passes: i32, U: usize, sums: usize,
): i32 {
  let pass = 0;
  renew(G, ld, C, Q, W, k, T);
  gramSums(Q, W, C, zeros, P, k, T, positive, sums);
  while (pass < passes && gapOf(loss2, sums) > goal) {
    do {
      gramPass(G, ld, Q, W, P, rows, k, k, T, positive, U);
      gramSums(Q, W, C, zeros, P, k, T, positive, sums);
    } while (++pass < passes && gapOf(loss2, sums) > goal);
    renew(G, ld, C, Q, W, k, T);
    gramSums(Q, W, C, zeros, P, k, T, positive, sums);
  }
  return pass;
}
