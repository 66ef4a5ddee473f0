import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { shown } from '../../src/arguments/shown.js';
import { lasso } from '../../src/estimators/lasso.js';

describe('what an error says came', () => {
  const values: [unknown, string][] = [
    [undefined, 'undefined'],
    [null, 'null'],
    [true, 'true'],
    [0.5, '0.5'],
    [Number.NaN, 'NaN'],
    ['abc', "'abc'"],
    ['x'.repeat(1000), `'${'x'.repeat(60)}…'`],
    [10n ** 30n, `1${'0'.repeat(30)}n`],
    [Symbol('s'), 'a symbol'],
    [lasso, 'a function'],
    [[], '[]'],
    [[1, 'a', null, undefined], "[1, 'a', null, undefined]"],
    [new Array(2), '[undefined, undefined]'],
    [[1, 2, 3, 4, 5], 'an array of 5'],
    [[[1]], 'an array of 1'],
    [new Float64Array(3), 'a Float64Array of 3'],
    [new BigInt64Array(2), 'a BigInt64Array of 2'],
    [new DataView(new ArrayBuffer(4)), 'a DataView'],
    [{ a: 1 }, 'an object'],
    [Object.create(null), 'an object'],
    [Object.create(Object.create(null)), 'an object'],
    [new Date(), 'a Date'],
    [new Error('no'), 'an Error'],
    [new Map(), 'a Map'],
    [Promise.resolve(), 'a Promise: await it'],
  ];
  for (const [value, text] of values) {
    it(`is ${text}`, () => {
      expect(shown(value)).to.equal(text);
    });
  }

  it('is a tensor', async () => {
    await tf.setBackend('cpu').catch(() => undefined);
    expect(shown(Object.create(tf.Tensor.prototype))).to.equal('a Tensor');
  });
});
