/** @throws RangeError unless a value is a whole number from `least` to `most` */
export function checkCount(name: string, what: string, value: number, least: number, most: number = Infinity): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  const range = most === Infinity ? `>= ${least}` : `from ${least} to ${most}`;
  throw new RangeError(`${name}: ${what} must be a whole number ${range}, got ${value}`);
}

/** @throws RangeError for an empty list */
export function checkSome(name: string, what: string, values: ArrayLike<unknown> | undefined): void {
  if (values?.length === 0) throw new RangeError(`${name}: ${what} must hold at least one, got none`);
}

/** @throws RangeError unless a value is one of some names */
export function checkOneOf(name: string, what: string, value: unknown, known: readonly string[]): void {
  if (known.some((own) => own === value)) return;
  throw new RangeError(`${name}: ${what} must be one of ${known.join(', ')}, got ${value}`);
}
