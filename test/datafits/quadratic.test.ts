import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { loadBackend } from '../../src/backends/load-backend.js';
import { quadratic } from '../../src/datafits/quadratic.js';
import { datafitContract } from '../contracts/datafit.js';

datafitContract('quadratic', quadratic);

describe('quadratic', () => {
  before(async () => {
    await tf.setBackend(await loadBackend('cpu'));
  });

  it('goes by the Gram matrix for p <= 2n, by the residual beyond', async () => {
    const form = async (n: number, p: number) =>
      Object.keys((await quadratic(tf.ones([n, p]), tf.ones([n, 1, 1]))).tensors);
    expect(await form(3, 6)).to.include('G');
    expect(await form(3, 7)).to.include('XT');
  });

  const wrong: [string, number[], number[], string][] = [
    ['an X of rank 1', [3], [3, 1, 1], 'quadratic: X must have shape (n, p), got [3]'],
    ['a Y of rank 2', [3, 1], [3, 1], 'quadratic: Y must have shape (n, problems, tasks), got [3,1]'],
    ['unequal rows', [3, 1], [4, 1, 1], 'quadratic: X and Y must have the same number of rows, got 3 and 4'],
    ['no rows', [0, 2], [0, 1, 1], 'quadratic: X and Y must not be empty, got [0,2], [0,1,1]'],
  ];
  for (const [what, x, y, message] of wrong) {
    it(`rejects ${what}`, async () => {
      const error = await quadratic(tf.zeros(x as [number, number]), tf.zeros(y as [number, number, number])).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(TypeError);
      expect((error as TypeError).message).to.equal(message);
    });
  }
});
