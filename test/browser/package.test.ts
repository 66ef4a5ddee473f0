import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { reason } from '../../src/backends/reason.js';
import { predict } from '../../src/estimators/linear-fit.js';
import { modelToJSON } from '../../src/estimators/model-json.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import type { EstimatorOptions } from '../../src/estimators/options.js';
import reference from '../fixtures/support-example.json' with { type: 'json' };
import { failure } from '../support/failure.js';
import { packedProject } from '../support/packed-project.js';
import { ROOT } from '../support/snippets.js';
import { inChromium } from './chromium.js';
import { type Site, serve } from './site.js';
import { type Visit, visit } from './visit.js';

/** Kilobytes of compressed scripts: those that a page with wasm loads, and all that are built, of which workers have a copy. */
const BUDGET = { wasm: 155, all: 680 };

const FITS = 500;
/** Megabytes by which the heap of a page may grow without a leak. */
const BREATH = 1;

interface Fit {
  coef: number[];
  relativeGap: number;
  backend: string;
  converged: boolean;
}

/** Has the page fit a model to the support example. */
const fitted = ({ page }: Visit, model: string, options: EstimatorOptions): Promise<Fit> =>
  page.evaluate(([name, given, X, Y]) => Reflect.get(globalThis, 'fitModel')(name, given, X, Y), [
    model,
    options,
    reference.X,
    reference.Y,
  ] as const);

inChromium('the package in a browser', (browser) => {
  let site: Site;
  before(async () => {
    const page = join(await packedProject(), 'page');
    await cp(join(ROOT, 'test/browser/package'), page, { recursive: true });
    site = await serve(page);
  });
  after(() => site?.close());

  for (const backend of ['wasm', 'webgl', 'webgpu']) {
    it(`solves the support example on ${backend}`, async () => {
      const visited = await visit(browser(), site.url);
      for (const model of ['lasso', 'multiTaskLasso'] as const) {
        const { alpha, coef } = reference[model];
        const expected = coef.flat();
        const result = await fitted(visited, model, { alpha, tol: 1e-6, backend });
        expect(result).to.include({ backend, converged: true });
        expect(result.relativeGap).to.be.at.most(1e-6);
        expect(result.coef.map((w) => w !== 0)).to.deep.equal(expected.map((w) => w !== 0));
        result.coef.forEach((w, i) => {
          expect(w).to.be.closeTo(expected[i]!, 1e-5);
        });
      }
      expect(visited.errors).to.deep.equal([]);
      expect(visited.requests.filter((address) => !address.startsWith(site.url))).to.deep.equal([]);
      await visited.page.close();
    });
  }

  for (const backend of ['wasm', 'webgl', 'webgpu']) {
    it(`leaves nothing behind after ${FITS} fits in a row on ${backend}`, async function () {
      this.timeout(300_000);
      const { page } = await visit(browser(), site.url);
      const chromium = await page.context().newCDPSession(page);
      const after = async (count: number) => {
        const left = await page.evaluate(([n, name]) => Reflect.get(globalThis, 'fitAgain')(n, name), [
          count,
          backend,
        ] as const);
        await chromium.send('HeapProfiler.collectGarbage');
        const { usedSize, backingStorageSize } = await chromium.send('Runtime.getHeapUsage');
        return { left, bytes: usedSize + backingStorageSize };
      };
      const before = await after(25);
      const now = await after(FITS);
      expect(now.left).to.deep.equal(before.left);
      expect((now.bytes - before.bytes) / 1e6).to.be.below(BREATH);
      await page.close();
    });
  }

  it('predicts as Node does, by a model that was saved there', async () => {
    const visited = await visit(browser(), site.url);
    const fit = await multiTaskLasso({ alpha: reference.multiTaskLasso.alpha }).fit(reference.X, reference.Y);
    const predictions = await visited.page.evaluate(([text, X]) => Reflect.get(globalThis, 'predictBy')(text, X), [
      JSON.stringify(modelToJSON(fit)),
      reference.X,
    ] as const);
    expect(predictions).to.deep.equal(Array.from((await predict(fit, reference.X)).values));
    await visited.page.close();
  });

  it('says so where the wasm files are not served; coordinate descent does without them', async () => {
    const visited = await visit(browser(), site.url);
    await visited.page.route('**/*.wasm', (route) => route.fulfill({ status: 404 }));
    const { alpha } = reference.lasso;
    const error = await failure(fitted(visited, 'lasso', { alpha, backend: 'wasm' }));
    expect(reason(error)).to.include('backend wasm cannot be loaded: Make sure the server can serve the `.wasm` file');
    expect(await fitted(visited, 'lasso', { alpha })).to.include({ backend: 'wasm', converged: true });
    const onTensors = { alpha, solver: 'fista' } as const;
    expect(await fitted(visited, 'lasso', onTensors)).to.include({ backend: 'cpu', converged: true });
    await visited.page.close();
  });

  it('is small: what a page with wasm loads, and all there is', async () => {
    const visited = await visit(browser(), site.url);
    const { alpha } = reference.lasso;
    expect(await fitted(visited, 'lasso', { alpha, backend: 'wasm' })).to.include({ backend: 'wasm' });
    const kilobytes = async (names: readonly string[]): Promise<number> => {
      const scripts = names.filter((name) => name.endsWith('.js')).map((name) => readFile(join(site.folder, name)));
      return (await Promise.all(scripts)).reduce((sum, script) => sum + gzipSync(script).length, 0) / 1000;
    };
    const loaded = visited.requests.map((address) => new URL(address).pathname);
    expect(await kilobytes(loaded)).to.be.below(BUDGET.wasm);
    expect(await kilobytes(await readdir(site.folder, { recursive: true }))).to.be.below(BUDGET.all);
    await visited.page.close();
  });
});
