import * as tf from '@tensorflow/tfjs-core';

/**
 * The upper ends of intervals after so many halvings, entry by entry. Nothing but the ends is held on the way.
 *
 * @param ends - the lower and the upper ends, which are freed
 * @param above - 1 where what is sought lies above the middle, else 0
 */
export function bisect(
  ends: readonly [tf.Tensor, tf.Tensor],
  above: (middle: tf.Tensor) => tf.Tensor,
  halvings: number,
): tf.Tensor {
  let [low, high] = ends;
  for (let k = 0; k < halvings; k++) {
    const [l, h] = [low, high];
    [low, high] = tf.tidy((): [tf.Tensor, tf.Tensor] => {
      const middle = tf.mul(tf.add(l, h), 0.5);
      const up = above(middle);
      return [tf.where(up, middle, l), tf.where(up, h, middle)];
    });
    tf.dispose([l, h]);
  }
  low.dispose();
  return high;
}
