import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from './root.js';

/** Packages that hold types only. */
const isTypes = (name: string): boolean => name.startsWith('@types/') || name === '@webgpu/types';

/** Where a package finds another one, both as folders relative to the project. */
function find(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(join(ROOT, path))) return path;
    if (folder === '.') throw new Error(`${name}, which ${from} needs, is not installed`);
  }
}

/** The packages of these names and all that they need at run time, as folders relative to the project. */
export async function packagesFor(names: readonly string[]): Promise<string[]> {
  const found = new Set(names.map((name) => find(name, '.')));
  for (const path of found) {
    const { dependencies = {} } = JSON.parse(await readFile(join(ROOT, path, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies)) if (!isTypes(name)) found.add(find(name, path));
  }
  return [...found];
}
