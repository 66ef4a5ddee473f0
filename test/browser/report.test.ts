import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { sineTasks } from '../../src/data/sine-tasks.js';
import { lasso } from '../../src/estimators/lasso.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { type Reported, report } from '../../src/node/report.js';
import { randomState } from '../../src/random/random-state.js';
import { crossValidate } from '../../src/selection/cross-validate.js';
import { stabilitySelection } from '../../src/selection/stability-selection.js';
import { inChromium } from './chromium.js';
import { visit } from './visit.js';

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
});
