import { endianness } from 'node:os';
import type { ShapedArray } from '../data/to-matrix.js';
import { readNpyHeader } from './npy-header.js';

/** How numpy marks the byte order of this machine. */
export const NATIVE: '<' | '>' = endianness() === 'LE' ? '<' : '>';

/** What one step of the fraction of a float16 is, by its exponent. */
const STEPS = Float64Array.from({ length: 31 }, (_, exponent) => 2 ** (Math.max(1, exponent) - 25));

/** float16 by its definition: a bit of sign, 5 of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction : 1024 + fraction) * STEPS[exponent]!;
}

function halves(bits: Uint16Array): Float64Array {
  const values = new Float64Array(bits.length);
  for (let k = 0; k < values.length; k++) values[k] = half(bits[k]!);
  return values;
}

/** Beyond it doubles do not hold every whole number. */
const EXACT = 2n ** 53n;

/** @throws RangeError for a number that would be rounded */
function exactly(file: string, integers: BigInt64Array | BigUint64Array): Float64Array {
  const values = new Float64Array(integers.length);
  for (let k = 0; k < values.length; k++) {
    const integer = integers[k]!;
    if (integer > EXACT || integer < -EXACT) {
      const advice = 'save array.astype(np.float64) if it may be rounded';
      throw new RangeError(`${file} must hold whole numbers of at most 2^53, got ${integer}: ${advice}`);
    }
    values[k] = Number(integer);
  }
  return values;
}

type Read = (memory: ArrayBuffer, file: string) => ShapedArray['data'];

/** How the dtypes of real numbers are read, in the byte order of this machine. */
const DTYPES: ReadonlyMap<string, Read> = new Map(
  Object.entries<Read>({
    b1: (memory) => new Uint8Array(memory).map((truth) => (truth === 0 ? 0 : 1)),
    i1: (memory) => new Int8Array(memory),
    u1: (memory) => new Uint8Array(memory),
    i2: (memory) => new Int16Array(memory),
    u2: (memory) => new Uint16Array(memory),
    i4: (memory) => new Int32Array(memory),
    u4: (memory) => new Uint32Array(memory),
    i8: (memory, file) => exactly(file, new BigInt64Array(memory)),
    u8: (memory, file) => exactly(file, new BigUint64Array(memory)),
    f2: (memory) => halves(new Uint16Array(memory)),
    f4: (memory) => new Float32Array(memory),
    f8: (memory) => new Float64Array(memory),
  }),
);

const AS_DOUBLES = 'save array.astype(np.float64)';
const AS_LABELS = 'save whole numbers, such as np.unique(array, return_inverse=True)[1]';

/** What other dtypes hold, by letter or by name, and what to do about it. */
const OTHERS: ReadonlyMap<string | undefined, string> = new Map(
  Object.entries({
    f12: `long doubles: ${AS_DOUBLES}`,
    f16: `long doubles: ${AS_DOUBLES}`,
    c: 'complex numbers: save array.real and array.imag, as columns for instance',
    O: `Python objects: ${AS_DOUBLES} if they are numbers`,
    U: `strings: ${AS_LABELS}`,
    S: `strings of bytes: ${AS_LABELS}`,
    M: `dates: ${AS_DOUBLES}`,
    m: `durations: ${AS_DOUBLES}`,
    V: 'raw memory',
  }),
);

/** Byte order, dtype and size. @throws TypeError if it is none of real numbers */
function dtypeOf(file: string, descr: unknown): { swapped: boolean; read: Read; size: number } {
  const got = (what: string) => new TypeError(`${file} must hold real numbers, got ${what}`);
  if (Array.isArray(descr)) throw got("records: save each field by itself, such as array['name']");
  const [, order = '', dtype = ''] = /^([<>|=]?)(\w+)(?:\[\w+\])?$/.exec(String(descr)) ?? [];
  const read = DTYPES.get(dtype);
  if (!read) throw got(OTHERS.get(dtype) ?? OTHERS.get(dtype[0]) ?? `dtype ${JSON.stringify(descr)}`);
  return { swapped: (order === '<' || order === '>') && order !== NATIVE, read, size: Number(dtype.slice(1)) };
}

/** Turns the bytes of each number round, in place. */
function swap(memory: ArrayBuffer, size: number): void {
  const bytes = Buffer.from(memory);
  if (size === 2) bytes.swap16();
  if (size === 4) bytes.swap32();
  if (size === 8) bytes.swap64();
}

/**
 * The numbers of an .npy file: integers, booleans and floating-point numbers of any size and byte order up to 64 bits.
 *
 * @param file - what the errors call it
 * @throws TypeError that names the file, if it is no .npy file, holds something else, or is shorter or longer than it says;
 *   RangeError for whole numbers beyond 2^53
 */
export function npyNumbers(file: string, bytes: Uint8Array): ShapedArray {
  const { descr, shape, fortranOrder, start } = readNpyHeader(file, bytes);
  const { swapped, read, size } = dtypeOf(file, descr);
  const [rows, cols = 1] = shape;
  const tuple = shape.length === 1 ? `(${rows},)` : `(${shape.join(', ')})`;
  if (rows === undefined || shape.length > 2) {
    throw new TypeError(`${file} must hold a matrix or a vector, got shape ${tuple}`);
  }
  if (bytes.length - start !== rows * cols * size) {
    const expected = `${rows * cols} numbers of ${size} bytes, as its shape ${tuple} says`;
    throw new TypeError(`${file} must hold ${expected}, got ${bytes.length - start} bytes`);
  }
  // A copy begins where every kind of number may.
  const memory = new Uint8Array(bytes.subarray(start)).buffer;
  if (swapped) swap(memory, size);
  return { data: read(memory, file), shape, fortranOrder };
}
