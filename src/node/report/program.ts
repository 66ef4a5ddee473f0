import type { Estimator } from '../../estimators/estimator.js';
import { checkedOptions } from '../../estimators/options.js';
import type { PageSection } from '../page.js';

/** What makes an estimator, as plain data. */
export type Made = Pick<Estimator, 'model' | 'options'>;

/** An option as a program has it: by its value, or as what lines above tell of. */
export interface Option {
  readonly name: string;
  readonly value?: unknown;
  readonly above?: readonly string[];
}

/** An option that no record holds: a program in which it is not filled in ends at its name. */
export const unknown = (name: string, what: string): Option => ({
  name,
  above: [`// ${name} is not part of the record: put in ${what}`],
});

const isList = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || ArrayBuffer.isView(value);

/** A text between single quotes. */
const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/**
 * A value as it is written in a program: to the bit.
 *
 * @param most - entries of a list that are written
 */
export function literal(value: unknown, most: number = Infinity): string {
  if (typeof value === 'string') return quoted(value);
  if (!isList(value)) return Object.is(value, -0) ? '-0' : String(value);
  const items = Array.from(value)
    .slice(0, most)
    .map((item) => literal(item, most));
  return `[${items.join(', ')}${value.length > most ? `, … ${value.length} in all` : ''}]`;
}

/** Options as an object of a program. */
export function optionsText(options: readonly Option[], most: number = Infinity): string {
  const parts = options.map(({ name, value }) => (value === undefined ? name : `${name}: ${literal(value, most)}`));
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** What is asked of an estimator beside alpha: what its family alone has, and options that are not what they are by default. */
export function asked({ model, options }: Made): Option[] {
  const usual: Readonly<Record<string, unknown>> = checkedOptions(model.name, { alpha: 1 });
  const changed = Object.entries(options).filter(
    ([name, value]) => name !== 'alpha' && value !== undefined && value !== usual[name],
  );
  return [...Object.entries(model.own ?? {}), ...changed].map(([name, value]) =>
    typeof value === 'function' ? unknown(name, 'the function that was given') : { name, value },
  );
}

/** A call of a program, after what has to be said before it. */
export interface Call {
  /** What it takes from the library. */
  readonly imports: readonly string[];
  readonly options: readonly Option[];
  /** Around its options. */
  readonly call: (options: string) => string;
}

/** How to get the same again. */
export function recipe(calls: readonly Call[]): PageSection {
  if (calls.length === 0) return {};
  const lines = calls.flatMap(({ options, call }) => [
    ...options.flatMap(({ above = [] }) => above),
    `await ${call(optionsText(options))};`,
  ]);
  const imports = [...new Set(calls.flatMap((call) => call.imports))].sort();
  return {
    heading: 'How to reproduce it',
    text:
      'X holds a row for each sample, Y a column for each task. Weights of samples, and where fits started, are not part of the record: ' +
      'if there were any (sampleWeight, init), they have to be given again.',
    code: `import { ${imports.join(', ')} } from 'tensor-lasso';\n\n${lines.join('\n')}\n`,
  };
}
