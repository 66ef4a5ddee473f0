import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import reference from '../fixtures/support-example.json' with { type: 'json' };
import { inChromium } from './chromium.js';
import { packedPage } from './packed-page.js';
import { type Site, serve } from './site.js';
import { visit } from './visit.js';

const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

inChromium('threads in a browser', (browser) => {
  let folder: string;
  const sites: Site[] = [];
  before(async () => {
    folder = await packedPage();
    for (const headers of [{}, ISOLATED]) sites.push(await serve(folder, {}, headers));
  });
  after(async () => {
    for (const site of sites) await site.close();
    await rm(folder, { recursive: true });
  });

  it('do the same as one, in a page that is isolated; elsewhere there is one', async () => {
    const judged: unknown[] = [];
    for (const [site, threads, workers] of [
      [0, 2, 0],
      [1, 1, 0],
      [1, 2, 1],
      [1, 3, 2],
    ] as const) {
      const { page, errors } = await visit(browser(), sites[site]!.url);
      const judge = ([count, X, Y]: readonly [number, number[][], number[][]]) =>
        Reflect.get(globalThis, 'judge')(count, X, Y);
      judged.push(await page.evaluate(judge, [threads, reference.X, reference.Y] as const));
      expect(page.workers()).to.have.length(workers);
      expect(errors).to.deep.equal([]);
      await page.close();
    }
    for (const folds of judged) expect(folds).to.deep.equal(judged[0]);
  });
});
