import { shown, shownEntry } from '../arguments/shown.js';
import { isNumericArray, type NumericArray } from './numeric-array.js';

/** What is read as a list of numbers: an array of them, or a typed array. */
export type VectorInput = readonly number[] | NumericArray;

/** What a list of numbers has to be. */
export interface Expected {
  /** In words, for the errors: `3 numbers >= 0`. */
  readonly what: string;
  /** @default any */
  readonly length?: number;
  /** Whether a number may be there; NaN never may. @default any other may */
  readonly accepts?: (value: number) => boolean;
}

/** Whether a value is a list that numbers may be in. */
export const isList = (value: unknown): value is readonly unknown[] | NumericArray =>
  Array.isArray(value) || isNumericArray(value);

/**
 * Reads a list of numbers as float64; it is copied. Nothing is taken for a number that is none: no text, null, true, bigint, date,
 * list of one, or entry that an array leaves out.
 *
 * @param name - what the errors call it, such as `lasso.fit: sampleWeight`
 * @throws TypeError for other kinds and another length, RangeError for numbers that are not accepted; with the place
 */
export function toVector(name: string, input: unknown, { what, length, accepts = () => true }: Expected): Float64Array {
  const refused = `${name} must be ${what}, got`;
  if (!isList(input)) throw new TypeError(`${refused} ${shown(input)}`);
  if (length !== undefined && input.length !== length) throw new TypeError(`${refused} ${input.length}`);
  const vector = new Float64Array(input.length);
  for (let i = 0; i < vector.length; i++) {
    const value: unknown = input[i];
    if (typeof value !== 'number') throw new TypeError(`${refused} ${shownEntry(value)} at ${i}`);
    if (Number.isNaN(value) || !accepts(value)) throw new RangeError(`${refused} ${value} at ${i}`);
    vector[i] = value;
  }
  return vector;
}
