/// <reference types="vite/types/importMeta.d.ts" />
import 'mocha/mocha.js';
import { mochaHooks } from '../../support/hooks.js';
import type { Outcome } from './outcome.js';

const suites = import.meta.glob([
  '../../{prox,penalties,datafits,solvers,estimators}/*.test.ts',
  '!../../estimators/memory.test.ts',
]);

/** Runs the tests of the suites on this page. */
async function run(): Promise<Outcome> {
  mocha.setup({ ui: 'bdd', timeout: 60_000, rootHooks: mochaHooks, reporter: class {} as never });
  for (const load of Object.values(suites)) await load();
  const outcome: Outcome = { passed: [], failed: [] };
  return new Promise((resolve) => {
    mocha
      .run(() => resolve(outcome))
      .on('pass', (test) => outcome.passed.push(test.fullTitle()))
      .on('fail', (test, error) => outcome.failed.push(`${test.fullTitle()}: ${error.message}`));
  });
}

globalThis.outcome = run();
