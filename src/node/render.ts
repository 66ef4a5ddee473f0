import { basename, dirname, extname } from 'node:path';
import type { Spec } from '../charts/spec.js';
import { page } from './page.js';
import { toPNG } from './to-png.js';
import { toSVG } from './to-svg.js';
import { writeFiles } from './write-files.js';

type Format = (spec: Spec) => Promise<string | Uint8Array>;

const title = (spec: Spec): string => {
  const text =
    typeof spec.title === 'object' && spec.title !== null && 'text' in spec.title ? spec.title.text : spec.title;
  return typeof text === 'string' ? text : 'Chart';
};

const FORMATS: Readonly<Record<string, Format>> = {
  '.json': async (spec) => `${JSON.stringify(spec, null, 1)}\n`,
  '.svg': toSVG,
  '.png': async (spec) => toPNG(await toSVG(spec)),
  '.html': (spec) => page({ title: title(spec), charts: [spec] }),
};

/**
 * The chart in the format of a file extension: the specification itself (.json), a picture (.svg, .png) or an
 * interactive page that works offline (.html).
 *
 * @throws RangeError for any other extension
 */
export async function rendered(spec: Spec, extension: string): Promise<string | Uint8Array> {
  const format = FORMATS[extension];
  if (format === undefined) {
    throw new RangeError(
      `render: file must end in ${Object.keys(FORMATS).join(', ')}, got ${extension || 'no extension'}`,
    );
  }
  return format(spec);
}

/**
 * Writes a chart to a file, in the format that its extension says, whole or not at all.
 *
 * @throws RangeError for an extension that is not known; Error if the file cannot be written
 */
export async function render(spec: Spec, file: string): Promise<void> {
  const content = await rendered(spec, extname(file));
  await writeFiles(dirname(file), { [basename(file)]: content });
}
