import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import * as esbuild from 'esbuild';
import * as rolldown from 'rolldown';
import { packedProject } from '../support/packed-project.js';
import { ROOT } from '../support/snippets.js';

interface Bundle {
  readonly entry: string;
  readonly folder: string;
  readonly format: 'esm' | 'cjs';
  readonly extension: string;
}

/** What esbuild's users write so that tfjs, which is CommonJS in Node, runs as a module. */
const REQUIRE = "import { createRequire as from } from 'node:module'; const require = from(import.meta.url);";

/** Bundles a program for Node into `main`. */
const BUNDLERS: Readonly<Record<string, (bundle: Bundle) => Promise<unknown>>> = {
  esbuild: ({ entry, folder, format, extension }) =>
    esbuild.build({
      entryPoints: [entry],
      bundle: true,
      platform: 'node',
      format,
      banner: format === 'esm' ? { js: REQUIRE } : {},
      outfile: join(folder, `main${extension}`),
      logLevel: 'error',
    }),
  rolldown: ({ entry, folder, format, extension }) => {
    const names = `[name]${extension}`;
    return rolldown.build({
      input: entry,
      platform: 'node',
      output: { dir: folder, format, entryFileNames: names, chunkFileNames: names },
      logLevel: 'silent',
    });
  },
};

const FORMATS = [
  { format: 'esm', extension: '.mjs', type: 'commonjs' },
  { format: 'esm', extension: '.js', type: 'module' },
  { format: 'cjs', extension: '.js', type: 'commonjs' },
] as const;

interface Found {
  readonly one: readonly unknown[];
  readonly two: readonly unknown[];
  readonly warnings: readonly string[];
  readonly workers: number;
}

/** What a program finds on one thread and on two. */
async function run(program: string): Promise<Found> {
  const { NODE_V8_COVERAGE: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [program], { env, timeout: 30_000 });
  return JSON.parse(stdout);
}

describe('a program in Node', () => {
  let [project, entry, folder] = ['', '', ''];
  let expected: readonly unknown[];
  before(async () => {
    project = await packedProject();
    entry = join(project, 'main.js');
    await cp(join(ROOT, 'test/package/selections.js'), entry);
    expected = (await run(entry)).one;
  });
  after(() => esbuild.stop());
  beforeEach(async () => {
    folder = await mkdtemp(join(project, 'bundle-'));
  });

  it('runs on two threads from the package as it is installed, and is told nothing', async () => {
    const { two, warnings, workers } = await run(entry);
    expect(two).to.deep.equal(expected);
    expect({ warnings, workers }).to.deep.equal({ warnings: [], workers: 1 });
  });

  for (const [name, bundle] of Object.entries(BUNDLERS)) {
    for (const { format, extension, type } of FORMATS) {
      it(`finds the same once ${name} has made it ${format} in a ${extension}, and is told of the one thread`, async () => {
        await writeFile(join(folder, 'package.json'), JSON.stringify({ type }));
        await bundle({ entry, folder, format, extension });
        await mkdir(join(project, 'worker'), { recursive: true });
        await writeFile(join(project, 'worker/node.js'), 'setInterval(() => {}, 1000);');
        const { one, two, warnings, workers } = await run(join(folder, `main${extension}`));
        expect([one, two]).to.deep.equal([expected, expected]);
        expect(workers).to.equal(0);
        expect(warnings).to.have.length(1);
        expect(warnings[0]).to.match(
          /^tensor-lasso: a thread did not start, .*: there is no module worker\/node beside threads\/node-threads; a bundler/,
        );
      });
    }
  }
});
