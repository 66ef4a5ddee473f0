import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONTRACT_TESTS, HOOKS, SLOW } from './contract-tests.js';
import type { ContractResults, Failed } from './record.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** In a clone the sources are tested, in the bundle the built package. */
const SOURCES = import.meta.url.endsWith('.ts');
const EXTENSION = SOURCES ? '.ts' : '.js';

const LONGEST = 30 * 60_000;

/** What mocha's reporter `json` writes, as far as it is read here. */
interface MochaReport {
  readonly stats: { readonly passes: number; readonly failures: number; readonly duration: number };
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message?: string } }[];
}

/**
 * Runs the contract tests on a backend, in a process of their own.
 *
 * @param out - file for mocha's own account of all tests
 */
export async function contracts(backend: string, quick: boolean, out: string): Promise<ContractResults | Failed> {
  const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
  const specs = CONTRACT_TESTS.map((test) => join(ROOT, test)).map((path) =>
    existsSync(path) ? path : `${path}${EXTENSION}`,
  );
  const args = [
    ...process.execArgv,
    ...(SOURCES ? ['--conditions=tensor-lasso-source'] : []),
    mocha,
    '--no-config',
    '--timeout=20000',
    `--extension=${EXTENSION}`,
    `--require=${join(ROOT, HOOKS)}${EXTENSION}`,
    '--reporter=json',
    `--reporter-option=output=${out}`,
    ...(quick ? [`--grep=${SLOW}`, '--invert'] : []),
    ...specs,
  ];
  await rm(out, { force: true });
  const env = { ...process.env, TENSOR_LASSO_BACKENDS: backend };
  const complaint = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { env, timeout: LONGEST }, (error, _, stderr) =>
      resolve(`the tests ended without a report: ${stderr.trim().split('\n').at(-1) || error?.message}`),
    );
  });
  if (!existsSync(out)) return { error: complaint };
  const { stats, failures }: MochaReport = JSON.parse(await readFile(out, 'utf8'));
  return {
    passes: stats.passes,
    failures: stats.failures,
    seconds: stats.duration / 1000,
    failed: failures.map(({ fullTitle, err }) => ({ title: fullTitle, message: err.message ?? '' })),
  };
}
