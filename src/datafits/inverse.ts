import * as tf from '@tensorflow/tfjs-core';

/** Rows up to which a matrix is inverted by iteration; a larger one is halved. */
const LEAF = 64;

/** Steps beyond those that the condition takes, for five digits: 2⁴ > ln 10⁵. */
const MORE = 4;

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

/**
 * The inverse of a symmetric positive definite matrix of moderate condition, to a few digits, from matrix products alone: by
 * halves,
 *
 *     [A B; Bᵀ D]⁻¹ = [A⁻¹ + F Eᵀ, −F; −Fᵀ, S⁻¹],   E = A⁻¹B,  S = D − BᵀE,  F = E S⁻¹,
 *
 * and small matrices by Newton's iteration.
 *
 * @param condition - the ratio of the largest to the smallest eigenvalue, or an upper bound
 * @see Higham, Functions of Matrices, section 7.3 (Newton's iteration for the inverse: Schulz 1933)
 */
export function inverse(M: tf.Tensor2D, condition: number): tf.Tensor2D {
  const size = M.shape[0];
  if (size <= LEAF) return tf.tidy(() => byIteration(M, condition));
  return tf.tidy(() => {
    const half = size >> 1;
    const rest = size - half;
    const B = tf.slice(M, [0, half], [half, rest]);
    const A = inverse(tf.slice(M, [0, 0], [half, half]), condition);
    const E: tf.Tensor2D = tf.matMul(A, B);
    const schur: tf.Tensor2D = tf.sub(tf.slice(M, [half, half], [rest, rest]), tf.matMul(tf.transpose(B), E));
    const S = inverse(schur, condition);
    const F: tf.Tensor2D = tf.matMul(E, S);
    const upper = tf.concat([tf.add(A, tf.matMul(F, tf.transpose(E))), tf.neg(F)], 1);
    const lower = tf.concat([tf.neg(tf.transpose(F)), S], 1);
    return tf.concat([upper, lower], 0) as tf.Tensor2D;
  });
}
