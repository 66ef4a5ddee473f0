import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { npyOf, readNpy } from '../../src/node/npy.js';
import { failure } from '../support/failure.js';
import { temporaryFolder } from '../support/temporary.js';

/** An .npy file as numpy writes it, version 1.0. */
function npy(descr: string, shape: readonly number[], data: ArrayBufferView, fortran = false): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  const text = `${header.padEnd(64 * Math.ceil((header.length + 11) / 64) - 11)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(text.length);
  const body = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, Buffer.from(text, 'latin1'), body]);
}

describe('readNpy', () => {
  const directory = temporaryFolder();
  const read = async (name: string, content: Uint8Array | string) => {
    await writeFile(join(directory(), name), content);
    return readNpy(join(directory(), name));
  };

  it('reads float64 and float32, in C and Fortran order, matrices and vectors', async () => {
    const c = { rows: 2, cols: 3, values: Float64Array.of(1, 2, 3, 4, 5, 6.5) };
    expect(await read('a.npy', npy('<f8', [2, 3], c.values))).to.deep.equal(c);
    expect(await read('b.npy', npy('<f4', [2, 3], Float32Array.from(c.values)))).to.deep.equal(c);
    const turned = Float64Array.of(1, 4, 2, 5, 3, 6.5);
    expect(await read('c.npy', npy('<f8', [2, 3], turned, true))).to.deep.equal(c);
    expect(await read('d.npy', npy('<f4', [2], Float32Array.of(7, 8)))).to.deep.equal({
      rows: 2,
      cols: 1,
      values: Float64Array.of(7, 8),
    });
  });

  it('reads what npyOf writes', async () => {
    const values = Float64Array.of(1, 0, -2, 1e-300);
    expect(await read('e.npy', npyOf(values, [2, 2]))).to.deep.equal({ rows: 2, cols: 2, values });
    expect(await read('f.npy', npyOf(values, [4]))).to.deep.equal({ rows: 4, cols: 1, values });
  });

  const wrong: [string, Uint8Array | string, RegExp][] = [
    ['what is no .npy', 'x,y\n1,2\n', /cannot read .*bad\.npy as \.npy with float32 or float64: Not an \.npy file$/],
    ['nothing', '', /cannot read .*bad\.npy as \.npy with float32 or float64: /],
    ['integers', npy('<i8', [1], BigInt64Array.of(1n)), /bad\.npy must hold float32 or float64, got i8$/],
    [
      'other byte orders',
      npy('>f8', [1], Float64Array.of(1)),
      /bad\.npy as \.npy with float32 or float64: Unsupported dtype: >f8$/,
    ],
    ['complex numbers', npy('<c16', [1], Float64Array.of(1, 2)), /bad\.npy must hold float32 or float64, got c16$/],
    [
      'three dimensions',
      npy('<f8', [1, 1, 1], Float64Array.of(1)),
      /bad\.npy must hold a matrix or a vector, got shape \(1, 1, 1\)$/,
    ],
    [
      'less than it says',
      npy('<f8', [2, 2], Float64Array.of(1)),
      /bad\.npy must hold the 4 numbers that its shape says, got 1$/,
    ],
    ['NaN', npy('<f8', [2], Float64Array.of(1, Number.NaN)), /bad\.npy must be finite, got NaN at row 1, column 0$/],
  ];
  for (const [what, content, message] of wrong) {
    it(`rejects ${what}`, async () => {
      expect(await failure(read('bad.npy', content)))
        .to.have.property('message')
        .that.matches(message);
    });
  }

  it('names a file that is not there', async () => {
    const error = await failure(readNpy(join(directory(), 'none.npy')));
    expect(error)
      .to.have.property('message')
      .that.matches(/^cannot read .*none\.npy: ENOENT/);
  });
});
