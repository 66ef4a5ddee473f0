import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { asMatrix, type HostMatrix, toMatrix } from '../../src/data/to-matrix.js';
import { lasso } from '../../src/estimators/lasso.js';
import { type RandomState, randomState } from '../../src/random/random-state.js';

/** A view of numbers, as the ndarrays of scijs and stdlib are, and the same as nested arrays. */
interface View {
  readonly shape: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly offset: number;
  readonly rows: readonly (readonly number[])[];
}

const whole = (low: number, high: number, rng: RandomState): number => rng.randint(low, high, 1)[0]!;

const turned = (rows: View['rows']): number[][] => rows[0]!.map((_, j) => rows.map((entries) => entries[j]!));

/** What one can do to a view without touching its data, each by the rules of scijs, and by hand. */
const OPERATIONS: readonly ((view: View, rng: RandomState) => View)[] = [
  ({ shape: [m, n], stride: [a, b], offset, rows }) => ({ shape: [n, m], stride: [b, a], offset, rows: turned(rows) }),
  ({ shape: [m, n], stride: [a, b], offset, rows }) => ({
    shape: [m, n],
    stride: [-a, b],
    offset: offset + (m - 1) * a,
    rows: rows.toReversed(),
  }),
  ({ shape: [m, n], stride: [a, b], offset, rows }, rng) => {
    const step = whole(1, 4, rng);
    const kept = rows.filter((_, i) => i % step === 0);
    return { shape: [Math.ceil(m / step), n], stride: [a * step, b], offset, rows: kept };
  },
  ({ shape: [m, n], stride: [a, b], offset, rows }, rng) => {
    const [from, to] = [whole(0, m, rng), m];
    return { shape: [to - from, n], stride: [a, b], offset: offset + from * a, rows: rows.slice(from, to) };
  },
  ({ shape: [m, n], stride, offset, rows }, rng) => {
    const to = whole(1, m + 1, rng);
    return { shape: [to, n], stride, offset, rows: rows.slice(0, to) };
  },
  ({ shape: [m, n], stride: [, b], offset, rows }) => ({
    shape: [m, n],
    stride: [0, b],
    offset,
    rows: rows.map(() => rows[0]!),
  }),
];

describe('layouts', () => {
  const C = { rows: 2, cols: 3, values: Float64Array.of(1, 2, 3, 4, 5, 6) };
  const byColumns = Float64Array.of(1, 4, 2, 5, 3, 6);
  const forms: [string, HostMatrix][] = [
    ['fortranOrder, as npyjs says', { data: byColumns, shape: [2, 3], fortranOrder: true }],
    ['fortranOrder: false', { data: C.values, shape: [2, 3], fortranOrder: false }],
    ['numbers in a plain array, column after column', { data: [1, 4, 2, 5, 3, 6], shape: [2, 3], fortranOrder: true }],
    ['float32, column after column', { data: Float32Array.from(byColumns), shape: [2, 3], fortranOrder: true }],
    ['stride and offset, as scijs says', { data: byColumns, shape: [2, 3], stride: [1, 2], offset: 0 }],
    ['strides, offset and order, as stdlib says', stdlib('column-major', byColumns, [1, 2])],
    ['row-major, as stdlib says', stdlib('row-major', C.values, [3, 1])],
    ['an order alone', { data: byColumns, shape: [2, 3], order: 'column-major' } as HostMatrix],
    ['strides without the last, as tfjs says', { data: C.values, shape: [2, 3], strides: [3] }],
    ['an offset alone', { data: Float64Array.of(0, 0, 1, 2, 3, 4, 5, 6, 0), shape: [2, 3], offset: 2 }],
    ['what it inherits', Object.create({ data: byColumns, shape: [2, 3], strides: [1, 2] })],
  ];
  for (const [what, form] of forms) {
    it(`honours ${what}`, () => {
      expect(toMatrix('X', form)).to.deep.equal(C);
      expect(asMatrix('X', form)).to.deep.equal(C);
    });
  }

  it('honours the stride of a single column', () => {
    const column = { rows: 3, cols: 1, values: Float64Array.of(2, 4, 6) };
    expect(toMatrix('y', { data: C.values, shape: [3], stride: [2], offset: 1 })).to.deep.equal(column);
    expect(toMatrix('y', { data: C.values, shape: [3, 1], strides: [-2, 1], offset: 5 }).values).to.deep.equal(
      Float64Array.of(6, 4, 2),
    );
    expect(toMatrix('y', { data: [2, 4, 6], shape: [3], strides: [] })).to.deep.equal(column);
  });

  it('are read as the views of 2,000 random chains of transposes, flips, steps, cuts and broadcasts', () => {
    const rng = randomState(3);
    for (let k = 0; k < 2000; k++) {
      const [m, n] = [whole(1, 7, rng), whole(1, 7, rng)];
      const data = rng.randn(m * n);
      const nested = Array.from({ length: m }, (_, i) => Array.from(data.subarray(i * n, (i + 1) * n)));
      let view: View = { shape: [m, n], stride: [n, 1], offset: 0, rows: nested };
      for (let step = whole(0, 6, rng); step > 0; step--)
        view = OPERATIONS[whole(0, OPERATIONS.length, rng)]!(view, rng);
      const { shape, stride, offset, rows } = view;
      const expected = toMatrix('rows', rows);
      for (const values of [data, Array.from(data)]) {
        expect(asMatrix('X', { data: values, shape, stride, offset })).to.deep.equal(expected);
        expect(toMatrix('X', { data: values, shape, strides: stride, offset })).to.deep.equal(expected);
      }
    }
  });

  it('copy only what is not row after row', () => {
    const [whole, part] = [
      { data: C.values, shape: [2, 3], stride: [3, 1], offset: 0 },
      { data: C.values, shape: [1, 3], stride: [3, 1], offset: 3 },
    ];
    expect(asMatrix('X', whole).values).to.equal(C.values);
    expect(asMatrix('X', part).values.buffer).to.equal(C.values.buffer);
    expect(asMatrix('X', { data: C.values, shape: [2, 3], fortranOrder: true }).values.buffer).not.to.equal(
      C.values.buffer,
    );
    expect(toMatrix('X', part).values.buffer).not.to.equal(C.values.buffer);
  });

  it('do not change what is fitted', async () => {
    const rng = randomState(0);
    const [X, Y] = [rng.randn(60), rng.randn(20)];
    const turnedX = Float64Array.from(X, (_, at) => X[(at % 20) * 3 + Math.floor(at / 20)]!);
    const [plain, columns] = await Promise.all([
      lasso({ alpha: 0.05 }).fit({ rows: 20, cols: 3, values: X }, Y),
      lasso({ alpha: 0.05 }).fit({ data: turnedX, shape: [20, 3], fortranOrder: true }, Y),
    ]);
    expect(columns.coef).to.deep.equal(plain.coef);
    expect(plain.coef.values.some((w) => w !== 0)).to.equal(true);
  });

  const wrong: [string, Record<string, unknown>, string][] = [
    ['fortranOrder that is a word', { fortranOrder: 'True' }, 'X must have a fortranOrder of true or false, got True'],
    ['an unknown order', { order: 'F' }, "X must have an order of 'row-major' or 'column-major', got F"],
    ['half an offset', { offset: 0.5 }, 'X must have a whole offset, got 0.5'],
    [
      'too many strides',
      { stride: [3, 1, 1] },
      'X must have a whole stride for each size of its shape [2, 3], got [3, 1, 1]',
    ],
    ['too few strides', { stride: [] }, 'X must have a whole stride for each size of its shape [2, 3], got []'],
    [
      'half a stride',
      { strides: [1.5, 1] },
      'X must have a whole stride for each size of its shape [2, 3], got [1.5, 1]',
    ],
    ['strides that are no list', { strides: 3 }, 'X must have a whole stride for each size of its shape [2, 3], got 3'],
    [
      'entries behind the data',
      { stride: [3, 1], offset: 1 },
      'X must have its entries within its data: shape [2, 3], strides [3, 1] and offset 1 ask for data[1] to data[6], got 6 numbers',
    ],
    [
      'entries before the data',
      { stride: [-3, 1], offset: 2 },
      'X must have its entries within its data: shape [2, 3], strides [-3, 1] and offset 2 ask for data[-1] to data[4], got 6 numbers',
    ],
    [
      'an offset behind the data',
      { offset: 6 },
      'X must have its entries within its data: shape [2, 3], strides [3, 1] and offset 6 ask for data[6] to data[11], got 6 numbers',
    ],
    ['an offset before the data', { offset: -1 }, 'ask for data[-1] to data[4], got 6 numbers'],
  ];
  for (const [what, fields, message] of wrong) {
    it(`are refused with ${what}`, () => {
      const input = { data: C.values, shape: [2, 3], ...fields } as HostMatrix;
      expect(() => toMatrix('X', input)).to.throw(TypeError, message);
    });
  }
});

/** What an ndarray of stdlib tells of itself. */
function stdlib(order: string, data: Float64Array, strides: readonly number[]): HostMatrix {
  const own = { byteLength: 48, dtype: 'float64', length: 6, ndims: 2, offset: 0, order, shape: [2, 3], strides };
  return { data, ...own };
}

describe('arrays of another realm', () => {
  const other = <T>(code: string): T => runInNewContext(code);

  it('are read like our own, and Float64Arrays are not copied', () => {
    const kinds = 'Float64 Float32 Int32 Uint32 Int16 Uint16 Int8 Uint8 Uint8Clamped'.split(' ');
    for (const kind of kinds) {
      const values = other<Float64Array>(`${kind}Array.of(1, 2, 3)`);
      expect(values).not.to.be.an.instanceOf(Object);
      const read = asMatrix('X', values);
      expect(Array.from(read.values)).to.deep.equal([1, 2, 3]);
      if (kind === 'Float64') expect(read.values).to.equal(values);
      expect(asMatrix('X', { data: values, shape: [3, 1], stride: [-1, 1], offset: 2 })).to.deep.equal({
        rows: 3,
        cols: 1,
        values: Float64Array.of(3, 2, 1),
      });
    }
    const rows = other<number[][]>('[[1, 2], Float32Array.of(3, 4)]');
    expect(asMatrix('X', rows).values).to.deep.equal(Float64Array.of(1, 2, 3, 4));
  });

  it('are refused by name where they are no numbers', () => {
    for (const [code, got] of [
      ['BigInt64Array.of(1n)', 'a BigInt64Array of 1'],
      ['BigUint64Array.of(1n)', 'a BigUint64Array of 1'],
      ['new DataView(new ArrayBuffer(8))', 'a DataView'],
    ] as const) {
      const value = other<Float64Array>(code);
      expect(() => asMatrix('X', value)).to.throw(TypeError, `a Matrix or a tensor of rank 2, got ${got}`);
      expect(() => asMatrix('X', { data: value, shape: [1, 1] })).to.throw(
        TypeError,
        `X must hold numbers, got ${got}`,
      );
      expect(() => asMatrix('X', [value])).to.throw(TypeError, `got ${got} as row 0`);
    }
  });

  for (const solver of ['auto', 'fista'] as const) {
    it(`are fitted like our own by ${solver}`, async () => {
      const rng = randomState(1);
      const [X, Y] = [rng.randn(60), rng.randn(20)];
      const moved = (values: Float64Array) =>
        other<(v: readonly number[]) => Float64Array>('(v) => Float64Array.from(v)')(Array.from(values));
      const estimator = lasso({ alpha: 0.05, solver, backend: 'cpu' });
      const own = await estimator.fit({ data: X, shape: [20, 3] }, Y);
      const theirs = await estimator.fit({ data: moved(X), shape: [20, 3] }, moved(Y));
      expect(theirs.coef).to.deep.equal(own.coef);
      expect(theirs.problems).to.deep.equal(own.problems);
    });
  }
});
