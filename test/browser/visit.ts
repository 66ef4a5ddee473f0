import type { Browser, Page } from 'playwright-core';

/** A page that is open, and what happens on it. */
export interface Visit {
  readonly page: Page;
  /** Errors on the console and errors that nobody caught. */
  readonly errors: string[];
  /** Warnings on the console. */
  readonly warnings: readonly string[];
  /** Addresses of what was asked of servers. */
  readonly requests: readonly string[];
}

/** Opens a page; `globals` are there before its scripts run. */
export async function visit(browser: Browser, url: string, globals: Record<string, string> = {}): Promise<Visit> {
  const page = await browser.newPage();
  const errors: string[] = [];
  const warnings: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
    if (message.type() === 'warning') warnings.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => {
    if (request.url().startsWith('http')) requests.push(request.url());
  });
  await page.addInitScript((values) => Object.assign(globalThis, values), globals);
  await page.goto(url);
  return { page, errors, warnings, requests };
}
