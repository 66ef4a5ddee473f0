import { expect } from 'chai';
import { toLabels } from '../../src/data/to-labels.js';
import { toVector } from '../../src/data/to-vector.js';

const HOLES = [1, 2, 3];
delete HOLES[1];

describe('toVector', () => {
  const read = (input: unknown) => toVector('f: x', input, { what: 'a list of numbers' });

  it('takes arrays and typed arrays of numbers, and copies them', () => {
    for (const type of [Float64Array, Float32Array, Int32Array, Uint8Array, Int8Array, Uint8ClampedArray]) {
      expect(read(type.of(1, 2))).to.deep.equal(Float64Array.of(1, 2));
    }
    expect(read([])).to.deep.equal(new Float64Array(0));
    expect(read([1, Infinity])).to.deep.equal(Float64Array.of(1, Infinity));
    const own = Float64Array.of(1, 2);
    const copy = read(own);
    own[0] = 5;
    expect(copy[0]).to.equal(1);
  });

  const wrong: [string, unknown, string][] = [
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a number', 5, '5'],
    ['a text', '123', "'123'"],
    ['bigints', BigInt64Array.of(1n), 'a BigInt64Array of 1'],
    ['a record like an array', { length: 1, 0: 1 }, 'an object'],
    ['a set', new Set([1]), 'a Set'],
    ['a promise', Promise.resolve([1]), 'a Promise: await it'],
    ['a text among numbers', [1, '1'], "the string '1' at 1"],
    ['null among numbers', [null, 1], 'null at 0'],
    ['true among numbers', [true], 'true at 0'],
    ['a bigint among numbers', [1n], 'the bigint 1n at 0'],
    ['a list of one among numbers', [1, [1]], '[1] at 1'],
    ['a date among numbers', [new Date(0)], 'a Date at 0'],
    ['an entry that is left out', HOLES, 'undefined at 1'],
  ];
  for (const [what, input, got] of wrong) {
    it(`refuses ${what}, with its place`, () => {
      expect(() => read(input)).to.throw(TypeError, `f: x must be a list of numbers, got ${got}`);
    });
  }

  it('refuses NaN, numbers that are not accepted, and another length', () => {
    expect(() => read([1, Number.NaN])).to.throw(RangeError, 'got NaN at 1');
    expect(() => read(Float32Array.of(Number.NaN))).to.throw(RangeError, 'got NaN at 0');
    const positive = { what: '2 positive numbers', length: 2, accepts: (value: number) => value > 0 };
    expect(() => toVector('x', [1, 0], positive)).to.throw(RangeError, 'x must be 2 positive numbers, got 0 at 1');
    expect(() => toVector('x', [1], positive)).to.throw(TypeError, 'x must be 2 positive numbers, got 1');
  });
});

describe('toLabels', () => {
  it('takes numbers or texts', () => {
    expect(toLabels('x', ['a', 'b', 'a'])).to.deep.equal(['a', 'b', 'a']);
    expect(toLabels('x', [2, -1, Infinity])).to.deep.equal([2, -1, Infinity]);
    expect(toLabels('x', Float64Array.of(0, 0.5))).to.deep.equal([0, 0.5]);
  });

  it('refuses what tells nothing apart, with its place', () => {
    for (const [input, got] of [
      [5, '5'],
      [[1, null], 'null at 1'],
      [['a', undefined], 'undefined at 1'],
      [[Number.NaN], 'NaN at 0'],
      [[new Date(0)], 'a Date at 0'],
      [[true], 'true at 0'],
      [[1n], 'the bigint 1n at 0'],
      [HOLES, 'undefined at 1'],
      [[1, '1'], "the string '1' at 1 beside 1 at 0"],
    ] as const) {
      expect(() => toLabels('f: groups must be labels', input)).to.throw(
        TypeError,
        `f: groups must be labels, got ${got}`,
      );
    }
  });
});
