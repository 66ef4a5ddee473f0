import { shown, shownEntry } from '../arguments/shown.js';
import type { NumericArray } from './numeric-array.js';
import { isList } from './to-vector.js';

/** What tells things apart. */
export type Label = number | string;

/** Labels in a list: all numbers, or all texts. */
export type LabelsInput = readonly Label[] | NumericArray;

const isLabel = (value: unknown): value is Label =>
  typeof value === 'string' || (typeof value === 'number' && !Number.isNaN(value));

/**
 * Reads a list of labels; it is copied.
 *
 * @param expected - what the error says before what came, such as `groupKFold: groups must be a list of numbers or texts`
 * @throws TypeError for other kinds, NaN, and numbers beside texts, with the place
 */
export function toLabels(expected: string, input: unknown): Label[] {
  if (!isList(input) || input.length === 0) throw new TypeError(`${expected}, got ${shown(input)}`);
  return Array.from<unknown, Label>(input, (label, i) => {
    if (!isLabel(label)) throw new TypeError(`${expected}, got ${shownEntry(label)} at ${i}`);
    if (typeof label === typeof input[0]) return label;
    throw new TypeError(`${expected}, got ${shownEntry(label)} at ${i} beside ${shown(input[0])} at 0`);
  });
}
