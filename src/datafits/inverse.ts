import * as tf from '@tensorflow/tfjs-core';

/** Rows up to which a matrix is inverted by iteration; a larger one is halved. */
const LEAF = 64;

/** Steps beyond those that the condition takes, for five digits: 2⁴ > ln 10⁵. */
const MORE = 4;

/** A square matrix that is never there as a whole. */
export interface Square {
  readonly size: number;
  /** Rows `row` … and columns `column` …, so many of each. */
  block(row: number, column: number, rows: number, columns: number): tf.Tensor2D;
}

const squareOf = (M: tf.Tensor2D): Square => ({
  size: M.shape[0],
  block: (row, column, rows, columns) => tf.slice(M, [row, column], [rows, columns]),
});

/**
 * `V ← V(2I − AV)` from `V = I/‖A‖_∞`, for which all eigenvalues of I − AV are between 0 and 1 − 1/κ, κ at most √size times the
 * condition: k steps leave (1 − 1/κ)^(2ᵏ) of them.
 */
function byIteration(A: tf.Tensor2D, condition: number): tf.Tensor2D {
  const size = A.shape[0];
  const steps = Math.ceil(Math.log2(condition * Math.sqrt(size))) + MORE;
  const twice = tf.mul(tf.eye(size), 2);
  let V: tf.Tensor2D = tf.div(tf.eye(size), tf.max(tf.sum(tf.abs(A), 1)));
  for (let step = 0; step < steps; step++) V = tf.tidy(() => tf.matMul(V, tf.sub(twice, tf.matMul(A, V))));
  return V;
}

/** What `make` makes, after which those tensors are done with. */
function lastOf(tensors: readonly tf.Tensor[], make: () => tf.Tensor2D): tf.Tensor2D {
  const made = tf.tidy(make);
  tf.dispose([...tensors]);
  return made;
}

/**
 * The inverse of a symmetric positive definite matrix of moderate condition, to a few digits, from matrix products alone: by
 * halves,
 *
 *     [A B; Bᵀ D]⁻¹ = [A⁻¹ + F Eᵀ, −F; −Fᵀ, S⁻¹],   E = A⁻¹B,  S = D − BᵀE,  F = E S⁻¹,
 *
 * and small matrices by Newton's iteration. Never holds more than twice as many numbers as the inverse has.
 *
 * @param condition - the ratio of the largest to the smallest eigenvalue, or an upper bound
 * @see Higham, Functions of Matrices, section 7.3 (Newton's iteration for the inverse: Schulz 1933)
 */
export function inverse(M: Square, condition: number): tf.Tensor2D {
  const { size } = M;
  if (size <= LEAF) return tf.tidy(() => byIteration(M.block(0, 0, size, size), condition));
  const half = size >> 1;
  const rest = size - half;
  const ofTensor = (part: tf.Tensor2D): tf.Tensor2D => inverse(squareOf(part), condition);
  return tf.tidy(() => {
    const A = tf.tidy(() => ofTensor(M.block(0, 0, half, half)));
    const B = tf.tidy(() => M.block(0, half, half, rest));
    const E: tf.Tensor2D = tf.matMul(A, B);
    const schur = lastOf([B], () => {
      const product = tf.tidy(() => tf.matMul(tf.transpose(B), E));
      return tf.sub(
        tf.tidy(() => M.block(half, half, rest, rest)),
        product,
      );
    });
    const S = lastOf([schur], () => ofTensor(schur));
    const F: tf.Tensor2D = tf.matMul(E, S);
    const corner = lastOf([A, E], () => tf.add(A, tf.matMul(F, tf.transpose(E))));
    const upper = lastOf([corner], () => tf.concat2d([corner, tf.neg(F)], 1));
    const lower = lastOf([F, S], () => tf.concat2d([tf.neg(tf.transpose(F)), S], 1));
    return tf.concat2d([upper, lower], 0);
  });
}
