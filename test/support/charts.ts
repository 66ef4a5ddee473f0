import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { compile } from 'vega-lite';
import type { Spec, Theme } from '../../src/charts/spec.js';

let validator: ValidateFunction | undefined;

/** The schema that comes with vega-lite, compiled once: it takes two seconds. */
function vegaLiteSchema(): ValidateFunction {
  if (validator) return validator;
  const schema = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json'), 'utf8'),
  );
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  ajv.addFormat('color-hex', () => true);
  validator = ajv.compile(schema);
  return validator;
}

/** Schema-valid, plain JSON, described for those who cannot see it, and compiled without a single warning. */
export function expectSoundSpec(spec: Spec): void {
  const validate = vegaLiteSchema();
  const valid = validate(spec);
  expect(valid, JSON.stringify(validate.errors?.slice(0, 3))).to.equal(true);
  expect(JSON.parse(JSON.stringify(spec))).to.deep.equal(spec);
  expect(spec.description).to.be.a('string').with.length.above(20);
  const messages: unknown[] = [];
  const note = (...args: unknown[]) => {
    messages.push(args);
    return logger;
  };
  const logger = {
    level: () => logger,
    error: note,
    warn: note,
    info: () => logger,
    debug: () => logger,
  };
  compile(spec, { logger: logger as never });
  expect(messages).to.deep.equal([]);
}

/** The inside of a spec, untyped: what a reader of the JSON finds. */
export const json = (spec: unknown) => JSON.parse(JSON.stringify(spec));

/** A chart, light and dark, is sound, and has the ground of its theme. */
export function expectBothThemes(make: (theme: Theme) => Spec): void {
  for (const theme of ['light', 'dark'] as const) {
    const spec = make(theme);
    expectSoundSpec(spec);
    expect(spec.background).to.equal(theme === 'light' ? 'white' : '#1c1c1e');
  }
}
