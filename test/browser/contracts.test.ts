import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ROOT } from '../support/snippets.js';
import { inChromium } from './chromium.js';
import { type Site, serve } from './site.js';
import { visit } from './visit.js';

const FLAGS = ['--import', 'ts-blank-space/register', '--no-warnings', '--conditions', 'tensor-lasso-source'];
const SUITES = ['test/{prox,penalties,datafits,solvers,estimators}/*.test.ts', '--ignore', '**/memory.test.ts'];
const LIST = ['node_modules/mocha/bin/mocha.js', '--no-config', '--dry-run', '--reporter', 'json', ...SUITES];

/** Full titles of the tests that Node finds in the suites for a backend. */
async function titles(backend: string): Promise<string[]> {
  const env = { ...process.env, TENSOR_LASSO_BACKENDS: backend };
  const options = { cwd: ROOT, env, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(process.execPath, [...FLAGS, ...LIST], options);
  const { tests } = JSON.parse(stdout) as { tests: { fullTitle: string }[] };
  return tests.map(({ fullTitle }) => fullTitle);
}

inChromium('the contracts in a browser', (browser) => {
  let site: Site;
  before(async () => {
    site = await serve(join(ROOT, 'test/browser/contracts'), {
      resolve: { alias: { '#platform': join(ROOT, 'src/backends/browser.ts') } },
      build: { minify: false, rolldownOptions: { treeshake: false } },
    });
  });
  after(() => site?.close());

  for (const backend of ['wasm', 'webgl', 'webgpu']) {
    it(`hold on ${backend}, every test that Node has`, async function () {
      this.timeout(600_000);
      const { page } = await visit(browser(), site.url, { TENSOR_LASSO_BACKENDS: backend });
      const { passed, failed } = await page.evaluate(() => globalThis.outcome);
      expect(failed).to.deep.equal([]);
      expect(passed.sort()).to.deep.equal((await titles(backend)).sort());
      await page.close();
    });
  }
});
