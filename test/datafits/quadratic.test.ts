import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { selectBackend } from '../../src/backends/select-backend.js';
import { quadratic, quadraticOf } from '../../src/datafits/quadratic.js';
import { datafitContract } from '../contracts/datafit.js';

datafitContract('quadratic', quadraticOf);

describe('quadratic', () => {
  before(async () => {
    await tf.setBackend(await selectBackend('cpu'));
  });

  it('goes by the Gram matrix for p <= 2n, by the residual beyond', async () => {
    const form = async (n: number, p: number) =>
      Object.keys((await quadratic(tf.ones([n, p]), tf.ones([n, 1, 1]))).tensors);
    expect(await form(3, 6)).to.include('G0');
    expect(await form(3, 7)).to.include('XT0');
  });

  const wrong: [string, number[], number[], string][] = [
    ['an X of rank 1', [3], [3, 1, 1], 'quadratic: X must be a tensor of shape (n, p), got shape [3]'],
    ['a Y of rank 2', [3, 1], [3, 1], 'quadratic: Y must be a tensor of shape (n, problems, tasks), got shape [3,1]'],
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
