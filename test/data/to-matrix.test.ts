import { expect } from 'chai';
import { type HostMatrix, toMatrix } from '../../src/data/to-matrix.js';

/** Matrices of other libraries, with the fields that these have. */
class MlMatrix {
  data = [Float64Array.of(1, 2)];
  rows = 1;
  columns = 2;
  to2DArray = () => [[1, 2]];
}
class DenseMatrix {
  _data = [[1, 2]];
  _size = [1, 2];
  toArray = () => [[1, 2]];
}
class NdArray {
  selection = { data: [1, 2], shape: [1, 2], stride: [2, 1], offset: 0 };
  shape = [1, 2];
  tolist = () => [[1, 2]];
}

const EXPECTED = {
  rows: 2,
  cols: 3,
  values: Float64Array.of(1, 2, 3, 4, 5, 6),
};

describe('toMatrix', () => {
  const forms: [string, HostMatrix][] = [
    [
      'nested arrays',
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    ['an array of typed rows', [Float32Array.of(1, 2, 3), Int8Array.of(4, 5, 6)]],
    ['a typed array with a shape', { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] }],
    ['a plain array with a shape', { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] }],
    ['a Matrix', EXPECTED],
  ];
  for (const [what, form] of forms) {
    it(`reads ${what}`, () => expect(toMatrix('X', form)).to.deep.equal(EXPECTED));
  }

  it('reads a flat array as one column', () => {
    const column = { rows: 3, cols: 1, values: Float64Array.of(1, 2, 3) };
    for (const form of [[1, 2, 3], Int32Array.of(1, 2, 3), { data: [1, 2, 3], shape: [3] }]) {
      expect(toMatrix('y', form)).to.deep.equal(column);
    }
  });

  const { Float16Array } = globalThis as { Float16Array?: Float32ArrayConstructor };
  if (Float16Array) {
    it('reads a Float16Array', () => {
      expect(toMatrix('X', { data: Float16Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] })).to.deep.equal(EXPECTED);
      expect(toMatrix('y', Float16Array.of(0.5)).values).to.deep.equal(Float64Array.of(0.5));
    });
  }

  it('copies: the caller may change the input later', () => {
    const data = Float64Array.of(1, 2);
    const matrix = toMatrix('X', { data, shape: [1, 2] });
    data[0] = 9;
    expect(matrix.values[0]).to.equal(1);
  });

  const SPARSE = [[1], [2], [2]];
  delete SPARSE[1];
  const FORMS =
    'X must be nested arrays of numbers, a flat array for one column, { data, shape }, a Matrix or a tensor of rank 2';
  const wrong: [string, unknown, typeof TypeError | typeof RangeError, string][] = [
    ['a string', 'abc', TypeError, `${FORMS}, got 'abc'`],
    ['null', null, TypeError, `${FORMS}, got null`],
    ['undefined', undefined, TypeError, `${FORMS}, got undefined`],
    ['another record', { foo: 1 }, TypeError, `${FORMS}, got an object`],
    [
      'bigints with a shape',
      { data: BigInt64Array.of(1n), shape: [1, 1] },
      TypeError,
      'X must hold numbers, got a BigInt64Array of 1',
    ],
    ['numbers without a shape', { data: [1, 2], dims: [1, 2] }, TypeError, `${FORMS}, got an object`],
    ['a matrix of ml-matrix', new MlMatrix(), TypeError, `${FORMS}, got a MlMatrix: pass what its to2DArray() gives`],
    ['a matrix of mathjs', new DenseMatrix(), TypeError, `${FORMS}, got a DenseMatrix: pass what its toArray() gives`],
    ['an array of numjs', new NdArray(), TypeError, `${FORMS}, got a NdArray: pass what its tolist() gives`],
    ['a promise', Promise.resolve([1]), TypeError, `${FORMS}, got a Promise: await it`],
    ['bigints', BigInt64Array.of(1n), TypeError, `${FORMS}, got a BigInt64Array of 1`],
    ['a row that is a number', [[1, 2], 3], TypeError, `${FORMS}, got 3 as row 1`],
    ['a row that is an object', [{}, [1]], TypeError, `${FORMS}, got an object as row 0`],
    ['a row that is left out', SPARSE, TypeError, `${FORMS}, got undefined as row 1`],
    // biome-ignore lint/suspicious/noSparseArray: it is what is tested
    ['an entry that is left out', [[1], [,]], TypeError, 'X must hold numbers, got undefined at row 1, column 0'],
    ['ragged rows', [[1, 2], [3]], TypeError, 'X must have rows of equal length: row 0 has 2, row 1 has 1'],
    [
      'a string among numbers',
      [
        [1, 2],
        [3, '4'],
      ],
      TypeError,
      "X must hold numbers, got the string '4' at row 1, column 1",
    ],
    ['a bigint', [[1n]], TypeError, 'X must hold numbers, got the bigint 1n at row 0, column 0'],
    ['null in a flat array', [1, null], TypeError, 'X must hold numbers, got null at row 1'],
    [
      'a list in shaped data',
      { data: [1, 2, 3, [4]], shape: [2, 2] },
      TypeError,
      'X must hold numbers, got [4] at row 1, column 1',
    ],
    ['no rows', [], TypeError, 'X must have at least one row and one column, got 0 x 0'],
    ['no columns', [[], []], TypeError, 'X must have at least one row and one column, got 2 x 0'],
    [
      'a shape of rank 3',
      { data: [1], shape: [1, 1, 1] },
      TypeError,
      'X must have a shape [rows, columns], got [1, 1, 1]',
    ],
    ['a shape of rank 0', { data: [1], shape: [] }, TypeError, 'X must have a shape [rows, columns], got []'],
    [
      'a negative shape',
      { data: [1], shape: [-1, -1] },
      TypeError,
      'X must have a shape [rows, columns], got [-1, -1]',
    ],
    ['a shape that is no list', { data: [1], shape: 1 }, TypeError, 'X must have a shape [rows, columns], got 1'],
    [
      'too few numbers',
      { data: [1, 2, 3], shape: [2, 2] },
      TypeError,
      'X must have as many numbers as its shape [2, 2] says, got 3',
    ],
    [
      'NaN',
      [
        [1, 2],
        [Number.NaN, 4],
      ],
      RangeError,
      'X must be finite, got NaN at row 1, column 0',
    ],
    ['Infinity', Float32Array.of(1, -Infinity), RangeError, 'X must be finite, got -Infinity at row 1, column 0'],
  ];
  for (const [what, input, kind, message] of wrong) {
    it(`rejects ${what}`, () => expect(() => toMatrix('X', input as HostMatrix)).to.throw(kind, message));
  }
});
