// Two doubles or four floats at a time. With relaxed SIMD a product and its sum are rounded once (fused multiply-add).

/** `a + x y`, doubles. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, x: v128, y: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(x, y, a);
  else return f64x2.add(a, f64x2.mul(x, y));
}

/** `a − x y`, doubles. */
// @ts-ignore: decorator
@inline
export function msub(a: v128, x: v128, y: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_nmadd(x, y, a);
  else return f64x2.sub(a, f64x2.mul(x, y));
}

/** `a + x y`, floats. */
// @ts-ignore: decorator
@inline
export function madd32(a: v128, x: v128, y: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, a);
  else return f32x4.add(a, f32x4.mul(x, y));
}

/** `a − x y`, floats. */
// @ts-ignore: decorator
@inline
export function msub32(a: v128, x: v128, y: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(x, y, a);
  else return f32x4.sub(a, f32x4.mul(x, y));
}

/** The sum of the two doubles of a. */
// @ts-ignore: decorator
@inline
export function sum(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

/** The first float of a and the third, the second and the fourth, in float64. */
// @ts-ignore: decorator
@inline
function halves(a: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(i64x2.shuffle(a, a, 1, 0)));
}

/** The sum of the four floats of a, in float64. */
// @ts-ignore: decorator
@inline
export function sum32(a: v128): f64 {
  return sum(halves(a));
}

/** The sums of the four floats of a and of b, in float64: each as `sum32` has it. */
// @ts-ignore: decorator
@inline
export function sums32(a: v128, b: v128): v128 {
  const x = halves(a), y = halves(b);
  return f64x2.add(i64x2.shuffle(x, y, 0, 2), i64x2.shuffle(x, y, 1, 3));
}

/** `⟨a, b⟩` of doubles, `bytes` a multiple of 16, in four partial sums. */
// @ts-ignore: decorator
@inline
export function dot(a: usize, b: usize, bytes: usize): f64 {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let o: usize = 0;
  for (const end = bytes & ~63; o < end; o += 64) {
    s0 = madd(s0, v128.load(a + o), v128.load(b + o));
    s1 = madd(s1, v128.load(a + o, 16), v128.load(b + o, 16));
    s2 = madd(s2, v128.load(a + o, 32), v128.load(b + o, 32));
    s3 = madd(s3, v128.load(a + o, 48), v128.load(b + o, 48));
  }
  for (; o < bytes; o += 16) s0 = madd(s0, v128.load(a + o), v128.load(b + o));
  return sum(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
}

/** `b ← b − s a`, doubles, `bytes` a multiple of 16. */
// @ts-ignore: decorator
@inline
export function subtract(b: usize, s: f64, a: usize, bytes: usize): void {
  const factor = f64x2.splat(s);
  for (let o: usize = 0; o < bytes; o += 16) v128.store(b + o, msub(v128.load(b + o), factor, v128.load(a + o)));
}

/** `b ← b − s a − t c`, doubles, `bytes` a multiple of 16. */
// @ts-ignore: decorator
@inline
export function subtractTwo(b: usize, s: f64, a: usize, t: f64, c: usize, bytes: usize): void {
  const first = f64x2.splat(s), second = f64x2.splat(t);
  for (let o: usize = 0; o < bytes; o += 16) {
    v128.store(b + o, msub(msub(v128.load(b + o), first, v128.load(a + o)), second, v128.load(c + o)));
  }
}

/** `⟨a, b⟩` of floats, `bytes` a multiple of 64, in four partial sums of four. */
// @ts-ignore: decorator
@inline
export function dot32(a: usize, b: usize, bytes: usize): f64 {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let o: usize = 0; o < bytes; o += 64) {
    s0 = madd32(s0, v128.load(a + o), v128.load(b + o));
    s1 = madd32(s1, v128.load(a + o, 16), v128.load(b + o, 16));
    s2 = madd32(s2, v128.load(a + o, 32), v128.load(b + o, 32));
    s3 = madd32(s3, v128.load(a + o, 48), v128.load(b + o, 48));
  }
  return sum32(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
}

/** Four floats of the four doubles at a. */
// @ts-ignore: decorator
@inline
export function narrowed(low: v128, high: v128): v128 {
  return i32x4.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** `a + x y`, doubles or floats. */
// @ts-ignore: decorator
@inline
export function fused<T>(a: v128, x: v128, y: v128): v128 {
  if (sizeof<T>() == 4) return madd32(a, x, y);
  else return madd(a, x, y);
}

/** The sum of the doubles or floats of a. */
// @ts-ignore: decorator
@inline
export function total<T>(a: v128): f64 {
  if (sizeof<T>() == 4) return sum32(a);
  else return sum(a);
}
