import * as tf from '@tensorflow/tfjs-core';
import type { Rule } from '../arguments/rules.js';

/** A tensor that has not been freed, of some rank. */
export const tensor = (expected: string, rank?: number): Rule => ({
  accepts: (value) =>
    value instanceof tf.Tensor && !value.isDisposed && (rank === undefined || value.shape.length === rank),
  expected: `${expected} that is not disposed`,
  error: TypeError,
});

/** A threshold: of all, or one that broadcasts. */
export const threshold: Rule = {
  accepts: (value) => (typeof value === 'number' ? value >= 0 : value instanceof tf.Tensor && !value.isDisposed),
  expected: 'a number >= 0, or a tensor of such that is not disposed',
  error: TypeError,
};
