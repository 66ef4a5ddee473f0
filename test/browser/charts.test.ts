import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { type CoefficientPathOptions, coefficientPath } from '../../src/charts/coefficient-path.js';
import { sineTasks } from '../../src/data/sine-tasks.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { render } from '../../src/node/render.js';
import { randomState } from '../../src/random/random-state.js';
import { collectPath, type PathRecord } from '../../src/selection/collect-path.js';
import { path } from '../../src/selection/path.js';
import { inChromium } from './chromium.js';
import { type Visit, visit } from './visit.js';

const { X, Y } = sineTasks(randomState(42));

inChromium('linked charts in a browser', (browser) => {
  let folder: string;
  let record: PathRecord;
  let open: Visit;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'charts-'));
    record = await collectPath(path(multiTaskLasso, X, Y, { count: 20, eps: 1e-2 }));
  });
  after(() => rm(folder, { recursive: true }));
  afterEach(async () => {
    await open.page.close();
    expect(open.errors).to.deep.equal([]);
  });

  async function opened(options: CoefficientPathOptions): Promise<Page> {
    const file = join(folder, 'path.html');
    await render(coefficientPath(record, options), file);
    open = await visit(browser(), pathToFileURL(file).href);
    await open.page.locator('figure svg.marks').waitFor();
    return open.page;
  }

  /** What the bars say, by feature. */
  const bars = (page: Page): Promise<Record<string, number>> =>
    page.evaluate(() =>
      Object.fromEntries(
        Array.from(document.querySelectorAll('[aria-roledescription="bar"]'), (bar) => {
          const text = bar.getAttribute('aria-label') ?? '';
          return [text.match(/feature: ([^;]+)/)![1], Number(text.match(/: (-?[\d.e−-]+)/)![1]!.replace('−', '-'))];
        }),
      ),
    );

  it('show the coefficients at the alpha of a slider', async () => {
    const page = await opened({ linked: 'slider' });
    for (const step of [19, 3]) {
      await page.locator('input[type=range]').fill(String(step));
      await page.waitForTimeout(200);
      const norm = Math.hypot(...record.coef.map(({ values }) => values[1 * 20 + step]!));
      expect((await bars(page))['feature 1']).to.be.closeTo(norm, 1e-6 * norm);
    }
  });

  it('show the mean over what is brushed', async () => {
    const page = await opened({ linked: 'brush' });
    const before = await bars(page);
    const plot = (await page
      .locator('figure svg.marks g.background, figure svg.marks path.background')
      .nth(1)
      .boundingBox())!;
    const y = plot.y + plot.height / 2;
    await page.mouse.move(plot.x + 0.7 * plot.width, y);
    await page.mouse.down();
    await page.mouse.move(plot.x + 0.99 * plot.width, y, { steps: 5 });
    await page.mouse.up();
    await page.waitForTimeout(200);
    expect((await bars(page))['feature 1']!).to.be.above(before['feature 1']!);
  });

  it('know features of any name', async () => {
    const names = Array.from(
      { length: 30 },
      (_, j) => ['a\u2028b', '__proto__', 'same', 'same', 'if'][j] ?? `gene ${j}`,
    );
    for (const linked of ['slider', 'brush'] as const) {
      const page = await opened({ linked, names });
      const used = Array.from({ length: 30 }, (_, j) => j).filter((j) =>
        record.coef.some(({ values }) => values.subarray(j * 20, (j + 1) * 20).some((w) => w !== 0)),
      ).length;
      for (const role of ['line mark', 'bar'])
        expect(await page.locator(`[aria-roledescription="${role}"]`).count()).to.equal(used);
      const texts = await page.locator('figure svg.marks text').allTextContents();
      expect(texts.filter((text) => text === 'same')).to.have.length(4);
      expect(texts).to.include('a\u2028b').and.to.include('__proto__').and.to.include('if');
      if (linked === 'slider') await page.close();
      expect(open.errors).to.deep.equal([]);
    }
  });

  it('bring out the feature of a line that is clicked, in both panels', async () => {
    const page = await opened({ linked: 'slider' });
    const faint = (): Promise<number> => page.locator('[aria-roledescription="bar"][opacity="0.25"]').count();
    expect(await faint()).to.equal(0);
    await page.locator('[aria-roledescription="line mark"]').first().dispatchEvent('click');
    await page.waitForTimeout(200);
    expect(await faint()).to.be.above(3);
  });
});
