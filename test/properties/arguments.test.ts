import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import * as library from '../../src/node.js';
import type { Call } from '../support/calls/call.js';
import { CALLS } from '../support/calls.js';
import { HARMLESS, MISSPELT, type Place, variants } from '../support/variants.js';

/** What V8 says of itself, and what Node says of its own arguments: nobody is to see that. */
const RAW =
  /Cannot (read|set|destructure|mix|convert|access|create|use)|is not (a function|iterable|defined|a constructor)|^The ".*" (argument|property)|Invalid (typed )?array length|call stack/;

/** The arguments with another value at a place; only what is on the way is copied. */
function replaced(value: unknown, [key, ...rest]: Place['path'], by: unknown): unknown {
  if (key === undefined) return by;
  const own = Array.isArray(value) ? value.slice() : { ...(value as object) };
  Reflect.set(own, key, replaced(Reflect.get(own, key), rest, by));
  return own;
}

const at = (value: unknown, path: Place['path']): unknown =>
  path.reduce<unknown>((inner, key) => Reflect.get(inner as object, key), value);

/** The arguments without what is at a place. */
function without(args: readonly unknown[], path: Place['path']): unknown[] {
  if (path.length === 1) return args.slice(0, path[0] as number);
  const parent = { ...(at(args, path.slice(0, -1)) as object) };
  Reflect.deleteProperty(parent, path.at(-1)!);
  return replaced(args, path.slice(0, -1), parent) as unknown[];
}

/** What can be compared of a result: no functions, and numbers in place of tensors. */
async function plain(value: unknown): Promise<unknown> {
  if (value instanceof tf.Tensor) return { shape: value.shape, data: Array.from(await value.data()) };
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, each]) => [key, await plain(each)] as const),
  );
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}

type Outcome = { readonly result: unknown } | { readonly error: unknown };

async function outcomeOf({ run }: Call, args: readonly unknown[]): Promise<Outcome> {
  try {
    return { result: await plain(await run(...args)) };
  } catch (error) {
    return { error };
  }
}

const same = (a: Outcome, b: Outcome): boolean => {
  try {
    expect(a).to.deep.equal(b);
    return true;
  } catch {
    return false;
  }
};

/** What is wrong with what came of an argument, if anything is. */
function complaint({ names }: Call, name: string, outcome: Outcome, right: readonly Outcome[]): string | undefined {
  if (right.some((each) => same(outcome, each))) return undefined;
  if ('result' in outcome) return `a silent other result: ${JSON.stringify(outcome.result)?.slice(0, 200)}`;
  const { error } = outcome;
  if (!(error instanceof Error)) return `no error, but ${String(error)}`;
  if (RAW.test(error.message)) return `a raw error: ${error.message}`;
  if (!names.some((own) => new RegExp(`^${own.replaceAll('.', '\\.')}(: | must be given)`).test(error.message)))
    return `an error that does not name the function: ${error.message}`;
  const words = error.message.slice(error.message.search(/: | must/));
  if (!name.split('|').some((each) => words.includes(each)))
    return `an error that does not name ${name}: ${error.message}`;
  return undefined;
}

describe('every public function, given what it is not made for,', () => {
  before(async () => {
    await tf.setBackend(await library.selectBackend('cpu'));
  });

  it('is in the table', () => {
    const functions = Object.entries(library).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
    const tested = new Set(CALLS.flatMap(({ names }) => names.map((name) => name.split('.')[0])));
    expect(functions.filter((name) => !tested.has(name) && !HARMLESS.includes(name))).to.deep.equal([]);
  });

  for (const call of CALLS) {
    describe(call.names[0]!, () => {
      let right: Outcome;
      before(async () => {
        right = await outcomeOf(call, await call.args());
        if ('error' in right) throw right.error;
      });
      for (const place of call.places) {
        it(`gives the right answer, or an error that names ${place.path.slice(1).join('.') || place.name}`, async () => {
          const wrong: string[] = [];
          for (const [kind, change] of variants(at(await call.args(), place.path), place)) {
            const args = await call.args();
            const outcome = await outcomeOf(call, replaced(args, place.path, change()) as unknown[]);
            const answers =
              kind === 'undefined' ? [right, await outcomeOf(call, without(await call.args(), place.path))] : [right];
            // An argument that is left out has its default; where there is none that is an error, of which the next asks.
            const known = answers.filter((each) => 'result' in each);
            const said = complaint(call, kind === MISSPELT ? 'misspelt' : place.name, outcome, known);
            if (said) wrong.push(`${kind}: ${said}`);
          }
          expect(wrong.join('\n')).to.equal('');
        });
      }
    });
  }
});
