import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { sineTasks } from '../../src/data/sine-tasks.js';
import { lasso } from '../../src/estimators/lasso.js';
import type { LinearFit } from '../../src/estimators/linear-fit.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { Reported } from '../../src/node/report/reported.js';
import { report } from '../../src/node/report.js';
import { randomState } from '../../src/random/random-state.js';
import { crossValidate } from '../../src/selection/cross-validate.js';
import { stabilitySelection } from '../../src/selection/stability-selection.js';
import { inChromium } from './chromium.js';
import { type Visit, visit } from './visit.js';

const { X, Y } = sineTasks(randomState(42));

const REPORTS: Readonly<Record<string, () => Promise<Reported>>> = {
  'a fit': () => lasso({ alpha: 0.5 }).fit(X, Y),
  'a cross-validation': () => crossValidate(multiTaskLasso, X, Y, { count: 30 }),
  'a stability selection': () => stabilitySelection(multiTaskLasso, X, Y, { count: 20, resamples: 20 }),
};

inChromium('reports in a browser, without a network', (browser) => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
  });
  after(() => rm(folder, { recursive: true }));

  for (const [name, make] of Object.entries(REPORTS)) {
    it(`show every chart of ${name}`, async () => {
      const file = join(folder, 'report.html');
      await report(await make(), file, { X, Y });
      const { page, errors, requests } = await visit(browser(), pathToFileURL(file).href);
      await page.context().setOffline(true);
      const figures = await page.locator('figure').count();
      await page.waitForFunction((count) => document.querySelectorAll('figure svg.marks').length === count, figures);
      expect(figures).to.be.above(1);
      expect([errors, requests]).to.deep.equal([[], []]);
      await page.close();
    });
  }

  const opened = async (): Promise<Visit> => {
    const file = join(folder, 'names.html');
    const names = ['__proto__', 'constructor', 'a\u2028b', '\u0007', '</script><script>', '"\'', 'same', 'same'];
    const fits = names.map((name) => ({ name, fit }));
    await report(fits, file, { X, Y, title: '</title><script>throw 1</script>', lead: '<img src=x onerror=throw>' });
    const open = await visit(browser(), pathToFileURL(file).href);
    await open.page.context().setOffline(true);
    await open.page.locator('figure svg.marks').nth(3).waitFor();
    return open;
  };
  let fit: LinearFit;
  before(async () => {
    fit = await lasso({ alpha: 0.5 }).fit(X, Y);
  });

  it('draw charts of any names without making code', async () => {
    const { page, errors } = await opened();
    const marks = await page.locator('#chart-0 [aria-roledescription="rect mark"]').count();
    expect(marks).to.equal(8 * fit.coef.values.filter((w) => w !== 0).length);
    const titles = await page.locator('#chart-0 text').allTextContents();
    for (const name of ['__proto__', 'constructor', 'a\u2028b', '\ufffd', '</script><script>'])
      expect(titles).to.include(name);
    expect(errors).to.deep.equal([]);
    await page.close();
  });

  it('run no script but their own, and ask nobody for anything', async () => {
    const { page, errors } = await opened();
    const outcomes = await page.evaluate(
      () =>
        new Promise((resolve) => {
          // Later, for what is evaluated from outside may make code.
          setTimeout(() => {
            const outcome = (act: () => unknown): string => {
              try {
                return String(act());
              } catch (error) {
                return (error as Error).name;
              }
            };
            const inline = Object.assign(document.createElement('script'), { textContent: 'globalThis.ran = true' });
            document.body.append(inline);
            const image = Object.assign(new Image(), { src: 'http://127.0.0.1:9/x.png' });
            document.body.append(image);
            resolve([outcome(() => new Function('return 1')()), Reflect.get(globalThis, 'ran')]);
          });
        }),
    );
    expect(outcomes).to.deep.equal(['EvalError', undefined]);
    expect(errors.length).to.be.above(0);
    for (const error of errors) expect(error).to.include('Content Security Policy');
    await page.close();
  });

  it('show what is pointed at, and hand out charts', async () => {
    const { page, errors } = await opened();
    const mark = page.locator('#chart-0 [aria-roledescription="rect mark"]').first();
    await mark.scrollIntoViewIfNeeded();
    await mark.hover();
    const tip = page.locator('#vg-tooltip-element.visible');
    await tip.waitFor();
    expect(await tip.locator('td.key').allTextContents()).to.deep.equal(['task', 'feature', 'value']);
    expect(await tip.evaluate((element) => getComputedStyle(element).position)).to.equal('fixed');
    for (const [kind, start] of [
      ['SVG', '<svg'],
      ['PNG', '\u0089PNG'],
    ] as const) {
      await page.locator('#chart-3 summary').click();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('#chart-3').getByText(`Save as ${kind}`).click({ delay: 300 }),
      ]);
      expect((await readFile(await file.path(), 'latin1')).startsWith(start), kind).to.equal(true);
      await page.locator('h1').click();
    }
    expect(errors).to.deep.equal([]);
    await page.close();
  });
});
