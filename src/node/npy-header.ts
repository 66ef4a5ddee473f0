/** What the header of an .npy file says. */
export interface NpyHeader {
  /** The dtype as numpy writes it, such as `<f8`; of records a list. */
  readonly descr: unknown;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the data begin, in bytes. */
  readonly start: number;
}

const MAGIC = '\x93NUMPY';

/** Bytes that numpy reads as a header at most: those of numbers have a hundred. */
const LONGEST = 10_000;

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** What is there instead of an .npy file. */
function otherFormat(start: string): string {
  if (start === '') return 'an empty file';
  if (start.startsWith('PK')) return 'an archive (.npz): save each array by itself, with np.save';
  return `one that begins with ${JSON.stringify(start)}`;
}

/** Quoted text (of Python 2 with a u before it), commas at the end of a list, brackets, names, and the whole numbers of Python 2. */
const TOKENS = /u?'((?:[^'\\]|\\.)*)'|u?"((?:[^"\\]|\\.)*)"|,(?=\s*[)\]}])|[()]|\b(?:True|False|None)\b|\b(\d+)L\b/g;

const NAMES: Readonly<Record<string, string>> = {
  ',': '',
  '(': '[',
  ')': ']',
  True: 'true',
  False: 'false',
  None: 'null',
};

/** The value of a Python literal, tuples as lists. @throws SyntaxError if it is none */
const fromPython = (text: string): unknown =>
  JSON.parse(
    text.replace(TOKENS, (token, single?: string, double?: string, whole?: string) => {
      const quoted = single ?? double;
      return quoted === undefined ? (whole ?? NAMES[token]!) : JSON.stringify(quoted);
    }),
  );

const isShape = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

/** The fields of a header, or undefined if it has others. */
function fieldsOf(text: string): Omit<NpyHeader, 'start'> | undefined {
  try {
    const value: Readonly<Record<string, unknown>> = Object(fromPython(text));
    const { descr, fortran_order: fortranOrder, shape, ...rest } = value;
    if (descr === undefined || typeof fortranOrder !== 'boolean' || !isShape(shape)) return undefined;
    return Object.keys(rest).length === 0 ? { descr, fortranOrder, shape } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the header of an .npy file, of version 1.0, 2.0 or 3.0.
 *
 * @param file - what the errors call it
 * @throws TypeError that names the file, if it is none of these
 * @see numpy, `numpy.lib.format`, which documents the format
 */
export function readNpyHeader(file: string, bytes: Uint8Array): NpyHeader {
  const refuse = (got: string): never => {
    throw new TypeError(`${file} must be an .npy file as np.save writes it, got ${got}`);
  };
  const start = latin1(bytes.subarray(0, MAGIC.length));
  if (start !== MAGIC) refuse(otherFormat(start));
  const [major = 0, minor = 0] = bytes.subarray(MAGIC.length);
  if (![1, 2, 3].includes(major) || minor !== 0) refuse(`version ${major}.${minor} of the format`);
  const begin = major === 1 ? 10 : 12;
  if (bytes.length < begin) refuse('one that ends within its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST) refuse(`a header of ${length} bytes, more than the ${LONGEST} that numpy reads`);
  if (bytes.length < begin + length) refuse('one that ends within its header');
  const text = latin1(bytes.subarray(begin, begin + length)).trim();
  const fields = fieldsOf(text);
  return fields ? { ...fields, start: begin + length } : refuse(`a header ${JSON.stringify(text)}`);
}
