/** A typed array of numbers: of any kind but bigints, Float16Array among them where there is one. */
export type NumericArray = ArrayBufferView & ArrayLike<number>;

const KINDS: ReadonlySet<string | undefined> = new Set([
  'Float64Array',
  'Float32Array',
  'Float16Array',
  'Int32Array',
  'Uint32Array',
  'Int16Array',
  'Uint16Array',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
]);

/** The kind by name: `instanceof` does not know the arrays of another realm (a frame, a vm context, a test environment). */
const tagOf = (view: ArrayBufferView & { readonly [Symbol.toStringTag]?: string }): string | undefined =>
  view[Symbol.toStringTag];

/** Whether this is a typed array of numbers, of whatever realm. */
export const isNumericArray = (value: unknown): value is NumericArray =>
  ArrayBuffer.isView(value) && KINDS.has(tagOf(value));

/** Whether this is a Float64Array, of whatever realm. */
export const isDoubles = (value: unknown): value is Float64Array =>
  ArrayBuffer.isView(value) && tagOf(value) === 'Float64Array';
