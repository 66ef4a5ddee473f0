/** Characters of a text, and entries of a list, that an error shows. */
const LONGEST = 60;
const FEW = 4;

const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;

const isShort = (value: unknown): boolean => value === null || ['number', 'string', 'undefined'].includes(typeof value);

function shownList(list: readonly unknown[]): string {
  const few = list.length <= FEW && Array.from(list).every(isShort);
  return few ? `[${Array.from(list, shown).join(', ')}]` : `an array of ${list.length}`;
}

function shownObject(value: object): string {
  if (Array.isArray(value)) return shownList(value);
  if (typeof (value as { then?: unknown }).then === 'function') return 'a Promise: await it';
  const { name } = (Object.getPrototypeOf(value) ?? Object.prototype).constructor ?? Object;
  const kind = name === 'Object' ? 'an object' : withArticle(String(name));
  return ArrayBuffer.isView(value) && 'length' in value ? `${kind} of ${value.length}` : kind;
}

/** What came, for an error: a number as it is, a text in quotes, of anything else what it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol' || typeof value === 'function') return `a ${typeof value}`;
  return typeof value === 'object' && value !== null ? shownObject(value) : String(value);
}

/** The same of an entry of a list, with its kind where it looks like a number. */
export const shownEntry = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'bigint' ? `the ${typeof value} ${shown(value)}` : shown(value);
