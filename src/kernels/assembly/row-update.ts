import { madd, sum } from './vector';

// What is known of a row: L = ‖x_j‖²/n and the weights λ₁, λ₂, λ₃ of its penalty, four doubles.
export const PARAMETERS: usize = 32;

// @ts-ignore: decorator
@inline
function softened(u: v128, threshold: v128, positive: bool): v128 {
  const zero = f64x2.splat(0);
  if (positive) return f64x2.max(f64x2.sub(u, threshold), zero);
  const size = f64x2.max(f64x2.sub(f64x2.abs(u), threshold), zero);
  return v128.bitselect(size, u, f64x2.splat(reinterpret<f64>(0x7fffffffffffffff)));
}

/** One entry: `w = S(c + L w, λ₁ + λ₂) / (L + λ₃)`; the change of w. */
// @ts-ignore: decorator
@inline
export function updateEntry(c: f64, at: usize, row: usize, positive: bool): f64 {
  const L = load<f64>(row), ridge = L + load<f64>(row, 24);
  const w = load<f64>(at), u = c + L * w;
  const size = (positive ? u : abs(u)) - (load<f64>(row, 8) + load<f64>(row, 16));
  const next = size > 0 && ridge > 0 ? copysign(size, u) / ridge : 0;
  store<f64>(at, next);
  return next - w;
}

/**
 * One row: with u = c + L w, c its correlation with the residual, the smallest
 *
 *     (L + λ₃)/2 ‖w‖² − ⟨u, w⟩ + λ₁‖w‖₁ + λ₂‖w‖₂   at   w = v max(0, 1 − λ₂/‖v‖) / (L + λ₃),   v = S(u, λ₁),
 *
 * S the soft threshold, max(u − λ₁, 0) if w must not be negative. U holds c and then the change of w; false if there is
 * none. A row that is zero has L = 0 and gets w = 0.
 *
 * @see Simon, Friedman, Hastie & Tibshirani 2013, section 3
 */
export function updateRow(U: usize, at: usize, row: usize, bytes: usize, positive: bool): bool {
  const L = f64x2.splat(load<f64>(row)), lambda1 = f64x2.splat(load<f64>(row, 8));
  const lambda2 = load<f64>(row, 16), ridge = load<f64>(row) + load<f64>(row, 24);
  const soft = positive || load<f64>(row, 8) > 0;
  let squares = f64x2.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) {
    let u = madd(v128.load(U + o), L, v128.load(at + o));
    if (soft) u = softened(u, lambda1, positive);
    v128.store(U + o, u);
    squares = madd(squares, u, u);
  }
  const norm = Math.sqrt(sum(squares));
  const factor = f64x2.splat(norm > lambda2 && ridge > 0 ? (1 - lambda2 / norm) / ridge : 0);
  let changed = f64x2.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) {
    const next = f64x2.mul(factor, v128.load(U + o)), change = f64x2.sub(next, v128.load(at + o));
    v128.store(at + o, next);
    v128.store(U + o, change);
    changed = v128.or(changed, f64x2.ne(change, f64x2.splat(0)));
  }
  return v128.any_true(changed);
}

/**
 * How far a correlation c is from the dual constraint of its row: `‖S(c, λ₁)‖ / λ₂`, or `|c|_∞ / λ₁` where λ₂ is 0; at
 * most 1 if it holds. One entry: `|c| / (λ₁ + λ₂)`.
 */
export function dualRatio(U: usize, row: usize, bytes: usize, positive: bool): f64 {
  const lambda1 = load<f64>(row, 8), lambda2 = load<f64>(row, 16), grouped = bytes > 8 && lambda2 > 0;
  const threshold = f64x2.splat(grouped ? lambda1 : 0);
  if (bytes == 8) return (positive ? max(load<f64>(U), 0) : abs(load<f64>(U))) / (lambda1 + lambda2);
  let squares = f64x2.splat(0), most = squares;
  for (let o: usize = 0; o < bytes; o += 16) {
    const v = softened(v128.load(U + o), threshold, positive);
    squares = madd(squares, v, v);
    most = f64x2.max(most, f64x2.abs(v));
  }
  if (grouped) return Math.sqrt(sum(squares)) / lambda2;
  return max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1)) / lambda1;
}
