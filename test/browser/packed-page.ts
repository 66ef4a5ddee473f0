import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';
import { ROOT } from '../support/snippets.js';

/** A folder with the page, where `tensor-lasso` is what npm would install, and nothing else of ours can be found. */
export async function packedPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tensor-lasso-'));
  const installed = join(folder, 'node_modules/tensor-lasso');
  await mkdir(installed, { recursive: true });
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)('npm', pack, { cwd: ROOT });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await extract({ file: join(folder, filename), cwd: installed, strip: 1 });
  await symlink(join(ROOT, 'node_modules/@tensorflow'), join(folder, 'node_modules/@tensorflow'));
  await cp(join(ROOT, 'test/browser/package'), folder, { recursive: true });
  return folder;
}
