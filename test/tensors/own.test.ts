import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { selectBackend } from '../../src/backends/select-backend.js';
import { orFree, own } from '../../src/tensors/own.js';
import { readBack } from '../../src/tensors/read-back.js';

const same = <T>(made: T): T => made;

describe('own', () => {
  before(async () => {
    await tf.setBackend(await selectBackend('cpu'));
  });

  it('keeps the tensors of the result and frees the others', () => {
    const before = tf.memory().numTensors;
    const { a } = own('cpu', () => ({ a: tf.add(tf.ones([2]), tf.ones([2])) }), same);
    expect(tf.memory().numTensors).to.equal(before + 1);
    a.dispose();
    expect(tf.memory().numTensors).to.equal(before);
  });

  it('keeps them through a tidy of the caller', () => {
    const kept: tf.Tensor[] = [];
    tf.tidy(() => {
      kept.push(own('cpu', () => tf.ones([2]), same));
    });
    expect(kept[0]!.isDisposed).to.equal(false);
    tf.dispose(kept);
  });

  it('frees all and closes its scope when it fails', () => {
    const before = tf.memory().numTensors;
    expect(() =>
      own(
        'cpu',
        () => {
          tf.ones([2]);
          throw new Error('mine');
        },
        same<tf.Tensor>,
      ),
    ).to.throw('mine');
    expect(tf.memory().numTensors).to.equal(before);
  });
});

describe('orFree', () => {
  it('frees what is held when the work fails, and only then', async () => {
    const [first, second] = [tf.keep(tf.ones([1])), tf.keep(tf.ones([1]))];
    expect(await orFree(first, async () => 5)).to.equal(5);
    const failed = await orFree(second, async () => {
      throw new Error('mine');
    }).catch((error: unknown) => error);
    expect(failed).to.have.property('message', 'mine');
    expect([first.isDisposed, second.isDisposed]).to.deep.equal([false, true]);
    first.dispose();
  });
});

describe('readBack', () => {
  it('gives the numbers and frees the tensor', async () => {
    const tensor = tf.tensor1d([1, 2]);
    expect(Array.from(await readBack(tensor))).to.deep.equal([1, 2]);
    expect(tensor.isDisposed).to.equal(true);
  });
});
