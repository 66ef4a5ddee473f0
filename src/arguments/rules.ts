/** What a value must be: in code, in words, and which error it is if it is something else. */
export interface Rule {
  readonly accepts: (value: unknown) => boolean;
  /** After "must be": `a whole number >= 1`. */
  readonly expected: string;
  /** @default RangeError */
  readonly error?: typeof TypeError;
}

/** What options must be, by their names. */
export type Rules<Options = Record<string, unknown>> = Readonly<Record<keyof Options & string, Rule>>;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether a value is an object that names things, and no list, date, promise or the like. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && Object.prototype.toString.call(value) === '[object Object]';

/** Whether a value is a list with entries of some kind, and none left out. */
export const listOf = (value: unknown, isOne: (entry: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && Array.from(value).every(isOne);

/** Whether an object has methods of these names. */
export const hasMethods = (value: unknown, ...names: readonly string[]): boolean =>
  isObject(value) && names.every((name) => typeof Reflect.get(value, name) === 'function');

export const yesOrNo: Rule = { accepts: (value) => typeof value === 'boolean', expected: 'true or false' };

export const text: Rule = { accepts: (value) => typeof value === 'string', expected: 'a text', error: TypeError };

export const texts: Rule = {
  accepts: (value) => Array.isArray(value) && Array.from(value).every((each) => typeof each === 'string'),
  expected: 'a list of texts',
  error: TypeError,
};

export const callback: Rule = {
  accepts: (value) => typeof value === 'function',
  expected: 'a function',
  error: TypeError,
};

export const abortSignal: Rule = {
  accepts: (value) =>
    hasMethods(value, 'addEventListener') && typeof Reflect.get(value as object, 'aborted') === 'boolean',
  expected: 'an AbortSignal',
  error: TypeError,
};

/** What is read by its own rules. */
export const any: Rule = { accepts: () => true, expected: 'anything' };

/** A number of some kind. */
export const number = (expected: string, accepts: (value: number) => boolean): Rule => ({
  accepts: (value) => typeof value === 'number' && accepts(value),
  expected,
});

/** A whole number from `least` to `most`. */
export const whole = (least: number, most: number = Infinity): Rule =>
  number(
    `a whole number ${most === Infinity ? `>= ${least}` : `from ${least} to ${most}`}`,
    (value) => Number.isSafeInteger(value) && value >= least && value <= most,
  );

/** One of some names. */
export const oneOf = (names: readonly string[]): Rule => ({
  accepts: (value) => names.some((name) => name === value),
  expected: `one of ${names.join(', ')}`,
});
