import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';
import { ROOT } from './snippets.js';

async function install(): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), 'tensor-lasso-'));
  process.once('exit', () => rmSync(project, { recursive: true, force: true }));
  const installed = join(project, 'node_modules/tensor-lasso');
  await mkdir(installed, { recursive: true });
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', project];
  const { stdout } = await promisify(execFile)('npm', pack, { cwd: ROOT });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await extract({ file: join(project, filename), cwd: installed, strip: 1 });
  const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  for (const name of [...Object.keys(dependencies), '@tensorflow/tfjs-core']) {
    const link = join(project, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), link);
  }
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  return project;
}

let project: Promise<string> | undefined;

/**
 * A folder where `tensor-lasso` is what npm would install, packed from what is built, and nothing else of ours can be found: one for
 * all tests, which have folders of their own in it.
 */
export const packedProject = (): Promise<string> => (project ??= install());
