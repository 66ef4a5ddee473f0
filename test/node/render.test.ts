import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { expect } from 'chai';
import { coefficientSeries } from '../../src/charts/coefficient-series.js';
import type { Spec } from '../../src/charts/spec.js';
import { page } from '../../src/node/page.js';
import { render, rendered } from '../../src/node/render.js';
import { toPNG } from '../../src/node/to-png.js';
import { toSVG } from '../../src/node/to-svg.js';
import { prepareDirectory, writeFiles } from '../../src/node/write-files.js';
import { failure } from '../support/failure.js';
import { runNode } from '../support/run-node.js';

const spec = coefficientSeries([
  {
    name: '<Lasso> & co',
    coef: { rows: 2, cols: 1, values: Float64Array.of(1, 2) },
    color: 'gold',
  },
]);

describe('render', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'render-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('writes the format that the extension says', async () => {
    for (const extension of ['json', 'svg', 'png', 'html'])
      await render(spec, join(directory, 'deep', `chart.${extension}`));
    const file = (name: string) => readFile(join(directory, 'deep', name));
    expect(JSON.parse((await file('chart.json')).toString())).to.deep.equal(spec);
    expect((await file('chart.svg')).toString()).to.match(/^<svg .*<\/svg>$/s);
    expect([...(await file('chart.png')).subarray(0, 4)]).to.deep.equal([0x89, 0x50, 0x4e, 0x47]);
    expect((await file('chart.html')).toString()).to.include('<title>Coefficient of feature 0</title>');
    expect(await readdir(join(directory, 'deep'))).to.have.members([
      'chart.json',
      'chart.svg',
      'chart.png',
      'chart.html',
    ]);
  });

  it('gives the same bytes every time', async () => {
    for (const extension of ['.json', '.svg', '.png', '.html']) {
      expect(await rendered(spec, extension)).to.deep.equal(await rendered(spec, extension));
    }
  });

  it('names a page after the title of the chart, however that is written', async () => {
    const titled = (title: object | string) => rendered({ ...spec, title } as typeof spec, '.html');
    expect(await titled('Plain')).to.include('<title>Plain</title>');
    expect(await titled({ text: ['two', 'lines'] })).to.include('<title>Chart</title>');
  });

  it('draws a PNG at the scale that is asked for', async () => {
    const width = async (scale?: number): Promise<number> =>
      Buffer.from((await rendered(spec, '.png', scale === undefined ? {} : { scale })) as Uint8Array).readUInt32BE(16);
    expect(await width(4)).to.equal(2 * (await width()));
    expect(await width(1)).to.equal((await width()) / 2);
    const error = await failure(rendered(spec, '.png', { scale: 11 }));
    expect(error)
      .to.be.instanceOf(RangeError)
      .with.property('message', 'rendered: scale must be above 0 and at most 10, got 11');
  });

  it('rejects what Vega or Vega-Lite takes for an error, and writes nothing', async () => {
    const broken: Record<string, Spec> = {
      'names that Vega takes for its own': { ...spec, title: { text: 'constructor' } } as Spec,
      'a signal that is not there': {
        ...spec,
        encoding: { ...(spec as { encoding: object }).encoding, opacity: { value: { expr: 'nothing' } } },
      } as unknown as Spec,
      'a mark that is not there': { ...spec, mark: 'nothing' } as unknown as Spec,
      'an expression that fails': {
        ...spec,
        transform: [{ calculate: 'datum.value.nothing.deep', as: 'deep' }],
      } as unknown as Spec,
    };
    for (const [what, own] of Object.entries(broken)) {
      for (const extension of ['svg', 'png', 'html']) {
        const error = await failure(render(own, join(directory, `chart.${extension}`)));
        expect(error, what).to.be.instanceOf(Error);
        expect((error as Error).message, what).to.match(/^render: the chart cannot be drawn: ./);
      }
    }
    expect(await readdir(directory)).to.deep.equal([]);
  });

  it('draws without making code of texts', async () => {
    const program = `
      import { coefficientPath, coefficientMap, rendered } from 'tensor-lasso/node';
      const matrix = (cols, ...values) => ({ rows: values.length / cols, cols, values: Float64Array.from(values) });
      const record = { alphas: matrix(1, 1, 0.5), explained: matrix(1, 0, 0.5), coef: [matrix(2, 1, 2, 3, 4)] };
      const specs = [coefficientPath(record, { linked: 'slider' }), coefficientMap([{ name: 'a', coef: matrix(1, 1, 2) }])];
      for (const spec of specs) for (const kind of ['.svg', '.png', '.html']) console.log((await rendered(spec, kind)).length);`;
    const { stdout } = await runNode(program, {}, ['--disallow-code-generation-from-strings']);
    expect(stdout).to.equal((await runNode(program)).stdout);
    expect(stdout.trim().split('\n')).to.have.length(6);
  });

  it('makes XML of texts of any kind', async () => {
    const own = { ...spec, title: { text: 'bell \u0007, half \ud800' } } as Spec;
    expect(await rendered(own, '.svg')).to.include('>bell \ufffd, half \ufffd<');
    expect((await rendered(own, '.png')).length).to.be.above(1000);
  });

  it('rejects other extensions', async () => {
    const pdf = await failure(render(spec, join(directory, 'chart.pdf')));
    expect(pdf)
      .to.be.instanceOf(RangeError)
      .with.property('message', 'render: file must end in .json, .svg, .png, .html, got .pdf');
    const none = await failure(render(spec, join(directory, 'chart')));
    expect(none).to.have.property('message', 'render: file must end in .json, .svg, .png, .html, got no extension');
  });

  it('leaves the old file in place when the new one cannot be written', async () => {
    await writeFiles(directory, { 'a.txt': 'old' });
    const file = join(directory, 'a.txt');
    const blocked = await failure(writeFiles(join(file, 'below'), { b: 'new' }));
    expect(blocked).to.be.instanceOf(Error);
    expect((blocked as Error).message).to.match(/^cannot write into directory .*a\.txt.below: ENOTDIR/);
    expect((await readFile(file)).toString()).to.equal('old');
  });

  it('replaces nothing unless everything could be written', async () => {
    await writeFile(join(directory, 'a.txt'), 'earlier');
    await prepareDirectory(join(directory, 'b.txt'));
    const error = await failure(writeFiles(directory, { 'a.txt': 'new', 'b.txt': 'new' }));
    expect((error as Error).message).to.match(/b\.txt/);
    expect(await readFile(join(directory, 'a.txt'), 'utf8')).to.equal('earlier');
    const missing = await failure(writeFiles(directory, { 'a.txt': 'new', 'no/such.txt': 'new' }));
    expect((missing as Error).message).to.match(/^cannot write .*no\/such\.txt: ENOENT/);
    expect(await readFile(join(directory, 'a.txt'), 'utf8')).to.equal('earlier');
    expect((await readdir(directory)).sort()).to.deep.equal(['a.txt', 'b.txt']);
  });

  it('names the directory or file that is in the way', async () => {
    await writeFile(join(directory, 'file'), '');
    const taken = await failure(prepareDirectory(join(directory, 'file')));
    expect((taken as Error).message).to.match(/^cannot write into directory .*file: (EEXIST|it is not a directory)/);
    await prepareDirectory(join(directory, 'taken.txt'));
    const onto = await failure(writeFiles(directory, { 'taken.txt': 'x' }));
    expect((onto as Error).message).to.match(/^cannot write .*taken\.txt: there is something else of that name/);
    const nowhere = await failure(prepareDirectory('/proc/no/such'));
    expect((nowhere as Error).message).to.match(/^cannot write into directory \/proc\/no\/such: ENOENT/);
    expect((await readdir(directory)).sort()).to.deep.equal(['file', 'taken.txt']);
  });
});

describe('toPNG', () => {
  const ink = (pixels: Uint8Array) => pixels.filter((value, i) => i % 4 === 0 && value < 128).length;

  it('draws text with the font of the package, at twice the size of the SVG', async () => {
    const svg = await toSVG(spec);
    const withoutText = svg.replace(/<text[\s\S]*?<\/text>/g, '');
    const [width = 0] = svg.match(/(?<=width=")\d+/) ?? [];
    const options = { fitTo: { mode: 'original' as const } };
    const [full, bare] = [svg, withoutText].map((source) =>
      new Resvg(Buffer.from(toPNGThroughSVG(source)), options).render(),
    );
    expect(full!.width).to.equal(2 * Number(width));
    expect(ink(full!.pixels)).to.be.above(ink(bare!.pixels) + 1500);
  });
});

/** The PNG inside an SVG, to read its pixels back with the same library. */
function toPNGThroughSVG(svg: string): string {
  const png = Buffer.from(toPNG(svg));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const image = `<image width="${width}" height="${height}" href="data:image/png;base64,${png.toString('base64')}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${image}</svg>`;
}

describe('page', () => {
  it('stands alone: no address of anything outside, all text escaped', async () => {
    const html = await page({
      title: 'A < B & "C"',
      lead: 'Lead <script>alert(1)</script>',
      tables: [{ head: ['', 'X'], body: [['row & name', '1 < 2']] }],
      charts: [spec],
    });
    const markup = html.replace(/<script>[\s\S]*?<\/script>/g, '');
    expect(markup).to.include('<title>A &lt; B &amp; &quot;C&quot;</title>');
    expect(markup).to.include('<th>row &amp; name</th><td>1 &lt; 2</td>');
    expect(markup).to.include('Lead &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(markup).not.to.match(/(src|href)="(?!data:)/);
    expect(html.match(/<\/script>/g)).to.have.length(4);
    expect(markup).to.match(
      /<figure id="chart-0"><img src="data:image\/svg\+xml;base64,[^"]+" alt="Coefficient of feature 0 over/,
    );
    expect(html).to.include('\\u003cLasso>');
  });

  it('allows itself its own scripts and its own style, and nothing else', async () => {
    const html = await page({ title: 'A page', charts: [spec] });
    const [, policy = ''] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)!;
    const allowed = Object.fromEntries(
      policy.split('; ').map((part) => [part.split(' ')[0]!, part.split(' ').slice(1)]),
    );
    const hashes = (tag: string) =>
      Array.from(
        html.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g')),
        ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
      );
    expect(allowed).to.deep.equal({
      'default-src': ["'none'"],
      'script-src': hashes('script'),
      'style-src': hashes('style'),
      'img-src': ['data:'],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
    });
    expect([hashes('script').length, hashes('style').length]).to.deep.equal([4, 1]);
    expect(html.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '')).not.to.match(/ style=| on\w+=/);
    expect(html.indexOf('http-equiv')).to.be.below(html.indexOf('<style>'));
  });

  it('is a page without tables and charts too', async () => {
    expect(await page({ title: 'Empty' })).to.include('<h1>Empty</h1>');
  });
});
