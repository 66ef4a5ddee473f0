import { madd, sum } from './vector';

// What is known of a row: L = ‖x_j‖²/n + λ₃ and the weights λ₁, λ₂, λ₃ of its penalty, four doubles. The ridge λ₃ is as good as
// samples √(nλ₃) e_j of X, with 0 in Y: it is in L, and in every correlation c as −λ₃ w.
export const PARAMETERS: usize = 32;

// @ts-ignore: decorator
@inline
export function softened(u: v128, threshold: v128, positive: bool): v128 {
  const zero = f64x2.splat(0);
  if (positive) return f64x2.max(f64x2.sub(u, threshold), zero);
  const size = f64x2.max(f64x2.sub(f64x2.abs(u), threshold), zero);
  return v128.bitselect(size, u, f64x2.splat(reinterpret<f64>(0x7fffffffffffffff)));
}

/** One entry: `w = S(c + L w, λ₁ + λ₂) / L`, by a division, which most often leaves a w that is to stay as it is; the change of w. */
// @ts-ignore: decorator
@inline
export function updateEntry(c: f64, at: usize, row: usize, positive: bool): f64 {
  const L = load<f64>(row);
  const w = load<f64>(at), u = c + L * w;
  const size = (positive ? u : abs(u)) - (load<f64>(row, 8) + load<f64>(row, 16));
  const next = size > 0 && L > 0 ? copysign(size, u) / L : 0;
  store<f64>(at, next);
  return next - w;
}

/**
 * One row: with u = c + L w, c its correlation with the residual, the smallest
 *
 *     L/2 ‖w‖² − ⟨u, w⟩ + λ₁‖w‖₁ + λ₂‖w‖₂   at   w = v max(0, 1 − λ₂/‖v‖) / L,   v = S(u, λ₁),
 *
 * S the soft threshold, max(u − λ₁, 0) if w must not be negative. U, which may be where c is, gets the change of w; false if there
 * is none. A row that is zero has L = 0 and gets w = 0.
 *
 * @see Simon, Friedman, Hastie & Tibshirani 2013, section 3
 */
export function updateRow(c: usize, U: usize, at: usize, row: usize, bytes: usize, positive: bool): bool {
  const L = f64x2.splat(load<f64>(row)), lambda1 = f64x2.splat(load<f64>(row, 8));
  const lambda2 = load<f64>(row, 16);
  const soft = positive || load<f64>(row, 8) > 0;
  let squares = f64x2.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) {
    let u = madd(v128.load(c + o), L, v128.load(at + o));
    if (soft) u = softened(u, lambda1, positive);
    v128.store(U + o, u);
    squares = madd(squares, u, u);
  }
  const norm = Math.sqrt(sum(squares));
  const factor = f64x2.splat(norm > lambda2 && load<f64>(row) > 0 ? (1 - lambda2 / norm) / load<f64>(row) : 0);
  let changed = f64x2.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) {
    const next = f64x2.mul(factor, v128.load(U + o)), change = f64x2.sub(next, v128.load(at + o));
    v128.store(at + o, next);
    v128.store(U + o, change);
    changed = v128.or(changed, f64x2.ne(change, f64x2.splat(0)));
  }
  return v128.any_true(changed);
}

/** `‖S(c, λ)‖₂` of a row, or of max(c − λ, 0). */
function softNorm(c: usize, bytes: usize, lambda: f64, positive: bool): f64 {
  const threshold = f64x2.splat(lambda);
  let squares = f64x2.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) {
    const v = softened(v128.load(c + o), threshold, positive);
    squares = madd(squares, v, v);
  }
  return Math.sqrt(sum(squares));
}

/**
 * How far a correlation c is from the dual constraint of its row: `‖S(c, λ₁)‖ / λ₂`, at most 1 if it holds; of one entry
 * `|c| / (λ₁ + λ₂)`. Where coefficients must not be negative max(c − λ₁, 0) stands for S, max(c, 0) for |c|.
 */
export function dualRatio(c: usize, row: usize, bytes: usize, positive: bool): f64 {
  const lambda1 = load<f64>(row, 8), lambda2 = load<f64>(row, 16);
  if (bytes == 8) return (positive ? max(load<f64>(c), 0) : abs(load<f64>(c))) / (lambda1 + lambda2);
  return softNorm(c, bytes, lambda1, positive) / lambda2;
}
