import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The browser that the tests run in. */
const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** `1`: a browser that is not there fails the tests; `0`: they are not run. */
const SETTING = process.env.TENSOR_LASSO_BROWSER;

const FLAGS = [
  '--enable-unsafe-webgpu',
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
];

const there = existsSync(EXECUTABLE);
const wanted = SETTING === '1' || (SETTING !== '0' && there);
if (!wanted) {
  const why = there ? 'TENSOR_LASSO_BROWSER is 0' : `there is no ${EXECUTABLE}; CHROMIUM names another`;
  console.log(`Not tested in a browser: ${why}`);
}

/** Tests that need a browser, which is started for them; where there is none they are left out. */
export function inChromium(title: string, tests: (browser: () => Browser) => void): void {
  if (!wanted) return;
  describe(title, function () {
    this.timeout(60_000);
    let browser: Browser | undefined;
    before(async () => {
      browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
    });
    after(() => browser?.close());
    tests(() => browser!);
  });
}
