import { basename, dirname, extname } from 'node:path';
import { check, checkOptions } from '../arguments/check.js';
import { number, type Rules, text } from '../arguments/rules.js';
import type { Spec } from '../charts/spec.js';
import { SPEC } from './checks.js';
import { page } from './page.js';
import { toPNG } from './to-png.js';
import { toSVG } from './to-svg.js';
import { writeFiles } from './write-files.js';

export interface RenderOptions {
  /** Pixels of a PNG for each unit of the chart, at most 10. @default 2 */
  scale?: number;
}

const RULES: Rules<RenderOptions> = { scale: number('above 0 and at most 10', (value) => value > 0 && value <= 10) };

type Format = (spec: Spec, options: RenderOptions) => Promise<string | Uint8Array>;

const title = (spec: Spec): string => {
  const text =
    typeof spec.title === 'object' && spec.title !== null && 'text' in spec.title ? spec.title.text : spec.title;
  return typeof text === 'string' ? text : 'Chart';
};

const FORMATS: Readonly<Record<string, Format>> = {
  '.json': async (spec) => `${JSON.stringify(spec, null, 1)}\n`,
  '.svg': toSVG,
  '.png': async (spec, { scale }) => toPNG(await toSVG(spec), scale),
  '.html': (spec) => page({ title: title(spec), charts: [spec] }),
};

/**
 * The chart in the format of a file extension: the specification itself (.json), a picture (.svg, .png) or an
 * interactive page that works offline (.html).
 *
 * @throws RangeError for any other extension, or a scale out of range
 */
export const rendered = (spec: Spec, extension: string, options: RenderOptions = {}): Promise<string | Uint8Array> =>
  renderedFor('rendered', spec, extension, options);

/** The same, under the name of who asks. */
async function renderedFor(name: string, spec: Spec, extension: string, options: RenderOptions) {
  check(name, 'spec', spec, SPEC);
  check(name, 'extension', extension, text);
  checkOptions(name, options, RULES);
  const format = Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
  if (format) return format(spec, options);
  const known = Object.keys(FORMATS).join(', ');
  const what = name === 'render' ? 'file must end in' : 'extension must be one of';
  throw new RangeError(`${name}: ${what} ${known}, got ${extension || 'no extension'}`);
}

/**
 * Writes a chart to a file, in the format that its extension says, whole or not at all.
 *
 * @throws RangeError for an extension that is not known; Error if the file cannot be written
 */
export async function render(spec: Spec, file: string, options: RenderOptions = {}): Promise<void> {
  check('render', 'file', file, text);
  const content = await renderedFor('render', spec, extname(file), options);
  await writeFiles(dirname(file), { [basename(file)]: content });
}
