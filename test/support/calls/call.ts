import * as library from '../../../src/node.js';
import type { Place } from '../variants.js';

/** A public function, how it is called rightly, and which of its arguments are to be replaced. */
export interface Call {
  /** Of the function; and of what it calls by names of its own, as estimators of a family are made. */
  readonly names: readonly string[];
  run(...args: unknown[]): unknown;
  /** New ones for each call: a random state moves on. */
  args(): unknown[] | Promise<unknown[]>;
  readonly places: readonly Place[];
}

// biome-ignore lint/suspicious/noExplicitAny: arguments are wrong on purpose
export type Anything = any;

export const place = (path: string, name?: string, more: Partial<Place> = {}): Place => {
  const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  return { path: keys, name: name ?? String(keys.at(-1)), ...more };
};

/** An object of options; nothing in it must be there. */
export const options = (at: number, name = 'options'): Place => place(String(at), name, { open: true });

export const optional = (at: number, ...keys: readonly string[]): Place[] => keys.map((key) => place(`${at}.${key}`));

/** A call of a function of the library by its name. */
export const call = (
  name: keyof typeof library,
  args: Call['args'],
  places: readonly Place[],
  also: readonly string[] = [],
): Call => ({
  names: [name, ...also],
  run: Reflect.get(library, name) as Call['run'],
  args,
  places,
});

export const DATA = [place('0', 'X'), place('1', 'Y')];
/** A family, X and Y. */
export const MADE = [place('0', 'make'), place('1', 'X'), place('2', 'Y')];

/** All that a path gives. */
export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
