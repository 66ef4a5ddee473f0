import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import stripTypes from 'ts-blank-space';
import { CONTRACT_TESTS, HOOKS } from '../gpu-check/contract-tests.js';
import { ROOT } from './root.js';

const CHECK = 'scripts/gpu-check';
const FIXTURES = ['test/fixtures/support-example.json'];

/** The TypeScript files of a folder, or the one file of that name. */
async function filesOf(path: string): Promise<string[]> {
  if (existsSync(join(ROOT, `${path}.ts`))) return [`${path}.ts`];
  const names = await readdir(join(ROOT, path));
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(path, name));
}

/**
 * The check and the contract tests as plain JavaScript, with all that they import, at the same places in the folder of
 * the built package; what they test is its `dist` instead of `src`. Lines keep their numbers.
 */
export async function writeCheck(folder: string): Promise<void> {
  const files = new Set((await Promise.all([CHECK, HOOKS, ...CONTRACT_TESTS].map(filesOf))).flat());
  for (const file of files) {
    const code = stripTypes(await readFile(join(ROOT, file), 'utf8'), (node) => {
      throw new Error(`${file}: not only types: ${node.getText()}`);
    });
    for (const [, path] of code.matchAll(/^(?:import|export)\b[^;]*?'(\.[^']+)\.js';/gm)) {
      const imported = `${join(dirname(file), path!)}.ts`;
      if (!imported.startsWith('src/')) files.add(imported);
    }
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(
      target,
      code.replaceAll(/(?<=')(\.\.\/)+src\//g, (path) => path.replace('src', 'dist')),
    );
  }
  for (const file of FIXTURES) await cp(join(ROOT, file), join(folder, file));
}
