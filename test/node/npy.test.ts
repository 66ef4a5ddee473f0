import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { asMatrix } from '../../src/data/to-matrix.js';
import { npyOf, readNpy, readNpyNumbers } from '../../src/node/npy.js';
import { npyNumbers } from '../../src/node/npy-numbers.js';
import { type RandomState, randomState } from '../../src/random/random-state.js';
import fixtures from '../fixtures/npy.json' with { type: 'json' };
import { failure } from '../support/failure.js';
import { npyFile, npyHeader } from '../support/npy-file.js';
import { temporaryFolder } from '../support/temporary.js';

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** What numpy has written, of that dtype. */
const written = (dtype: string) => fixtures.read.filter(({ descr }) => descr.endsWith(dtype));

describe('readNpy', () => {
  const directory = temporaryFolder();
  const read = async (name: string, content: Uint8Array | string) => {
    await writeFile(join(directory(), name), content);
    return readNpy(join(directory(), name));
  };

  it('reads every dtype of numbers in every byte order, order and version exactly as numpy wrote it', async () => {
    const seen = new Set<string>();
    for (const { descr, order, version, shape, values, file } of fixtures.read) {
      const [rows = 0, cols = 1] = shape;
      const matrix = await read('numpy.npy', bytesOf(file));
      expect(matrix, descr).to.deep.equal({ rows, cols, values: Float64Array.from(values) });
      seen.add(`${descr} ${order} ${version} ${shape.length}`);
    }
    expect(seen.size).to.equal(21 * 7);
  });

  const forms: [string, string, { version?: number; align?: number }?][] = [
    ['double quotes', '{"descr": "<f8", "fortran_order": False, "shape": (2, 1)}'],
    ['the whole numbers of Python 2', "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 1L), }"],
    ['the text of Python 2', "{u'descr': u'<f8', u'fortran_order': False, u'shape': (2, 1), }"],
    ['keys in another order, and no spaces', "{'shape':(2,1),'fortran_order':False,'descr':'<f8'}"],
    ['spaces', "  { 'descr' : '<f8' , 'fortran_order' : False , 'shape' : ( 2 , 1 , ) , }\n\n"],
    ['a list as the shape', "{'descr': '<f8', 'fortran_order': False, 'shape': [2, 1]}"],
    ['Fortran order', "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 1), }"],
    ['no byte order', npyHeader('f8', '(2,)')],
    ['the byte order of this machine', npyHeader('=f8', '(2,)')],
    ['any byte order', npyHeader('|f8', '(2,)')],
    ['a header to a multiple of 16', npyHeader('<f8', '(2,)'), { align: 16 }],
    ['version 2', npyHeader('<f8', '(2,)'), { version: 2 }],
    ['version 3', npyHeader('<f8', '(2,)'), { version: 3 }],
  ];
  for (const [what, text, options] of forms) {
    it(`reads ${what}, wherever the data begin`, async () => {
      for (let spaces = 0; spaces < 8; spaces++) {
        const content = npyFile(text + ' '.repeat(spaces), Float64Array.of(1, -0.1), options);
        expect(await read('form.npy', content)).to.deep.equal({ rows: 2, cols: 1, values: Float64Array.of(1, -0.1) });
      }
    });
  }

  it('reads all float16 as their bits say', async () => {
    const bits = Uint16Array.from({ length: 2 ** 16 }, (_, k) => k);
    const { data } = npyNumbers('x.npy', npyFile(npyHeader('<f2', '(65536,)'), bits));
    const view = new DataView(new ArrayBuffer(4));
    bits.forEach((each) => {
      // As a float32 with 112 more in its exponent; what is below the normal ones is made in one step from 2^-14.
      const [sign, exponent, fraction] = [each >> 15, (each >> 10) & 31, each & 1023];
      view.setUint32(0, (exponent === 31 ? 255 : exponent + 112) * 2 ** 23 + fraction * 2 ** 13);
      const size = exponent === 0 ? view.getFloat32(0) * 2 - 2 ** -14 : view.getFloat32(0);
      expect(data[each], `${each}`).to.deep.equal(sign === 1 ? -size : size);
    });
  });

  it('reads a boolean as 0 or 1, whatever its byte', async () => {
    const { data } = npyNumbers('x.npy', npyFile(npyHeader('|b1', '(4,)'), Uint8Array.of(0, 1, 2, 255)));
    expect(Array.from(data)).to.deep.equal([0, 1, 1, 1]);
  });

  it('reads what npyOf writes', async () => {
    const values = Float64Array.of(1, 0, -2, 1e-300);
    expect(await read('e.npy', npyOf(values, [2, 2]))).to.deep.equal({ rows: 2, cols: 2, values });
    expect(await read('f.npy', npyOf(values, [4]))).to.deep.equal({ rows: 4, cols: 1, values });
  });

  const REFUSED: Readonly<Record<string, string>> = {
    longdouble: 'must hold real numbers, got long doubles: save array.astype(np.float64)',
    complex64: 'must hold real numbers, got complex numbers: save array.real and array.imag, as columns for instance',
    complex128: 'must hold real numbers, got complex numbers: save array.real and array.imag, as columns for instance',
    strings:
      'must hold real numbers, got strings: save whole numbers, such as np.unique(array, return_inverse=True)[1]',
    bytes:
      'must hold real numbers, got strings of bytes: save whole numbers, such as np.unique(array, return_inverse=True)[1]',
    objects: 'must hold real numbers, got Python objects: save array.astype(np.float64) if they are numbers',
    dates: 'must hold real numbers, got dates: save array.astype(np.float64)',
    durations: 'must hold real numbers, got durations: save array.astype(np.float64)',
    records: "must hold real numbers, got records: save each field by itself, such as array['name']",
    'raw memory': 'must hold real numbers, got raw memory',
    'large integers':
      'must hold whole numbers of at most 2^53, got -9007199254740993: save array.astype(np.float64) if it may be rounded',
    'large unsigned integers':
      'must hold whole numbers of at most 2^53, got 9007199254740993: save array.astype(np.float64) if it may be rounded',
    'a scalar': 'must hold a matrix or a vector, got shape ()',
    'three dimensions': 'must hold a matrix or a vector, got shape (2, 1, 2)',
    'no rows': 'must have at least one row and one column, got 0 x 3',
    'no columns': 'must have at least one row and one column, got 3 x 0',
    'no numbers': 'must have at least one row and one column, got 0 x 1',
    'an archive':
      'must be an .npy file as np.save writes it, got an archive (.npz): save each array by itself, with np.save',
  };
  it('has a word for everything else that numpy wrote', () =>
    expect(fixtures.refused.map(({ what }) => what)).to.deep.equal(Object.keys(REFUSED)));

  const one = Float64Array.of(1);
  const wrong: [string, Uint8Array | string, string][] = [
    ...fixtures.refused.map(({ what, file }): [string, Uint8Array, string] => [what, bytesOf(file), REFUSED[what]!]),
    ['text', 'x,y\n1,2\n', 'must be an .npy file as np.save writes it, got one that begins with "x,y\\n1,"'],
    ['nothing', '', 'must be an .npy file as np.save writes it, got an empty file'],
    ['six bytes', bytesOf('k05VTVBZ'), 'must be an .npy file as np.save writes it, got version 0.0 of the format'],
    ['half a header', bytesOf(written('f8')[0]!.file).subarray(0, 50), 'got one that ends within its header'],
    [
      'the beginning of a header',
      bytesOf(written('f8')[0]!.file).subarray(0, 9),
      'got one that ends within its header',
    ],
    ['version 4', npyFile(npyHeader('<f8', '(1,)'), one, { version: 4 }), 'got version 4.0 of the format'],
    [
      'a header without a shape',
      npyFile("{'descr': '<f8', 'fortran_order': False}", one),
      `got a header "{'descr': '<f8', 'fortran_order': False}"`,
    ],
    ['a header with more', npyFile("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 1}", one), `'x': 1}"`],
    ['a negative shape', npyFile(npyHeader('<f8', '(-1,)'), one), `'shape': (-1,), }"`],
    ['a broken shape', npyFile(npyHeader('<f8', '(1.5,)'), one), `'shape': (1.5,), }"`],
    ['a header that is a list', npyFile("['descr']", one), `got a header "['descr']"`],
    ['a program as the header', npyFile("__import__('os')", one), `got a header "__import__('os')"`],
    [
      'a header that is too long',
      npyFile(npyHeader('<f8', '(1,)').padEnd(10_001), one),
      'got a header of 10001 bytes, more than the 10000 that numpy reads',
    ],
    ['an unknown dtype', npyFile(npyHeader('<f3', '(1,)'), one), 'must hold real numbers, got dtype "<f3"'],
    [
      'a dtype of JavaScript',
      npyFile(npyHeader('<toString', '(1,)'), one),
      'must hold real numbers, got dtype "<toString"',
    ],
    [
      'less than it says',
      npyFile(npyHeader('<f8', '(2, 2)'), one),
      'must hold 4 numbers of 8 bytes, as its shape (2, 2) says, got 8 bytes',
    ],
    [
      'more than it says',
      npyFile(npyHeader('<f4', '(1,)'), one),
      'must hold 1 numbers of 4 bytes, as its shape (1,) says, got 8 bytes',
    ],
    [
      'far less than it says',
      npyFile(npyHeader('<f8', '(1000000, 1000000)'), one),
      'must hold 1000000000000 numbers of 8 bytes, as its shape (1000000, 1000000) says, got 8 bytes',
    ],
    ['NaN', npyOf(Float64Array.of(1, Number.NaN), [2]), 'must be finite, got NaN at row 1, column 0'],
  ];
  for (const [what, content, message] of wrong) {
    it(`refuses ${what}`, async () => {
      const error = await failure(read('bad.npy', content));
      expect(error).to.be.an.instanceOf(Error);
      expect(error)
        .to.have.property('message')
        .that.includes(message)
        .and.matches(/^\S*bad\.npy must /);
    });
  }

  it('names a file that is not there', async () => {
    const error = await failure(readNpy(join(directory(), 'none.npy')));
    expect(error)
      .to.have.property('message')
      .that.matches(/^cannot read .*none\.npy: ENOENT/);
  });

  it('leaves entries that are not finite to readNpyNumbers', async () => {
    const values = Float64Array.of(1, Infinity, -Infinity, Number.NaN);
    await writeFile(join(directory(), 'some.npy'), npyOf(values, [4]));
    expect((await readNpyNumbers(join(directory(), 'some.npy'))).values).to.deep.equal(values);
  });
});

/** What may happen to a file, in place or as another. */
const CORRUPTIONS: readonly ((bytes: Buffer, rng: RandomState) => Buffer)[] = [
  (bytes, rng) => {
    bytes[at(bytes.length, rng)] = at(256, rng);
    return bytes;
  },
  (bytes, rng) => {
    bytes[at(80, rng)] = at(256, rng);
    return bytes;
  },
  (bytes, rng) => {
    bytes[bytes.length - 1 - at(6, rng)] = at(256, rng);
    return bytes;
  },
  (bytes, rng) => {
    const signs = '0123456789()[]{},:\'"\\ L-eE<>|=fiubcOSUVM\n';
    bytes[10 + at(60, rng)] = signs.charCodeAt(at(signs.length, rng));
    return bytes;
  },
  (bytes, rng) => {
    bytes.writeUInt32LE(at(2 ** 32, rng), 8);
    return bytes;
  },
  (bytes, rng) => bytes.subarray(0, at(bytes.length, rng)),
  (bytes, rng) => {
    const place = at(bytes.length, rng);
    return Buffer.concat([bytes.subarray(0, place), bytes.subarray(at(bytes.length, rng))]);
  },
  (bytes, rng) => Buffer.concat([bytes, bytes.subarray(at(bytes.length, rng))]),
  (bytes, rng) => Buffer.from(bytes.toString('latin1').replace(/\d+(?=[,)])/, String(10 ** at(20, rng))), 'latin1'),
];

const at = (length: number, rng: RandomState): number => rng.randint(0, length, 1)[0]!;

describe('npyNumbers', () => {
  it('reads 20,000 corrupted files or refuses them by name, and allocates no more than they hold', function () {
    this.timeout(60_000);
    const rng = randomState(7);
    const originals = [...fixtures.read, ...fixtures.refused].map(({ file }) => bytesOf(file));
    let [accepted, slowest] = [0, 0];
    for (let k = 0; k < 20_000; k++) {
      let bytes: Buffer = Buffer.from(originals[at(originals.length, rng)]!);
      for (let n = 1 + at(2, rng); n > 0 && bytes.length > 100; n--)
        bytes = CORRUPTIONS[at(CORRUPTIONS.length, rng)]!(bytes, rng);
      const began = performance.now();
      try {
        const { values } = asMatrix('some.npy', npyNumbers('some.npy', bytes));
        expect(values.length).to.be.at.most(bytes.length);
        accepted++;
      } catch (error) {
        expect(String(error)).to.match(/^(TypeError|RangeError): some\.npy must /);
      }
      slowest = Math.max(slowest, performance.now() - began);
    }
    expect(accepted).to.be.within(1000, 10_000);
    expect(slowest).to.be.below(1000);
  });
});

describe('npyOf', () => {
  it('writes the bytes that numpy writes', () => {
    const doubles = written('<f8').filter(({ order, version: [major] }) => order === 'C' && major === 1);
    expect(doubles.map(({ shape }) => shape)).to.deep.equal([[6], [3, 2]]);
    for (const { shape, values, file } of doubles) {
      expect(Buffer.from(npyOf(Float64Array.from(values), shape)).toString('latin1')).to.equal(
        bytesOf(file).toString('latin1'),
      );
    }
  });

  it('begins the data at a multiple of 64, whatever the shape', () => {
    for (let digits = 1; digits <= 60; digits++) {
      const bytes = npyOf(new Float64Array(), [0, ...new Array<number>(digits).fill(1)]);
      expect(bytes.length % 64).to.equal(0);
      expect(bytes.at(-1)).to.equal('\n'.charCodeAt(0));
      expect(new DataView(bytes.buffer).getUint16(8, true)).to.equal(bytes.length - 10);
    }
  });

  it('writes a part of an array', () => {
    const part = Float64Array.of(1, 2, 3, 4).subarray(1, 3);
    expect(npyOf(part, [2])).to.deep.equal(npyOf(Float64Array.of(2, 3), [2]));
  });

  it('refuses another shape', () => {
    expect(() => npyOf(new Float64Array(6), [2, 2])).to.throw(
      TypeError,
      'npyOf: shape must have 6 entries like values, got [2, 2]',
    );
  });
});
