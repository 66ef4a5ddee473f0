import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { manifestOf } from '../native/installation.js';

/** Folders in which an installation is under way; they say whose they are. */
const prefix = (pid: number): string => `building-${hostname()}-${pid}-`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}

/** Removes what installations on this machine have left that were ended half-way. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const [, pid] = /^building-.*-(\d+)-[^-]+$/.exec(name) ?? [];
    if (pid && name.startsWith(prefix(Number(pid))) && !isRunning(Number(pid))) {
      await rm(join(cache, name), { recursive: true, force: true });
    }
  }
}

/**
 * Has `build` fill a new folder, then puts that in place as `directory`, in one step: nobody ever sees half an
 * installation. If another process was faster, its installation stays and this one is dropped.
 */
export async function inWorkspace<T>(directory: string, build: (workspace: string) => Promise<T>): Promise<T> {
  const cache = dirname(directory);
  await mkdir(cache, { recursive: true });
  await removeLeftovers(cache);
  const workspace = await mkdtemp(join(cache, prefix(process.pid)));
  try {
    const result = await build(workspace);
    if (!manifestOf(directory)) await rm(directory, { recursive: true, force: true });
    await rename(workspace, directory).catch((error) => {
      if (!manifestOf(directory)) throw error;
    });
    return result;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}
