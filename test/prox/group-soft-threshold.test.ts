import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { groupSoftThreshold } from '../../src/prox/group-soft-threshold.js';
import { proxContract, rows } from '../contracts/prox.js';

proxContract({
  name: 'groupSoftThreshold',
  prox: groupSoftThreshold,
  norm: (values) => rows(values).reduce((sum, v) => sum + Math.hypot(...v), 0),
  project: (values) => rows(values).flatMap((v) => v.map((x) => x / Math.max(1, Math.hypot(...v)))),
});

describe('groupSoftThreshold', () => {
  it('shrinks the norm of each row by t and keeps its direction', async () => {
    const Z = await groupSoftThreshold(tf.tensor2d([[3, 4]]), 1).data();
    expect(Z[0]).to.be.closeTo(3 * 0.8, 1e-6);
    expect(Z[1]).to.be.closeTo(4 * 0.8, 1e-6);
    const small = await groupSoftThreshold(tf.tensor2d([[3e-6, 4e-6]]), 1e-6).data();
    expect(small[0]! / 3e-6).to.be.closeTo(0.8, 1e-5);
  });
});
