import { PARAMETERS, softened, updateEntry, updateRow } from './row-update';
import { madd, msub, subtract, subtractTwo, sum } from './vector';

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

/** `Q_i ← Q_i − g_i d − h_i e`, i < k: Q is read and written once for both. */
function followTwoRows(Q: usize, g: usize, d: usize, h: usize, e: usize, k: i32, bytes: usize): void {
  const end = g + (<usize>k << 3);
  let o: usize = 0;
  for (; o + 64 <= bytes; o += 64) {
    const d0 = v128.load(d + o), d1 = v128.load(d + o, 16), d2 = v128.load(d + o, 32), d3 = v128.load(d + o, 48);
    const e0 = v128.load(e + o), e1 = v128.load(e + o, 16), e2 = v128.load(e + o, 32), e3 = v128.load(e + o, 48);
    for (let i = g, j = h, q = Q + o; i < end; i += 8, j += 8, q += bytes) {
      const a = v128.load64_splat(i), b = v128.load64_splat(j);
      v128.store(q, msub(msub(v128.load(q), a, d0), b, e0));
      v128.store(q, msub(msub(v128.load(q, 16), a, d1), b, e1), 16);
      v128.store(q, msub(msub(v128.load(q, 32), a, d2), b, e2), 32);
      v128.store(q, msub(msub(v128.load(q, 48), a, d3), b, e3), 48);
    }
  }
  for (; o < bytes; o += 16) {
    const d0 = v128.load(d + o), e0 = v128.load(e + o);
    for (let i = g, j = h, q = Q + o; i < end; i += 8, j += 8, q += bytes) {
      v128.store(q, msub(msub(v128.load(q), v128.load64_splat(i), d0), v128.load64_splat(j), e0));
    }
  }
}

/** Rows of one entry, one after the other: what the next one needs of Q is at hand before all of Q has followed. */
function passOverEntries(G: usize, lo: usize, Q: usize, W: usize, P: usize, rows: usize, end: usize, bytes: usize, positive: bool): void {
  if (rows == end) return;
  let j = <usize>load<i32>(rows), q = load<f64>(Q + (j << 3));
  for (let at = rows; at < end; at += 4) {
    const g = G + j * lo, d = updateEntry(q, W + (j << 3), P + j * PARAMETERS, positive);
    if (at + 4 < end) {
      j = <usize>load<i32>(at, 4);
      q = load<f64>(Q + (j << 3)) - d * load<f64>(g + (j << 3));
    }
    if (d != 0) subtract(Q, d, g, bytes);
  }
}

/** Two rows at a time: the correlation of the second is corrected by what the first has moved. */
function passOverRows(
  G: usize, lo: usize, Q: usize, W: usize, P: usize, rows: usize, end: usize, k: i32, bytes: usize, positive: bool, U: usize,
): void {
  const V = U + bytes;
  for (let at = rows; at < end; at += 8) {
    const i = <usize>load<i32>(at), g = G + i * lo;
    const first = updateRow(Q + i * bytes, U, W + i * bytes, P + i * PARAMETERS, bytes, positive);
    if (at + 4 == end) {
      if (first) followRows(Q, g, U, k, bytes);
      return;
    }
    const j = <usize>load<i32>(at, 4), h = G + j * lo, q = Q + j * bytes;
    if (first) {
      const by = v128.load64_splat(g + (j << 3));
      for (let o: usize = 0; o < bytes; o += 16) v128.store(V + o, msub(v128.load(q + o), by, v128.load(U + o)));
    }
    const second = updateRow(first ? V : q, V, W + j * bytes, P + j * PARAMETERS, bytes, positive);
    if (first && second) followTwoRows(Q, g, U, h, V, k, bytes);
    else if (first) followRows(Q, g, U, k, bytes);
    else if (second) followRows(Q, h, V, k, bytes);
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
 * @param U - scratch for 2 T doubles
 */
export function gramPass(
  G: usize, ld: i32, Q: usize, W: usize, P: usize, rows: usize, m: i32, k: i32, T: i32, positive: bool, U: usize,
): void {
  const lo = <usize>ld << 3, end = rows + (<usize>m << 2);
  if (T == 1) passOverEntries(G, lo, Q, W, P, rows, end, (<usize>k + 1 & ~1) << 3, positive);
  else passOverRows(G, lo, Q, W, P, rows, end, k, <usize>T << 3, positive, U);
}

/**
 * What the gap in Gram form is made of, of k rows of T entries (1 or even): the largest `dualRatio` of Q, `Σ_j λ₁‖W_j‖₁ +
 * λ₂‖W_j‖₂`, `⟨W, Q⟩` and `⟨W − W₀, Q₀ + Q⟩`, four doubles at `out`.
 */
export function gramSums(Q: usize, W: usize, Q0: usize, W0: usize, P: usize, k: i32, T: i32, positive: bool, out: usize): void {
  if (T == 1) sumsOfEntries(Q, W, Q0, W0, P, k, positive, out);
  else sumsOfRows(Q, W, Q0, W0, P, k, <usize>T << 3, positive, out);
}

/** Two rows of one entry at a time. */
function sumsOfEntries(Q: usize, W: usize, Q0: usize, W0: usize, P: usize, k: i32, positive: bool, out: usize): void {
  const zero = f64x2.splat(0);
  let ratio = zero, penalty = zero, fitted = zero, change = zero;
  for (let j = 0; j < k; j += 2) {
    const both = j + 1 < k;
    const q = both ? v128.load(Q) : v128.load64_zero(Q), w = both ? v128.load(W) : v128.load64_zero(W);
    const q0 = both ? v128.load(Q0) : v128.load64_zero(Q0), w0 = both ? v128.load(W0) : v128.load64_zero(W0);
    const first = v128.load(P, 8), second = both ? v128.load(P, PARAMETERS + 8) : first;
    const limits = f64x2.add(i64x2.shuffle(first, second, 0, 2), i64x2.shuffle(first, second, 1, 3));
    ratio = f64x2.pmax(ratio, f64x2.div(positive ? q : f64x2.abs(q), limits));
    penalty = madd(penalty, limits, f64x2.abs(w));
    fitted = madd(fitted, w, q);
    change = madd(change, f64x2.sub(w, w0), f64x2.add(q0, q));
    P += 2 * PARAMETERS; Q += 16; W += 16; Q0 += 16; W0 += 16;
  }
  store<f64>(out, max(f64x2.extract_lane(ratio, 0), f64x2.extract_lane(ratio, 1)));
  store<f64>(out, sum(penalty), 8);
  store<f64>(out, sum(fitted), 16);
  store<f64>(out, sum(change), 24);
}

function sumsOfRows(Q: usize, W: usize, Q0: usize, W0: usize, P: usize, k: i32, bytes: usize, positive: bool, out: usize): void {
  const zero = f64x2.splat(0);
  let ratio = 0.0, penalty = 0.0, fitted = zero, change = zero;
  for (let end = P + <usize>k * PARAMETERS; P < end; P += PARAMETERS) {
    const lambda1 = load<f64>(P, 8), lambda2 = load<f64>(P, 16), threshold = f64x2.splat(lambda1), soft = positive || lambda1 > 0;
    let correlations = zero, squares = zero, sizes = zero;
    for (let o: usize = 0; o < bytes; o += 16) {
      const w = v128.load(W + o), q = v128.load(Q + o), c = soft ? softened(q, threshold, positive) : q;
      correlations = madd(correlations, c, c);
      squares = madd(squares, w, w);
      if (soft) sizes = f64x2.add(sizes, f64x2.abs(w));
      fitted = madd(fitted, w, q);
      change = madd(change, f64x2.sub(w, v128.load(W0 + o)), f64x2.add(v128.load(Q0 + o), q));
    }
    ratio = max(ratio, Math.sqrt(sum(correlations)) / lambda2);
    penalty += lambda1 * sum(sizes) + lambda2 * Math.sqrt(sum(squares));
    Q += bytes; W += bytes; Q0 += bytes; W0 += bytes;
  }
  store<f64>(out, ratio);
  store<f64>(out, penalty, 8);
  store<f64>(out, sum(fitted), 16);
  store<f64>(out, sum(change), 24);
}

/** The duality gap of what `gramSums` has left at `sums`, `‖R‖²/n` of W = W₀ given: see `gapAt`. */
function gapOf(loss2: f64, sums: usize): f64 {
  const ratio = load<f64>(sums), s = ratio > 1 ? 1 / ratio : 1;
  return (1 - s) * (1 - s) * max(loss2 - load<f64>(sums, 24), 0) / 2 + max(load<f64>(sums, 8) - s * load<f64>(sums, 16), 0);
}

/** Whether any of some doubles is not 0. */
function used(w: usize, bytes: usize): bool {
  for (let o: usize = 0; o < bytes; o += 8) if (load<f64>(w + o) != 0) return true;
  return false;
}

/** `Q = C − G W` over the rows of W that are not 0, two at a time: what passes leave in Q by rounding is gone. */
export function renew(G: usize, ld: i32, C: usize, Q: usize, W: usize, k: i32, T: i32): void {
  const bytes = <usize>T << 3, lo = <usize>ld << 3, padded = (<usize>k + 1 & ~1) << 3;
  memory.copy(Q, C, T == 1 ? padded : <usize>k * bytes);
  let g: usize = 0, d: usize = 0;
  for (let h = G, w = W, end = W + <usize>k * bytes; w < end; w += bytes, h += lo) {
    if (!used(w, bytes)) continue;
    if (g == 0) { g = h; d = w; continue; }
    if (T == 1) subtractTwo(Q, load<f64>(d), g, load<f64>(w), h, padded);
    else followTwoRows(Q, g, d, h, w, k, bytes);
    g = 0;
  }
  if (g != 0) follow(Q, g, d, k, T);
}

/**
 * Moves n doubles (even) of W on by so much more of their last step, from `before`, where W is left: what was 0 stays, and nothing
 * changes its sign.
 */
export function goAhead(W: usize, before: usize, n: i32, by: f64): void {
  const zero = f64x2.splat(0), factor = f64x2.splat(by);
  for (const end = W + (<usize>n << 3); W < end; W += 16, before += 16) {
    const w = v128.load(W), last = v128.load(before);
    const next = madd(w, factor, f64x2.sub(w, last));
    const turns = i64x2.lt_s(v128.xor(next, w), i64x2.splat(0)), moves = v128.and(f64x2.ne(w, zero), f64x2.ne(last, zero));
    v128.store(W, v128.bitselect(v128.andnot(next, turns), w, moves));
    v128.store(before, w);
  }
}

/**
 * Passes over all k rows, from any W, until the gap is at most `goal`, of a Q that is new at first. A start is good enough at a little
 * more, so that what ended at the goal does not go on when Q is new.
 *
 * @param C - correlations of W = 0, shape as Q
 * @param zeros - as many as W has
 * @param rows - 0 … k − 1, int32
 * @param loss2 - `‖R‖²/n` of W = 0
 * @param U - scratch for 2 T doubles
 * @param sums - those of `gramSums` in the end, with W₀ = 0, and the objective in the beginning: five doubles
 * @returns passes
 */
export function gramDescent(
  G: usize, ld: i32, C: usize, Q: usize, W: usize, zeros: usize, P: usize, rows: usize, k: i32, T: i32, positive: bool, loss2: f64, goal: f64,
  passes: i32, U: usize, sums: usize,
): i32 {
  let pass = 0;
  renew(G, ld, C, Q, W, k, T);
  gramSums(Q, W, C, zeros, P, k, T, positive, sums);
  store<f64>(sums, max(loss2 - load<f64>(sums, 24), 0) / 2 + load<f64>(sums, 8), 32);
  if (gapOf(loss2, sums) <= 1.05 * goal) return 0;
  for (; pass < passes && gapOf(loss2, sums) > goal; pass++) {
    gramPass(G, ld, Q, W, P, rows, k, k, T, positive, U);
    gramSums(Q, W, C, zeros, P, k, T, positive, sums);
  }
  return pass;
}
