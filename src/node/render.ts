import { basename, dirname, extname } from 'node:path';
import type { Spec } from '../charts/spec.js';
import { page } from './page.js';
import { toPNG } from './to-png.js';
import { toSVG } from './to-svg.js';
import { writeFiles } from './write-files.js';

export interface RenderOptions {
  /** Pixels of a PNG for each unit of the chart, at most 10. @default 2 */
  scale?: number;
}

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
export async function rendered(
  spec: Spec,
  extension: string,
  options: RenderOptions = {},
): Promise<string | Uint8Array> {
  const format = FORMATS[extension];
  if (format === undefined) {
    throw new RangeError(
      `render: file must end in ${Object.keys(FORMATS).join(', ')}, got ${extension || 'no extension'}`,
    );
  }
  return format(spec, options);
}

/**
 * Writes a chart to a file, in the format that its extension says, whole or not at all.
 *
 * @throws RangeError for an extension that is not known; Error if the file cannot be written
 */
export async function render(spec: Spec, file: string, options: RenderOptions = {}): Promise<void> {
  const content = await rendered(spec, extname(file), options);
  await writeFiles(dirname(file), { [basename(file)]: content });
}
