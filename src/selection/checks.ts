import { check } from '../arguments/check.js';
import { whole } from '../arguments/rules.js';

/** @throws RangeError unless a value is a whole number from `least` to `most` */
export const checkCount = (name: string, what: string, value: unknown, least: number, most?: number): void =>
  check(name, what, value, whole(least, most));

/** @throws RangeError for an empty list */
export function checkSome(name: string, what: string, values: ArrayLike<unknown> | undefined): void {
  if (values?.length === 0) throw new RangeError(`${name}: ${what} must hold at least one, got none`);
}
