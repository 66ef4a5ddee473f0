import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { packedProject } from '../support/packed-project.js';
import { ROOT } from '../support/snippets.js';

const JEST = ['--experimental-vm-modules', join(ROOT, 'node_modules/jest/bin/jest.js'), '--json', '--no-cache'];
const config = (options: object): string => JSON.stringify({ transform: {}, ...options });
const { resolve } = createRequire(import.meta.url);
const IN_JSDOM = { testEnvironment: resolve('jest-environment-jsdom'), setupFiles: ['./older-jsdom.js'] };

/** What each runner is called with, in the folder of the tests; it prints a report in Jest's format. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  'Jest in Node': [...JEST, '--config', config({})],
  'Jest in jsdom': [...JEST, '--config', config(IN_JSDOM)],
  Vitest: [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--globals', '--reporter', 'json'],
};

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly { readonly message: string }[];
}

describe('tests of a program that uses the package', () => {
  let folder = '';
  before(async () => {
    folder = join(await packedProject(), 'runners');
    await mkdir(folder);
    await cp(join(ROOT, 'test/package/runner.js'), join(folder, 'runner.test.js'));
    await cp(join(ROOT, 'test/package/older-jsdom.js'), join(folder, 'older-jsdom.js'));
  });

  for (const [runner, args] of Object.entries(RUNNERS)) {
    it(`pass in ${runner}`, async () => {
      const { NODE_V8_COVERAGE: _, NODE_OPTIONS: __, ...env } = process.env;
      const options = { cwd: folder, env, timeout: 50_000 };
      const { stdout } = await promisify(execFile)(process.execPath, [...args], options).catch((failure) => failure);
      const { numPassedTests, testResults }: Report = JSON.parse(stdout);
      expect(testResults.map(({ message }) => message)).to.deep.equal(['']);
      expect(numPassedTests).to.equal(3);
    });
  }
});
