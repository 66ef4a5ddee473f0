import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lasso } from '../../src/estimators/lasso.js';
import { type LinearFit, support } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { randomState } from '../../src/random/random-state.js';
import { problemOf } from '../../web/problem.js';
import { DEFAULTS, ratioOf, type Settings } from '../../web/settings.js';
import { ROOT } from '../support/snippets.js';
import { inChromium } from './chromium.js';
import { type Site, serve } from './site.js';
import { type Visit, visit } from './visit.js';

const AXE = createRequire(import.meta.url).resolve('axe-core');

type Data = Pick<ReturnType<typeof problemOf>, 'X' | 'Y'>;

/** What the page says of two fits. */
const counted = (single: LinearFit, joint: LinearFit): string => {
  const nonZeros = ({ coef }: LinearFit) => coef.values.filter((w) => w !== 0).length;
  const one = (fit: LinearFit) =>
    `${nonZeros(fit)} of ${fit.coef.values.length} coefficients, ${support(fit).length} features`;
  return `${one(single)} | ${one(joint)}`;
};

async function inNode({ X, Y }: Data, settings: Settings): Promise<string> {
  const { standardize, backend } = settings;
  const how = backend === 'auto' ? { standardize } : { standardize, backend, solver: 'restartedFista' as const };
  const fits = [];
  for (const make of [lasso, multiTaskLasso]) {
    const most = Math.max(...(await make({ alpha: 1, standardize }).alphaMax(X, Y)));
    fits.push(await make({ alpha: ratioOf(settings) * most, ...how }).fit(X, Y));
  }
  return counted(fits[0]!, fits[1]!);
}

/** The same, as the page says it. */
async function said(page: Page): Promise<string> {
  const text = (await page.locator('#summary').textContent()) ?? '';
  return [...text.matchAll(/: (\d+ of \d+ coefficients, \d+ features)/g)].map((match) => match[1]).join(' | ');
}

/** Does something, and waits until what follows from it is drawn. */
async function drawnAfter(page: Page, act: () => Promise<unknown>): Promise<void> {
  const drawn = (): Promise<number> => page.evaluate(() => Number(document.body.dataset.drawn));
  const before = await drawn();
  await act();
  await page.waitForFunction((id) => Number(document.body.dataset.drawn) > id, before);
}

const slide = (page: Page, id: string, value: number) =>
  drawnAfter(page, () => page.locator(`#${id}`).fill(String(value)));

inChromium('the explorer', (browser) => {
  let site: Site;
  let open: Visit;
  before(async () => {
    site = await serve(join(ROOT, 'web'), { worker: { format: 'es' } });
  });
  after(() => site.close());

  /** The page, when it has drawn all of its charts; `wanted` is in its address. */
  async function opened(wanted = ''): Promise<Page> {
    open = await visit(browser(), `${site.url}${wanted}`);
    await open.page.waitForFunction(() => document.querySelectorAll('canvas').length === 4);
    return open.page;
  }
  afterEach(async () => {
    const { page, errors, requests } = open;
    await page.close();
    expect(errors).to.deep.equal([]);
    for (const address of requests) expect(address.startsWith(site.url), address).to.equal(true);
  });

  it('shows fewer features as alpha grows, exactly those of a fit in Node', async () => {
    const page = await opened();
    const counts: number[] = [];
    for (const alpha of [-2, -1, -0.5, -0.1]) {
      await slide(page, 'alpha', alpha);
      expect(await said(page)).to.equal(await inNode(problemOf(DEFAULTS), { ...DEFAULTS, alpha }));
      counts.push(Number((await said(page)).split(' ')[0]));
    }
    expect(counts).to.deep.equal([...counts].sort((a, b) => b - a));
    expect(new Set(counts).size).to.equal(4);
    const other = { ...DEFAULTS, alpha: -0.1, samples: 40, tasks: 7, noise: 2, correlation: 0.5 };
    for (const name of ['samples', 'tasks', 'noise', 'correlation'] as const) await slide(page, name, other[name]);
    expect(await said(page)).to.equal(await inNode(problemOf(other), other));
  });

  it('solves on other backends, and finds the same', async () => {
    const page = await opened();
    for (const backend of ['cpu', 'wasm', 'webgl']) {
      await drawnAfter(page, () => page.selectOption('#backend', backend));
      expect(await said(page), backend).to.equal(await inNode(problemOf(DEFAULTS), { ...DEFAULTS, backend: 'cpu' }));
      expect(await page.locator('#summary').textContent()).to.include(`on ${backend}.`);
    }
  });

  const table = (): { text: string; data: Data } => {
    const rng = randomState(3);
    const X = { rows: 200, cols: 50, values: rng.randn(200 * 50) };
    const noise = rng.randn(400);
    const Y = {
      rows: 200,
      cols: 2,
      values: noise.map((e, at) => e + X.values[Math.floor(at / 2) * 50 + (at % 2)]! * 2),
    };
    const names = [...Array.from({ length: 50 }, (_, j) => `gene ${j}`), 'y1', 'y2'];
    const rows = Array.from({ length: 200 }, (_, i) =>
      [...X.values.slice(i * 50, (i + 1) * 50), ...Y.values.slice(2 * i, 2 * i + 2)].join(','),
    );
    return { text: `${[names.join(','), ...rows].join('\n')}\n`, data: { X, Y } };
  };

  const drop = (page: Page, text: string) =>
    page.evaluate((content) => {
      const carried = new DataTransfer();
      carried.items.add(new File([content], 'mine.csv', { type: 'text/csv' }));
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));
    }, text);

  it('takes a CSV that is dropped, and columns that are chosen', async () => {
    const page = await opened();
    const { text, data } = table();
    await drawnAfter(page, () => drop(page, text));
    expect(await said(page)).to.equal(await inNode(data, DEFAULTS));
    expect(await page.locator('#example').isHidden()).to.equal(true);
    await drawnAfter(page, () => page.selectOption('#targets-own', [{ label: 'y2' }]));
    const one = { ...data.Y, cols: 1, values: data.Y.values.filter((_, at) => at % 2 === 1) };
    expect(await said(page)).to.equal(await inNode({ X: data.X, Y: one }, DEFAULTS));
    await drawnAfter(page, () => page.locator('#back').click());
    expect(await said(page)).to.equal(await inNode(problemOf(DEFAULTS), DEFAULTS));
  });

  it('draws columns of any name', async () => {
    const page = await opened();
    const { text, data } = table();
    const names = ['__proto__', 'constructor', 'if', '<b>', 'a\u2028b', '=1+1', 'valueOf', '\u0007'];
    const [header, ...rows] = text.split('\n');
    const named = header!.split(',').map((name, j) => names[j] ?? name);
    await drawnAfter(page, () => drop(page, [named.join(','), ...rows].join('\n')));
    expect(await said(page)).to.equal(await inNode(data, DEFAULTS));
    for (let feature = 0; feature < names.length; feature++) await slide(page, 'feature', feature);
    await page.waitForFunction(() => document.querySelector('#path')?.getAttribute('aria-label')?.includes('lines of'));
  });

  it('says what is wrong with a CSV, and keeps what it had', async () => {
    const page = await opened();
    const before = await said(page);
    await drop(page, 'a,b\n1,2\n3,?\n5,6\n');
    await page.locator('#message').waitFor();
    expect(await page.locator('#message').textContent()).to.equal(
      'mine.csv: row 3, column b: expected a number, got "?"',
    );
    expect(await said(page)).to.equal(before);
    await slide(page, 'alpha', -1);
    expect(await page.locator('#message').isHidden()).to.equal(true);
  });

  it('goes on without a network, and says what it cannot do there', async () => {
    const page = await opened();
    await page.context().setOffline(true);
    await slide(page, 'alpha', -1.5);
    expect(await said(page)).to.equal(await inNode(problemOf(DEFAULTS), { ...DEFAULTS, alpha: -1.5 }));
    await page.selectOption('#backend', 'webgpu');
    await page.locator('#message').waitFor();
    expect(await page.locator('#message').textContent()).to.match(/^backend webgpu cannot be loaded/);
    expect(open.errors.splice(0).every((text) => /ERR_INTERNET_DISCONNECTED/.test(text))).to.equal(true);
  });

  it('has its state in its address', async () => {
    const page = await opened('#alpha=-1.2&tasks=9&seed=5');
    const settings = { ...DEFAULTS, alpha: -1.2, tasks: 9, seed: 5 };
    expect(await said(page)).to.equal(await inNode(problemOf(settings), settings));
    await slide(page, 'relevant', 2);
    const [address, text] = [new URL(page.url()).hash, await said(page)];
    await page.close();
    expect(await said(await opened(address))).to.equal(text);
    expect(address).to.equal('#alpha=-1.2&tasks=9&relevant=2&seed=5');
  });

  it('hands out coefficients, charts, and the program', async () => {
    const page = await opened();
    const taken = async (button: string): Promise<{ name: string; text: string }> => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button, exact: true }).click(),
      ]);
      return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
    };
    const csv = await taken('Coefficients as CSV');
    const nonZeros = (await said(page)).split(' | ').reduce((sum, text) => sum + Number(text.split(' ')[0]), 0);
    expect(csv.text.trim().split('\n')).to.have.length(1 + nonZeros + 80);
    expect(JSON.parse((await taken('Coefficients as JSON')).text).lasso.coef.values).to.have.length(1200);
    const title = 'Where coefficients are not zero';
    expect(JSON.parse((await taken(`${title}: Spec`)).text)).to.have.property('$schema');
    expect((await taken(`${title}: SVG`)).text).to.match(/^<svg/);
    expect((await taken(`${title}: PNG`)).text).to.match(/^.PNG/);
    expect(await page.locator('#program').inputValue()).to.include('sineTasks(randomState(42))');
  });

  it('can be used without a mouse, and by ear', async () => {
    const page = await opened();
    await page.addScriptTag({ path: AXE });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await page.evaluate(() => Reflect.get(globalThis, 'axe').run());
      const serious = violations.filter(({ impact }: { impact: string }) => ['serious', 'critical'].includes(impact));
      expect(serious.map(({ id }: { id: string }) => id)).to.deep.equal([]);
    }
    await page.locator('#alpha').focus();
    const before = await said(page);
    await drawnAfter(page, () => page.keyboard.press('Home'));
    expect(await said(page)).not.to.equal(before);
    for (const name of ['support', 'series', 'path', 'gap']) {
      expect(await page.locator(`#${name}`).getAttribute('aria-label')).to.have.length.above(20);
    }
  });
});
