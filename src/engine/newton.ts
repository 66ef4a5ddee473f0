/** Added to the diagonal relative to its mean: what makes a singular matrix regular, far above rounding. */
const RIDGE = 1e-13;

/**
 * Solves `(A + εI) d = r` by Cholesky, ε small against the diagonal, so that a singular A (more features than samples,
 * equal columns) gives a direction and no error.
 *
 * @param A - symmetric, positive semi-definite, shape (m, m); its lower triangle is replaced by the factor
 * @param r - replaced by the solution
 * @returns whether there was one
 */
export function solveDefinite(A: Float64Array, r: Float64Array): boolean {
  const m = r.length;
  let trace = 0;
  for (let i = 0; i < m; i++) trace += A[i * m + i]!;
  const ridge = (RIDGE * trace) / m;
  for (let i = 0; i < m; i++) {
    const row = i * m;
    for (let j = 0; j <= i; j++) {
      const other = j * m;
      let value = A[row + j]! + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) value -= A[row + k]! * A[other + k]!;
      if (i !== j) A[row + j] = value / A[other + j]!;
      else if (!(value > ridge / 4)) return false;
      else A[row + i] = Math.sqrt(value);
    }
    let value = r[i]!;
    for (let k = 0; k < i; k++) value -= A[row + k]! * r[k]!;
    r[i] = value / A[row + i]!;
  }
  for (let i = m - 1; i >= 0; i--) {
    const row = i * m;
    r[i]! /= A[row + i]!;
    for (let k = 0; k < i; k++) r[k]! -= A[row + k]! * r[i]!;
  }
  return true;
}

/** `w + d`, but 0 where that has another sign than w. */
export const clipped = (w: Float64Array, d: Float64Array): Float64Array =>
  w.map((value, i) => (value * (value + d[i]!) > 0 ? value + d[i]! : 0));

/** `w + s d` with the largest s ≤ 1 for which no entry changes sign: the first that would is 0. */
export function upToFirstSignChange(w: Float64Array, d: Float64Array): Float64Array {
  const steps = w.map((value, i) => (value * (value + d[i]!) > 0 ? Infinity : -value / d[i]!));
  const step = Math.min(
    1,
    steps.reduce((least, here) => Math.min(least, here), Infinity),
  );
  return w.map((value, i) => (steps[i] === step ? 0 : value + step * d[i]!));
}
