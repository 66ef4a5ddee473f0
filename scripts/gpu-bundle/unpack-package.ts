import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';
import { ROOT } from './root.js';

/** Puts the package into the folder as `npm install` would: what `npm pack` takes of the built project. */
export async function unpackPackage(folder: string): Promise<void> {
  const packed = await mkdtemp(join(tmpdir(), 'npm-pack-'));
  try {
    const args = ['pack', '--json', '--ignore-scripts', `--pack-destination=${packed}`];
    const { stdout } = await promisify(execFile)('npm', args, { cwd: ROOT });
    const [{ filename }] = JSON.parse(stdout);
    await mkdir(folder, { recursive: true });
    await extract({ file: join(packed, filename), cwd: folder, strip: 1 });
  } finally {
    await rm(packed, { recursive: true });
  }
}
