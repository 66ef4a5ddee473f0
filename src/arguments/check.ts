import { isRecord, type Rule, type Rules } from './rules.js';
import { shown } from './shown.js';

/** An option of a name that does not exist, and those that do. */
export class UnknownOption extends TypeError {
  readonly option: string;
  readonly known: readonly string[];

  constructor(name: string, option: string, known: readonly string[]) {
    super(`${name}: unknown option ${option}, expected ${known.join(', ')}`);
    this.option = option;
    this.known = known;
  }
}

/**
 * @param name - the function that is called
 * @param what - its argument
 * @throws RangeError, or the error of the rule, for a value that is not what it must be
 */
export function check(
  name: string,
  what: string,
  value: unknown,
  { accepts, expected, error = RangeError }: Rule,
): void {
  if (!accepts(value)) throw new error(`${name}: ${what} must be ${expected}, got ${shown(value)}`);
}

/** @throws TypeError for what is no object; `what` is an argument */
export function checkObject(name: string, options: unknown, known: readonly string[], what = 'options'): void {
  if (isRecord(options)) return;
  throw new TypeError(`${name}: ${what} must be an object with any of ${known.join(', ')}, got ${shown(options)}`);
}

/** @throws UnknownOption for an option that does not exist */
export function checkNames(name: string, options: object, known: readonly string[]): void {
  const wrong = Object.keys(options).find((key) => !known.includes(key));
  if (wrong !== undefined) throw new UnknownOption(name, wrong, known);
}

/** Checks the options that there are rules for; one that is undefined is not given. */
export function checkValues(name: string, options: object, rules: Rules): void {
  for (const key of Object.keys(rules)) {
    const value: unknown = Reflect.get(options, key);
    if (value !== undefined) check(name, key, value, rules[key]!);
  }
}

/**
 * @param rules - of all options that there are
 * @param what - the argument. @default 'options'
 * @throws TypeError for options that are no object, or an option that does not exist; RangeError or TypeError for one that is not what
 *   it must be
 */
export function checkOptions<Options extends object>(
  name: string,
  options: Options,
  rules: Rules<Options>,
  what?: string,
): void {
  const known = Object.keys(rules);
  checkObject(name, options, known, what);
  checkNames(name, options, known);
  checkValues(name, options, rules);
}

/**
 * Checks an argument that is an object with some things that must be there; there may be others.
 *
 * @throws TypeError for what is no object, RangeError or TypeError for something that is not what it must be, or not there
 */
export function checkHas(name: string, what: string, value: unknown, rules: Rules): void {
  const keys = Object.keys(rules);
  check(name, what, value, { accepts: isRecord, expected: `an object with ${keys.join(', ')}`, error: TypeError });
  for (const key of keys) check(name, key, Reflect.get(value as object, key), rules[key]!);
}
