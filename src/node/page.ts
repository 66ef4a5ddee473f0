import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Spec } from '../charts/spec.js';
import { checkContent } from './page-checks.js';
import { STYLE } from './page-style.js';
import { toSVG } from './to-svg.js';

/** A table of text: the first column names the rows. */
export interface PageTable {
  readonly head: readonly string[];
  readonly body: readonly (readonly string[])[];
}

/** A part of a page; all of it may be absent. */
export interface PageSection {
  readonly heading?: string;
  /** A sentence or two under the heading. */
  readonly text?: string;
  readonly tables?: readonly PageTable[];
  readonly charts?: readonly Spec[];
  /** A program. */
  readonly code?: string;
}

export interface PageContent extends Omit<PageSection, 'heading' | 'text'> {
  readonly title: string;
  /** A sentence or two under the title. */
  readonly lead?: string;
  /** After tables and charts of their own. */
  readonly sections?: readonly PageSection[];
}

const require = createRequire(import.meta.url);

/** A script of the chart libraries, ready to stand inside a page. */
const inlined = (name: string): string =>
  readFileSync(join(dirname(require.resolve(name)), `${name}.min.js`), 'utf8')
    .replaceAll('</script', '<\\/script')
    .replace(/\/\/# sourceMappingURL=.*\s*$/, '');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);

const cells = (first: string, rest: readonly string[], tag: 'th' | 'td'): string =>
  `<tr><th>${escaped(first)}</th>${rest.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('')}</tr>`;

function tableHTML({ head, body }: PageTable): string {
  const [corner = '', ...columns] = head;
  const rows = body.map(([name = '', ...values]) => cells(name, values, 'td'));
  return `<table><thead>${cells(corner, columns, 'th')}</thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

/** The chart as a picture, which a script then replaces by its interactive self. */
async function figureHTML(spec: Spec, place: number): Promise<string> {
  const picture = `data:image/svg+xml;base64,${Buffer.from(await toSVG(spec)).toString('base64')}`;
  return `<figure id="chart-${place}"><img src="${picture}" alt="${escaped(spec.description ?? '')}"></figure>`;
}

/** A section, its first chart the `first` of the page. */
async function sectionHTML({ heading, text, tables = [], charts = [], code }: PageSection, first: number) {
  const figures = await Promise.all(charts.map((spec, k) => figureHTML(spec, first + k)));
  const parts = [
    heading && `<h2>${escaped(heading)}</h2>`,
    text && `<p>${escaped(text)}</p>`,
    ...tables.map(tableHTML),
    ...figures,
    code && `<pre><code>${escaped(code)}</code></pre>`,
  ];
  return parts.filter(Boolean).join('\n');
}

/** How charts are drawn: expressions are interpreted, so that no text of a chart becomes code. */
const EMBED = {
  ast: true,
  renderer: 'svg',
  actions: { export: true, source: false, compiled: false, editor: false },
  defaultStyle: false,
  forceActionsMenu: true,
  tooltip: { disableDefaultStyle: true },
};

/** What can stand inside a script. */
const scriptText = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** The script that draws the charts of a page. */
const drawing = (charts: readonly Spec[]): string => `
const how = ${scriptText(EMBED)};
${scriptText(charts)}.forEach((spec, place) => vegaEmbed('#chart-' + place, spec, how));
`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What a page may do: run these scripts, and show pictures that are in it. */
const policy = (scripts: readonly string[]): string =>
  [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(' ')}`,
    `style-src ${hash(STYLE)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/**
 * One HTML page with tables, programs and interactive charts that needs nothing else: it opens by double click, without a
 * network. Without scripts the charts are still there as pictures.
 *
 * @throws TypeError for content that is not what it must be
 */
export async function page(content: PageContent): Promise<string> {
  checkContent(content);
  const { title, lead = '', sections = [], ...own } = content;
  const all: readonly PageSection[] = [own, ...sections];
  const charts = all.flatMap((section) => section.charts ?? []);
  const body: string[] = [];
  let first = 0;
  for (const section of all) {
    body.push(await sectionHTML(section, first));
    first += section.charts?.length ?? 0;
  }
  const scripts = [...['vega', 'vega-lite', 'vega-embed'].map(inlined), drawing(charts)];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(lead)}</p>
${body.join('\n')}
</main>
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}
