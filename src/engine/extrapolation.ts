/** Passes between two extrapolations: iterates that are combined. */
export const DEPTH = 5;

/** What makes the system of an extrapolation regular, relative to its trace: well above what rounding makes of zero. */
const RIDGE = 1e-12;

/** Keeps the system regular where nothing moves at all. */
const TINY = 2 ** -1000;

/** Solves `A x = 1` for a symmetric positive definite A of few rows, by elimination without pivots. */
function solveOnes(A: Float64Array, size: number): Float64Array {
  const x = new Float64Array(size).fill(1);
  for (let k = 0; k < size; k++) {
    for (let i = k + 1; i < size; i++) {
      const factor = A[i * size + k]! / A[k * size + k]!;
      for (let j = k; j < size; j++) A[i * size + j]! -= factor * A[k * size + j]!;
      x[i]! -= factor * x[k]!;
    }
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) x[i]! -= A[i * size + j]! * x[j]!;
    x[i]! /= A[i * size + i]!;
  }
  return x;
}

/**
 * Anderson's weights of the iterates w₁ … w_m: the affine combination (weights that add up to 1) whose last steps
 * `d_a = w_a − w_{a−1}` would have had the smallest norm.
 *
 * @param inner - `⟨d_a, d_b⟩`, shape (m, m); changed
 * @see Bertrand & Massias 2021, "Anderson acceleration of coordinate descent"
 */
export function extrapolationWeights(inner: Float64Array): Float64Array {
  const size = Math.round(Math.sqrt(inner.length));
  let trace = 0;
  for (let a = 0; a < size; a++) trace += inner[a * size + a]!;
  for (let a = 0; a < size; a++) inner[a * size + a]! += RIDGE * trace + TINY;
  const weights = solveOnes(inner, size);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
