import * as exported from '../../src/index.js';

const library: Readonly<Record<string, unknown>> = exported;

const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
  ...parts: readonly string[]
) => (...values: readonly unknown[]) => Promise<unknown>;

/** What a program in JavaScript returns, with what it imports of the library and some values in scope. */
export function runProgram(program: string, scope: Readonly<Record<string, unknown>>): Promise<unknown> {
  const [, imported = ''] = /^import \{ (.*) \} from 'tensor-lasso';$/m.exec(program)!;
  const names = imported.split(', ');
  const missing = names.find((name) => !(name in library));
  if (missing !== undefined) throw new Error(`there is no ${missing} to import`);
  const code = program.replace(/^import .*$/m, '');
  const own = names.map((name) => library[name]);
  return new AsyncFunction(...names, ...Object.keys(scope), code)(...own, ...Object.values(scope));
}
